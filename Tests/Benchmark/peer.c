// What the vault is measured against: libcrypto's CMS in a plain loop, no gate, no wiping, no checks
// beyond libcrypto's own. `benchmark` compiles it with `cc -O2` and runs each command in a process.
//
//   peer key KEYFILE <PASSPHRASE >KEY.der     takes the private key out of a key file (K1)
//   peer seal CERTIFICATE PLAINTEXTS SIZE COUNT
//   peer open KEY.der RECORDS SIZE COUNT      records of one size, one behind the other in a file
//   peer read KEY.der LIST                    a path in each line: reads each file and opens it
//
// The last three print seconds of wall clock and of CPU of their loop, peak memory in KiB, and bytes.
#include <fcntl.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
  fprintf(stderr, "peer: %s failed\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

#define MUST(call) \
  if (!(call)) fail(#call)

static unsigned char *contents(const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0) fail(path);
  unsigned char *bytes = malloc((size_t)status.st_size + 1);
  if (!bytes || read(fd, bytes, (size_t)status.st_size) != status.st_size) fail(path);
  close(fd);
  *size = (size_t)status.st_size;
  return bytes;
}

static double began, begun_cpu;

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double now(void) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  return moment.tv_sec + moment.tv_nsec / 1e9;
}

static void start(void) { began = now(), begun_cpu = cpu(); }
static void stop(size_t bytes) {
  double seconds = now() - began, busy = cpu() - begun_cpu;
  char line[256];
  long peak = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status) && sscanf(line, "VmHWM: %ld", &peak) != 1) {}
  printf("%.6f %.6f %ld %zu\n", seconds, busy, peak, bytes);
}

static size_t seal(X509 *certificate, const unsigned char *plaintext, size_t size) {
  CMS_ContentInfo *cms = CMS_AuthEnvelopedData_create_ex(EVP_aes_256_gcm(), NULL, NULL);
  CMS_RecipientInfo *recipient =
      CMS_add1_recipient_cert(cms, certificate, CMS_USE_KEYID | CMS_KEY_PARAM);
  MUST(recipient);
  MUST(EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(recipient), EVP_sha256()) > 0);
  MUST(CMS_set_detached(cms, 0) == 1);
  BIO *input = BIO_new_mem_buf(plaintext, (int)size);
  MUST(CMS_final(cms, input, NULL, CMS_BINARY) == 1);
  unsigned char *record = NULL;
  int count = i2d_CMS_ContentInfo(cms, &record);
  MUST(count > 0);
  OPENSSL_free(record);
  BIO_free(input);
  CMS_ContentInfo_free(cms);
  return (size_t)count;
}

static size_t opened(EVP_PKEY *key, const unsigned char *record, size_t size) {
  CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &record, (long)size);
  MUST(cms);
  MUST(CMS_decrypt_set1_pkey(cms, key, NULL) == 1);
  BIO *output = BIO_new(BIO_s_mem());
  MUST(CMS_decrypt(cms, NULL, NULL, NULL, output, CMS_BINARY) == 1);
  char *plaintext;
  long count = BIO_get_mem_data(output, &plaintext);
  BIO_free(output);
  CMS_ContentInfo_free(cms);
  return (size_t)count;
}

static EVP_PKEY *private_key(const char *path) {
  size_t size;
  const unsigned char *der = contents(path, &size);
  EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &der, (long)size);
  MUST(key);
  return key;
}

static void key_command(const char *path) {
  char passphrase[1024];
  size_t count = fread(passphrase, 1, sizeof passphrase, stdin), size;
  const unsigned char *file = contents(path, &size);
  // Docs/Formats/KeyFile.md: the identifier `scrypt$CC$8$1$<32 hexadecimal digits>` is at byte 39.
  char id[47] = "", digits[3] = "";
  memcpy(id, file + 39, 46);
  unsigned char salt[16], kek[32];
  for (int i = 0; i < 16; i++) {
    memcpy(digits, id + 14 + 2 * i, 2);
    salt[i] = (unsigned char)strtol(digits, NULL, 16);
  }
  uint64_t n = 1ull << strtol(id + 7, NULL, 10);
  MUST(EVP_PBE_scrypt(passphrase, count, salt, 16, n, 8, 1, n * 1024 + (16 << 20), kek, 32) == 1);
  CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &file, (long)size);
  MUST(cms);
  MUST(CMS_decrypt_set1_key(cms, kek, 32, (unsigned char *)id, 46) == 1);
  BIO *output = BIO_new_fp(stdout, BIO_NOCLOSE);
  MUST(CMS_decrypt(cms, NULL, NULL, NULL, output, CMS_BINARY) == 1);
  BIO_free(output);
}

static void seal_command(char **arguments) {
  size_t total, size = strtoul(arguments[2], NULL, 10), sum = 0, many;
  const unsigned char *der = contents(arguments[0], &total);
  X509 *certificate = d2i_X509(NULL, &der, (long)total);
  MUST(certificate);
  unsigned char *plaintexts = contents(arguments[1], &total);
  many = total / size;
  start();
  for (size_t i = 0, count = strtoul(arguments[3], NULL, 10); i < count; i++)
    sum += seal(certificate, plaintexts + i % many * size, size);
  stop(sum);
}

static void open_command(char **arguments) {
  size_t total, size = strtoul(arguments[2], NULL, 10), sum = 0, many;
  EVP_PKEY *key = private_key(arguments[0]);
  unsigned char *records = contents(arguments[1], &total);
  many = total / size;
  start();
  for (size_t i = 0, count = strtoul(arguments[3], NULL, 10); i < count; i++)
    sum += opened(key, records + i % many * size, size);
  stop(sum);
}

static void read_command(char **arguments) {
  EVP_PKEY *key = private_key(arguments[0]);
  FILE *list = fopen(arguments[1], "r");
  if (!list) fail(arguments[1]);
  char path[4096];
  size_t sum = 0, size;
  start();
  while (fgets(path, sizeof path, list)) {
    path[strcspn(path, "\n")] = 0;
    unsigned char *record = contents(path, &size);
    sum += opened(key, record, size);
    free(record);
  }
  stop(sum);
}

int main(int count, char **arguments) {
  if (count == 3 && !strcmp(arguments[1], "key")) return key_command(arguments[2]), 0;
  if (count == 6 && !strcmp(arguments[1], "seal")) return seal_command(arguments + 2), 0;
  if (count == 6 && !strcmp(arguments[1], "open")) return open_command(arguments + 2), 0;
  if (count == 4 && !strcmp(arguments[1], "read")) return read_command(arguments + 2), 0;
  fprintf(stderr, "peer: no such command\n");
  return 2;
}
