#pragma once
#include <stddef.h>
#include <stdint.h>

// Linux calls that Swift cannot see (no module map covers them) or sees only through unions and
// variadics. Each speaks plain integers, so the Swift side stays safe. Unless a line says otherwise
// they return -1 and set errno when they fail.

int tk_epoll_open(void);
/// Watches `fd` for one event, which will carry `token`. `writable` picks the direction.
int tk_epoll_watch_once(int epoll, int fd, int writable, uint64_t token);
int tk_epoll_watch_always(int epoll, int fd, uint64_t token);
void tk_epoll_forget(int epoll, int fd);
/// Fills `tokens` with those of the descriptors that are ready; returns how many.
int tk_epoll_wait(int epoll, uint64_t *tokens, int capacity, int milliseconds);
int tk_wake_open(void);
void tk_wake_ring(int fd);
void tk_wake_drain(int fd);

/// Opens a pty pair; returns 0 and fills `primary` and `path`.
int tk_open_pty(int *primary, char *path, unsigned long capacity);
/// Tells a terminal, or a pty's primary, its size.
int tk_set_window_size(int fd, int columns, int rows);
/// Asks a terminal its size.
int tk_window_size(int fd, int *columns, int *rows);

/// No core dumps, not dumpable, fatal signals at their defaults: the Swift runtime's backtracer
/// would print memory words. Returns 0 when all of it holds.
int tk_harden_process(void);
/// Catches SIGINT, SIGTERM and SIGHUP, unless they were ignored when the program was started, and
/// ignores SIGPIPE; returns a descriptor that tells of them, a byte each.
int tk_signals_open(void);
/// The next pending signal's number, or 0 when none is pending.
int tk_signals_next(int fd);
/// Ends the process by `signal`, so that a shell sees why.
void tk_die_by(int signal);

/// Memory that is locked, left out of core dumps and wiped: null when there is none. `*locked` is
/// 0 when the system refused to lock it.
void *tk_secret_allocate(size_t count, int *locked);
void tk_secret_free(void *start, size_t count);
int tk_random_fill(void *start, size_t count);

/// `open` with a mode, which is variadic in C.
int tk_open_at(int folder, const char *path, int flags, unsigned mode);
/// A file of mode 0600 in a folder that has no name yet, and is gone with the program if it never
/// gets one. Not all file systems have them.
int tk_open_unnamed(const char *folder);
/// Gives it a name, refusing to replace an existing file.
int tk_name(int fd, const char *path);
/// Renames, refusing to replace an existing file.
int tk_rename_new(const char *from, const char *to);
/// What one file is, without unions. `attributes` bit 0: the file system says it is encrypted;
/// bit 1: the file system can say so. `modified` in seconds since 1970.
struct tk_status {
  uint64_t size, inode, mount_id;
  int64_t modified;
  uint32_t mode, owner, device_major, device_minor, special_major, special_minor, attributes;
};
int tk_status_of(const char *path, int follow, struct tk_status *status);

/// Reads an address in text form into `bytes` (room for 16) and its one canonical text; returns its
/// length, 4 or 16, or 0 when the text is no address.
int tk_address_read(const char *text, uint8_t *bytes, char *canonical, size_t capacity);
/// A non-blocking socket that is being connected; `zone` is an interface of a link-local address,
/// or empty. `stream` 1: TCP; 0: UDP.
int tk_socket_towards(
    const uint8_t *bytes, int count, const char *zone, uint16_t port, int stream);
/// The pending error of a socket, 0 when there is none.
int tk_socket_error(int fd);
/// Bytes moved; never fails with EINTR, never raises SIGPIPE.
long tk_socket_read(int fd, void *start, size_t count);
/// Reads one datagram; `*hops` is the TTL or hop limit of its packet, -1 when it is not known.
long tk_socket_read_packet(int fd, void *start, size_t count, int *hops);
long tk_socket_write(int fd, const void *start, size_t count);
/// How many hops what is sent from now on may take; errors of routers are told from now on too.
void tk_socket_hops(int fd, int hops);
/// Closes with RST: nothing that is still unacknowledged is sent again.
void tk_socket_abort(int fd);
/// Asks the system's resolver, blocking: addresses, each followed by a line feed. Returns 0 or one
/// of EAI_*; `*reason` is errno for EAI_SYSTEM.
int tk_look_up(const char *host, char *text, size_t capacity, int *reason);
/// `read` from a terminal; in the background the program stops until it is in front again.
long tk_prompt_read(int fd, void *start, size_t count);
/// What a terminal did with typed text before a secret was asked for.
struct tk_typing {
  uint32_t flags;
  uint8_t suspend, quit;
};
/// Turns the echo off and drops what was typed ahead. Ctrl-Z and Ctrl-\ do nothing meanwhile: they
/// would stop or end the program with the echo still off.
int tk_typing_hide(int fd, struct tk_typing *typing);
int tk_typing_restore(int fd, const struct tk_typing *typing);
/// Lets output flow that was held back with Ctrl-S.
int tk_output_resume(int fd);
/// A descriptor that becomes readable when the process ends.
int tk_process_open(int pid);
