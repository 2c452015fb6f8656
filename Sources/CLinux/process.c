#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int tk_harden_process(void) {
  // Without these three the next file that is opened, perhaps a report, would take what is said.
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) return -1;
  }
  static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) signal(fatal[i], SIG_DFL);
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
  umask(077);
  return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

void tk_die_by(int number) {
  signal(number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(number);
}

void *tk_secret_allocate(size_t count, int *locked) {
  void *start = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return NULL;
  *locked = mlock(start, count) == 0;
  madvise(start, count, MADV_DONTDUMP);
  return start;
}

void tk_secret_free(void *start, size_t count) {
  explicit_bzero(start, count);
  munmap(start, count);
}

int tk_random_fill(void *start, size_t count) {
  unsigned char *next = start;
  while (count > 0) {
    ssize_t got = getrandom(next, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return -1;
    next += got;
    count -= (size_t)got;
  }
  return 0;
}

int tk_open_at(int folder, const char *path, int flags, unsigned mode) {
  return openat(folder, path, flags, (mode_t)mode);
}

int tk_open_unnamed(const char *folder) {
  return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

int tk_name(int fd, const char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  return linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

int tk_rename_new(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int tk_status_of(const char *path, int follow, struct tk_status *status) {
  struct statx found;
  int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
  if (statx(AT_FDCWD, path, flags, STATX_BASIC_STATS | STATX_MNT_ID, &found) != 0) return -1;
  status->size = found.stx_size;
  status->inode = found.stx_ino;
  status->mount_id = (found.stx_mask & STATX_MNT_ID) ? found.stx_mnt_id : 0;
  status->mode = found.stx_mode;
  status->owner = found.stx_uid;
  status->device_major = found.stx_dev_major;
  status->device_minor = found.stx_dev_minor;
  status->special_major = found.stx_rdev_major;
  status->special_minor = found.stx_rdev_minor;
  status->attributes = ((found.stx_attributes & STATX_ATTR_ENCRYPTED) ? 1u : 0u) |
                       ((found.stx_attributes_mask & STATX_ATTR_ENCRYPTED) ? 2u : 0u);
  return 0;
}
