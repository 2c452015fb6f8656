// Runs a program and kills it at the start of its n-th system call, counted over all its threads;
// strace counts for each thread, and would never reach the calls of a thread that makes few.
//
//   kill-at-call N PROGRAM [ARGUMENT...]
//
// Ends with 137 when it was killed, else with the program's own status.
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static const long options =
    PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL;
enum { threads = 1 << 22 };
static char inside[threads];

int main(int count, char **words) {
  if (count < 3) return 2;
  long left = atol(words[1]);
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    execvp(words[2], words + 2);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, 0, options);
  ptrace(PTRACE_SYSCALL, child, 0, 0);
  pid_t thread;
  while ((thread = waitpid(-1, &status, __WALL)) > 0) {
    if (!WIFSTOPPED(status)) {
      if (thread != child) continue;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    int number = WSTOPSIG(status), pass = 0;
    if (number == (SIGTRAP | 0x80)) {
      inside[thread] = !inside[thread];
      if (inside[thread] && --left == 0) kill(child, SIGKILL);
    } else if (number != SIGTRAP && number != SIGSTOP) {
      pass = number;
    }
    ptrace(PTRACE_SYSCALL, thread, 0, pass);
  }
  return 2;
}
