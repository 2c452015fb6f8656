#define _GNU_SOURCE
#include "CLinux.h"
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// A call that a signal interrupted is made again: here, and nowhere above.
#define AGAIN(result, call) \
  do { (result) = (call); } while ((result) < 0 && errno == EINTR)

int tk_address_read(const char *text, uint8_t *bytes, char *canonical, size_t capacity) {
  if (inet_pton(AF_INET, text, bytes) == 1)
    return inet_ntop(AF_INET, bytes, canonical, (socklen_t)capacity) ? 4 : 0;
  if (inet_pton(AF_INET6, text, bytes) == 1)
    return inet_ntop(AF_INET6, bytes, canonical, (socklen_t)capacity) ? 16 : 0;
  return 0;
}

static int make_address(
    const uint8_t *bytes, int count, const char *zone, uint16_t port,
    struct sockaddr_storage *address, socklen_t *size) {
  memset(address, 0, sizeof *address);
  if (count == 4) {
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    memcpy(&four->sin_addr, bytes, 4);
    *size = sizeof *four;
    return 0;
  }
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  memcpy(&six->sin6_addr, bytes, 16);
  *size = sizeof *six;
  if (*zone == 0) return 0;
  six->sin6_scope_id = if_nametoindex(zone);
  if (six->sin6_scope_id == 0) six->sin6_scope_id = (uint32_t)strtoul(zone, NULL, 10);
  if (six->sin6_scope_id != 0) return 0;
  errno = EADDRNOTAVAIL;
  return -1;
}

int tk_socket_towards(
    const uint8_t *bytes, int count, const char *zone, uint16_t port, int stream) {
  struct sockaddr_storage address;
  socklen_t size;
  if (make_address(bytes, count, zone, port, &address, &size) != 0) return -1;
  int type = (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
  int fd = socket(address.ss_family, type, 0);
  if (fd < 0) return -1;
  int on = 1;
  // Small messages must not wait for the other side's acknowledgement.
  if (stream) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // For tk_socket_read_packet; without it only the number is missing.
  else if (address.ss_family == AF_INET) setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &on, sizeof on);
  else setsockopt(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof on);
  // An interrupted connect goes on by itself and may not be called again.
  if (connect(fd, (struct sockaddr *)&address, size) == 0) return fd;
  if (errno == EINPROGRESS || errno == EINTR) return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

int tk_socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

long tk_socket_read(int fd, void *start, size_t count) {
  ssize_t result;
  AGAIN(result, recv(fd, start, count, 0));
  return result;
}

long tk_socket_read_packet(int fd, void *start, size_t count, int *hops) {
  struct iovec piece = {.iov_base = start, .iov_len = count};
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int)) * 2];
  } extra;
  struct msghdr message = {
      .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &extra, .msg_controllen = sizeof extra};
  ssize_t result;
  *hops = -1;
  AGAIN(result, recvmsg(fd, &message, 0));
  if (result < 0) return result;
  for (struct cmsghdr *each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
    // ip(7), ipv6(7): an int either way.
    if ((each->cmsg_level == IPPROTO_IP && each->cmsg_type == IP_TTL) ||
        (each->cmsg_level == IPPROTO_IPV6 && each->cmsg_type == IPV6_HOPLIMIT))
      memcpy(hops, CMSG_DATA(each), sizeof *hops);
  }
  return result;
}

long tk_socket_write(int fd, const void *start, size_t count) {
  ssize_t result;
  AGAIN(result, send(fd, start, count, MSG_NOSIGNAL));
  // Not sticky, so after every write: a server that waits for our delayed acknowledgement would
  // keep its answer back for 40 ms. Fails for UDP, which is no harm.
  int on = 1, reason = errno;
  setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  errno = reason;
  return result;
}

void tk_socket_hops(int fd, int hops) {
  int on = 1;
  // Those of the other family fail, which is no harm.
  setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
  setsockopt(fd, IPPROTO_IP, IP_TTL, &hops, sizeof hops);
  setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof hops);
}

void tk_socket_abort(int fd) {
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(fd);
}

int tk_look_up(const char *host, char *text, size_t capacity, int *reason) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *found;
  text[0] = 0;
  int refusal = getaddrinfo(host, NULL, &hints, &found);
  *reason = refusal == EAI_SYSTEM ? errno : 0;
  if (refusal != 0) return refusal;
  size_t used = 0;
  for (struct addrinfo *each = found; each; each = each->ai_next) {
    char address[NI_MAXHOST];
    if (getnameinfo(each->ai_addr, each->ai_addrlen, address, sizeof address, NULL, 0,
                    NI_NUMERICHOST) != 0)
      continue;
    size_t length = strlen(address);
    if (used + length + 2 > capacity) break;
    memcpy(text + used, address, length);
    used += length;
    text[used++] = '\n';
    text[used] = 0;
  }
  freeaddrinfo(found);
  return 0;
}
