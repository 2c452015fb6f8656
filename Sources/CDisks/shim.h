#pragma once
#include <blkid/blkid.h>
#include <dlfcn.h>
#include <errno.h>
#include <libcryptsetup.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// libcryptsetup is opened when a header is read and not before (Docs/Decisions/0011): it brings ten
// libraries, and a computer that lacks it still gets every check that needs no header.
// Each function below is the library's, or returns -ENOSYS when the library is not there.

static inline void *tk_crypt_symbol(const char *name) {
  void *library = dlopen("libcryptsetup.so.12", RTLD_NOW | RTLD_LOCAL);
  return library ? dlsym(library, name) : NULL;
}

static inline void tk_crypt_say_nothing(int level, const char *text, void *nothing) {
  (void)level, (void)text, (void)nothing;
}

/// Copies the first 8 MiB of `fd` into memory that looks like a file of `size` bytes (at least
/// 17 MiB: a LUKS2 device smaller than its data offset is refused). Returns its descriptor or -1.
static inline int tk_header_copy(int fd, uint64_t size) {
  int copy = (int)syscall(SYS_memfd_create, "header", 1u /* MFD_CLOEXEC */);
  if (copy < 0) return -1;
  char piece[1 << 16];
  uint64_t done = 0, limit = 8ull << 20, least = 17ull << 20;
  ssize_t got;
  while (done < limit && (got = pread(fd, piece, sizeof piece, (off_t)done)) > 0) {
    if (write(copy, piece, (size_t)got) != got) goto failed;
    done += (uint64_t)got;
  }
  if (ftruncate(copy, (off_t)(size < least ? least : size)) == 0) return copy;
failed:
  close(copy);
  return -1;
}

/// Opens the copy, never the device: the library writes to a device whose header is damaged.
static inline int tk_crypt_load(int copy, struct crypt_device **device) {
  __typeof__(crypt_init) *init = (__typeof__(init))tk_crypt_symbol("crypt_init");
  __typeof__(crypt_load) *load = (__typeof__(load))tk_crypt_symbol("crypt_load");
  __typeof__(crypt_set_log_callback) *log =
      (__typeof__(log))tk_crypt_symbol("crypt_set_log_callback");
  __typeof__(crypt_metadata_locking) *locking =
      (__typeof__(locking))tk_crypt_symbol("crypt_metadata_locking");
  if (!init || !load || !log || !locking) return -ENOSYS;
  log(NULL, tk_crypt_say_nothing, NULL);
  locking(NULL, 0);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", copy);
  int result = init(device, path);
  if (result < 0) return result;
  log(*device, tk_crypt_say_nothing, NULL);
  return load(*device, CRYPT_LUKS, NULL);
}

static inline void tk_crypt_free(struct crypt_device *device) {
  __typeof__(crypt_free) *call = (__typeof__(call))tk_crypt_symbol("crypt_free");
  if (call) call(device);
}

static inline int tk_crypt_is_luks2(struct crypt_device *device) {
  __typeof__(crypt_get_type) *call = (__typeof__(call))tk_crypt_symbol("crypt_get_type");
  const char *type = call ? call(device) : NULL;
  return type && strcmp(type, CRYPT_LUKS2) == 0;
}

static inline const char *tk_crypt_cipher(struct crypt_device *device) {
  __typeof__(crypt_get_cipher) *call = (__typeof__(call))tk_crypt_symbol("crypt_get_cipher");
  return call ? call(device) : NULL;
}

static inline const char *tk_crypt_cipher_mode(struct crypt_device *device) {
  __typeof__(crypt_get_cipher_mode) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_get_cipher_mode");
  return call ? call(device) : NULL;
}

static inline int tk_crypt_key_bytes(struct crypt_device *device) {
  __typeof__(crypt_get_volume_key_size) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_get_volume_key_size");
  return call ? call(device) : -ENOSYS;
}

static inline int tk_crypt_requirements(struct crypt_device *device, uint32_t *flags) {
  __typeof__(crypt_persistent_flags_get) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_persistent_flags_get");
  return call ? call(device, CRYPT_FLAGS_REQUIREMENTS, flags) : -ENOSYS;
}

/// Whether the slot opens the volume; slots of a re-encryption do not.
static inline int tk_crypt_slot_is_active(struct crypt_device *device, int slot) {
  __typeof__(crypt_keyslot_status) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_keyslot_status");
  if (!call) return 0;
  crypt_keyslot_info status = call(device, slot);
  return status == CRYPT_SLOT_ACTIVE || status == CRYPT_SLOT_ACTIVE_LAST;
}

static inline int tk_crypt_slot_kdf(
    struct crypt_device *device, int slot, const char **type, const char **hash,
    uint32_t *iterations, uint32_t *memory_kib, uint32_t *threads) {
  __typeof__(crypt_keyslot_get_pbkdf) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_keyslot_get_pbkdf");
  if (!call) return -ENOSYS;
  struct crypt_pbkdf_type found = {0};
  int result = call(device, slot, &found);
  *type = found.type, *hash = found.hash, *iterations = found.iterations;
  *memory_kib = found.max_memory_kb, *threads = found.parallel_threads;
  return result;
}

static inline int tk_crypt_token(struct crypt_device *device, int token, const char **json) {
  __typeof__(crypt_token_json_get) *call =
      (__typeof__(call))tk_crypt_symbol("crypt_token_json_get");
  return call ? call(device, token, json) : -ENOSYS;
}

/// The bytes that a device or an image holds; -1 when it cannot be told.
static inline int64_t tk_device_size(int fd) {
  struct stat status;
  uint64_t size = 0;
  if (fstat(fd, &status) != 0) return -1;
  if (S_ISREG(status.st_mode)) return status.st_size;
  return ioctl(fd, BLKGETSIZE64, &size) == 0 && size <= INT64_MAX ? (int64_t)size : -1;
}

/// The kinds of the segments of a device-mapper map, each ended by a newline, in `names`. Asks for
/// the status and not for the table, which would hold keys. Returns how many, or -1 and errno.
static inline int tk_map_targets(
    int control, uint32_t major, uint32_t minor, char *names, size_t capacity) {
  enum { size = 1 << 16 };
  struct dm_ioctl *request = calloc(1, size);
  if (!request) return -1;
  request->version[0] = DM_VERSION_MAJOR;
  request->data_size = size;
  request->data_start = sizeof *request;
  request->dev = (minor & 0xff) | (uint64_t)major << 8 | (uint64_t)(minor & ~0xffu) << 12;
  request->flags = DM_NOFLUSH_FLAG;
  int count = -1;
  if (ioctl(control, DM_TABLE_STATUS, request) != 0) goto done;
  if (request->flags & DM_BUFFER_FULL_FLAG) goto done;
  size_t used = 0, offset = request->data_start, next = 0;
  for (uint32_t i = 0; i < request->target_count; i++) {
    struct dm_target_spec spec;
    if (offset + next > size - sizeof spec) goto done;
    memcpy(&spec, (char *)request + offset + next, sizeof spec);
    size_t length = strnlen(spec.target_type, sizeof spec.target_type);
    if (used + length + 2 > capacity) goto done;
    memcpy(names + used, spec.target_type, length);
    names[used + length] = '\n';
    used += length + 1;
    next = spec.next;
  }
  names[used] = 0;
  count = (int)request->target_count;
done:
  free(request);
  return count;
}
