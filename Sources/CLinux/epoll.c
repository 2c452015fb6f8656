#include "CLinux.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int watch(int epoll, int fd, uint32_t events, uint64_t token) {
  struct epoll_event interest = {.events = events, .data.u64 = token};
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &interest) == 0) return 0;
  return errno == ENOENT ? epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest) : -1;
}

int tk_epoll_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int tk_epoll_watch_once(int epoll, int fd, int writable, uint64_t token) {
  return watch(epoll, fd, (writable ? EPOLLOUT : EPOLLIN | EPOLLRDHUP) | EPOLLONESHOT, token);
}

int tk_epoll_watch_always(int epoll, int fd, uint64_t token) {
  return watch(epoll, fd, EPOLLIN, token);
}

void tk_epoll_forget(int epoll, int fd) { epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }

int tk_epoll_wait(int epoll, uint64_t *tokens, int capacity, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, milliseconds);
  for (int i = 0; i < count; i++) tokens[i] = events[i].data.u64;
  return count < 0 ? 0 : count;
}

int tk_wake_open(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void tk_wake_ring(int fd) { eventfd_write(fd, 1); }

void tk_wake_drain(int fd) {
  eventfd_t ignored;
  eventfd_read(fd, &ignored);
}
