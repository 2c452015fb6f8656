#pragma once
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/x509v3.h>

// What the sealing part of the face needs and Swift cannot see: macros and variadic functions.

static inline int tk_error_is_system(unsigned long code) { return ERR_SYSTEM_ERROR(code); }

/// Text of the C library for a system error that OpenSSL queued.
static inline int tk_error_number(unsigned long code) { return (int)(code & ERR_SYSTEM_MASK); }

/// `OPENSSL_free`.
static inline void tk_free(void *start) { OPENSSL_free(start); }

/// `BIO_get_mem_data`: lends what a memory BIO holds.
static inline long tk_bio_mem_data(BIO *bio, unsigned char **start) {
  return BIO_get_mem_data(bio, (char **)start);
}

/// A memory BIO with room for so many bytes, wiped when freed. One that grows as it is filled copies
/// and wipes all it holds ten times over, and takes twice as much locked memory.
static inline BIO *tk_bio_with_room(size_t count, int secure) {
  BIO *bio = BIO_new(secure ? BIO_s_secmem() : BIO_s_mem());
  BUF_MEM *memory = BUF_MEM_new_ex(secure ? BUF_MEM_FLAG_SECURE : 0);
  char *room = (char *)(secure ? OPENSSL_secure_malloc(count) : OPENSSL_malloc(count));
  if (bio && memory && room) {
    memory->data = room;
    memory->max = count;
    if (BIO_set_mem_buf(bio, memory, BIO_CLOSE) == 1) return bio;
    room = NULL;
  }
  if (secure)
    OPENSSL_secure_free(room);
  else
    OPENSSL_free(room);
  BUF_MEM_free(memory);
  BIO_free_all(bio);
  return NULL;
}

/// `EVP_EC_gen`: a new key pair on P-256.
static inline EVP_PKEY *tk_generate_p256(void) { return EVP_EC_gen("P-256"); }

/// scrypt with r = 8 and p = 1 (RFC 7914); 1 when `key` was filled.
static inline int tk_scrypt(const void *pass, size_t pass_count, const unsigned char *salt,
                            size_t salt_count, uint64_t n, unsigned char *key,
                            size_t key_count) {
  uint32_t r = 8, p = 1;
  uint64_t most = n * 8 * 128 + (16u << 20);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, (void *)pass, pass_count),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &most),
      OSSL_PARAM_construct_end(),
  };
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "SCRYPT", NULL);
  EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
  EVP_KDF_free(kdf);
  int done = context && EVP_KDF_derive(context, key, key_count, parameters) == 1;
  EVP_KDF_CTX_free(context);
  return done;
}

/// Adds the one KEK recipient of a key file. The copies belong to the structure, which wipes the key.
static inline int tk_add_kek_recipient(CMS_ContentInfo *cms, const unsigned char *kek,
                                       size_t kek_count, const unsigned char *id,
                                       size_t id_count) {
  unsigned char *key = (unsigned char *)OPENSSL_memdup(kek, kek_count);
  unsigned char *name = (unsigned char *)OPENSSL_memdup(id, id_count);
  if (key && name && CMS_add0_recipient_key(cms, NID_id_aes256_wrap, key, kek_count, name,
                                            id_count, NULL, NULL, NULL))
    return 1;
  OPENSSL_clear_free(key, kek_count);
  OPENSSL_free(name);
  return 0;
}

/// The Ed25519 key whose seed is HKDF-SHA256 (RFC 5869, no salt) of a P-256 key's private scalar, 32
/// bytes big-endian, for a purpose; null when it fails.
static inline EVP_PKEY *tk_derive_signing_key(EVP_PKEY *key, const unsigned char *purpose,
                                              size_t purpose_count) {
  unsigned char scalar[32], seed[32];
  BIGNUM *number = NULL;
  EVP_PKEY *made = NULL;
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
  EVP_KDF_free(kdf);
  if (context && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1 &&
      BN_bn2binpad(number, scalar, sizeof scalar) == (int)sizeof scalar) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, scalar, sizeof scalar),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)purpose, purpose_count),
        OSSL_PARAM_construct_end(),
    };
    if (EVP_KDF_derive(context, seed, sizeof seed, parameters) == 1)
      made = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
  }
  OPENSSL_cleanse(scalar, sizeof scalar);
  OPENSSL_cleanse(seed, sizeof seed);
  BN_clear_free(number);
  EVP_KDF_CTX_free(context);
  return made;
}

/// Signs with Ed25519 (RFC 8032); 1 when the 64 bytes of `signature` were filled.
static inline int tk_sign(EVP_PKEY *key, const unsigned char *message, size_t count,
                          unsigned char *signature) {
  size_t size = 64;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int done = context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
             EVP_DigestSign(context, signature, &size, message, count) == 1 && size == 64;
  EVP_MD_CTX_free(context);
  return done;
}

/// Whether the 64 bytes are an Ed25519 signature of the message by the public key of 32 bytes.
static inline int tk_is_signature(const unsigned char *signature, const unsigned char *message,
                                  size_t count, const unsigned char *public_key) {
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, 32);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int done = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
             EVP_DigestVerify(context, signature, 64, message, count) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return done;
}
