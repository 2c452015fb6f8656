#define _GNU_SOURCE
#include "CLinux.h"
#include <signal.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

// Threads of the Swift pool hold SIGTTIN and SIGTTOU back. A program in the background would then
// get EIO where it should stop until `fg`, so they are let through while the terminal is asked.

static int mask(int how, sigset_t *before) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTTIN);
  sigaddset(&set, SIGTTOU);
  return pthread_sigmask(how, &set, before);
}

long tk_prompt_read(int fd, void *start, size_t count) {
  sigset_t before;
  mask(SIG_UNBLOCK, &before);
  ssize_t result = read(fd, start, count);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return result;
}

// TCSANOW and tcflush instead of TCSAFLUSH or TCSADRAIN: those wait for output, and a person may
// have stopped it with Ctrl-S.

int tk_typing_hide(int fd, struct tk_typing *typing) {
  struct termios settings;
  sigset_t before;
  if (tcgetattr(fd, &settings) != 0) return -1;
  mask(SIG_UNBLOCK, &before);
  typing->flags = settings.c_lflag;
  typing->suspend = settings.c_cc[VSUSP];
  typing->quit = settings.c_cc[VQUIT];
  settings.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
  settings.c_cc[VSUSP] = _POSIX_VDISABLE;
  settings.c_cc[VQUIT] = _POSIX_VDISABLE;
  int result = tcsetattr(fd, TCSANOW, &settings);
  if (result == 0) result = tcflush(fd, TCIFLUSH);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return result;
}

int tk_typing_restore(int fd, const struct tk_typing *typing) {
  struct termios settings;
  sigset_t before;
  if (tcgetattr(fd, &settings) != 0) return -1;
  mask(SIG_BLOCK, &before);
  settings.c_lflag = typing->flags;
  settings.c_cc[VSUSP] = typing->suspend;
  settings.c_cc[VQUIT] = typing->quit;
  int result = tcsetattr(fd, TCSANOW, &settings);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return result;
}

int tk_output_resume(int fd) {
  sigset_t before;
  mask(SIG_BLOCK, &before);
  // TCOON alone only undoes TCOOFF; after both, Ctrl-S is undone too (drivers/tty/tty_io.c).
  int result = tcflow(fd, TCOOFF) == 0 ? tcflow(fd, TCOON) : -1;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return result;
}

int tk_process_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
