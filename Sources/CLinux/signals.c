#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

// A pipe to ourselves and not a signalfd: that would need the signals blocked in every thread, but
// libdispatch gives the main thread an empty mask (dispatch_main calls sigsuspend), and an async
// main always ends up there.

static int ends[2] = {-1, -1};

static void tell(int number) {
  int before = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(ends[1], &byte, 1);
  (void)written;
  errno = before;
}

int tk_signals_open(void) {
  signal(SIGPIPE, SIG_IGN);
  // A limit on the size of files must be an error, which cleans up, and no end in mid-file.
  signal(SIGXFSZ, SIG_IGN);
  if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  static const int wishes[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
    struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART}, before;
    if (sigaction(wishes[i], NULL, &before) != 0) return -1;
    // nohup, or a shell that started us in the background.
    if (before.sa_handler == SIG_IGN) continue;
    if (sigaction(wishes[i], &action, NULL) != 0) return -1;
  }
  return ends[0];
}

int tk_signals_next(int fd) {
  unsigned char byte;
  return read(fd, &byte, 1) == 1 ? byte : 0;
}
