#define _GNU_SOURCE
#include "CLinux.h"
#include <signal.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

// TCSANOW and tcflush instead of TCSAFLUSH or TCSADRAIN: those wait for output, and a person may
// have stopped it with Ctrl-S.

int tk_typing_hide(int fd, struct tk_typing *before) {
  struct termios settings;
  if (tcgetattr(fd, &settings) != 0) return -1;
  before->flags = settings.c_lflag;
  before->suspend = settings.c_cc[VSUSP];
  before->quit = settings.c_cc[VQUIT];
  settings.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
  settings.c_cc[VSUSP] = _POSIX_VDISABLE;
  settings.c_cc[VQUIT] = _POSIX_VDISABLE;
  if (tcsetattr(fd, TCSANOW, &settings) != 0) return -1;
  return tcflush(fd, TCIFLUSH);
}

int tk_typing_restore(int fd, const struct tk_typing *before) {
  struct termios settings;
  if (tcgetattr(fd, &settings) != 0) return -1;
  settings.c_lflag = before->flags;
  settings.c_cc[VSUSP] = before->suspend;
  settings.c_cc[VQUIT] = before->quit;
  return tcsetattr(fd, TCSANOW, &settings);
}

int tk_signal_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int tk_process_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
