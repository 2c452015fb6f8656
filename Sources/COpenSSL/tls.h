#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <time.h>

// What of OpenSSL's TLS and X.509 does not cross into Swift: macros, stacks and unions.

/// TLS 1.2 at least, no renegotiation, security level 2 whatever a configuration file says.
/// `protocols` are those of ALPN, each after its length (RFC 7301).
static inline int tk_ctx_prepare(SSL_CTX *ctx, const unsigned char *protocols, unsigned count) {
  SSL_CTX_set_security_level(ctx, 2);
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_alpn_protos(ctx, protocols, count) == 0;
}

/// Adds every certificate of a PEM text to the trusted ones; returns how many, or -1.
static inline int tk_ctx_trust(SSL_CTX *ctx, const void *pem, int count) {
  BIO *bio = BIO_new_mem_buf(pem, count);
  if (bio == NULL) return -1;
  X509_STORE *store = SSL_CTX_get_cert_store(ctx);
  int added = 0;
  X509 *each;
  while ((each = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
    added += X509_STORE_add_cert(store, each) == 1;
    X509_free(each);
  }
  BIO_free(bio);
  // The last read always fails, with "no start line".
  ERR_clear_error();
  return added;
}

static inline int tk_ssl_set_host(SSL *ssl, const char *name) {
  X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(param, name, 0) == 1 &&
         SSL_set_tlsext_host_name(ssl, name) == 1;
}

static inline int tk_ssl_set_address(SSL *ssl, const char *address) {
  return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address);
}

static inline void tk_ssl_set_time(SSL *ssl, int64_t seconds) {
  X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl), (time_t)seconds);
}

/// Whether an empty memory BIO is the end (1) or only empty for now (0).
static inline void tk_bio_set_end(BIO *bio, int end) { BIO_set_mem_eof_return(bio, end ? 0 : -1); }

static inline int tk_chain_count(SSL *ssl) {
  STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
  return chain ? sk_X509_num(chain) : 0;
}

static inline X509 *tk_chain_at(SSL *ssl, int index) {
  return sk_X509_value(SSL_get_peer_cert_chain(ssl), index);
}

/// The chain that was built up to an authority, the site's own first; also one with errors.
static inline int tk_built_count(SSL *ssl) {
  STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
  return chain ? sk_X509_num(chain) : 0;
}

static inline X509 *tk_built_at(SSL *ssl, int index) {
  return sk_X509_value(SSL_get0_verified_chain(ssl), index);
}

/// The certificate in DER, which the caller frees with `tk_der_free`; returns its length.
static inline int tk_x509_der(X509 *certificate, unsigned char **der) {
  *der = NULL;
  return i2d_X509(certificate, der);
}
static inline void tk_der_free(unsigned char *der) { OPENSSL_free(der); }

/// The key identifier of its issuer (1) or its own (0), null when it names none.
static inline const unsigned char *tk_x509_key_id(X509 *certificate, int issuer, int *count) {
  const ASN1_OCTET_STRING *id =
      issuer ? X509_get0_authority_key_id(certificate) : X509_get0_subject_key_id(certificate);
  *count = id ? ASN1_STRING_length(id) : 0;
  return id ? ASN1_STRING_get0_data(id) : NULL;
}

static inline void tk_x509_name(X509 *certificate, int issuer, BIO *out) {
  X509_NAME *name = issuer ? X509_get_issuer_name(certificate) : X509_get_subject_name(certificate);
  X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline void tk_x509_serial(X509 *certificate, BIO *out) {
  i2a_ASN1_INTEGER(out, X509_get0_serialNumber(certificate));
}

/// Seconds since 1970; 0 when the date cannot be read.
static inline int64_t tk_x509_time(X509 *certificate, int end) {
  struct tm moment;
  const ASN1_TIME *time =
      end ? X509_get0_notAfter(certificate) : X509_get0_notBefore(certificate);
  if (ASN1_TIME_to_tm(time, &moment) != 1) return 0;
  return (int64_t)timegm(&moment);
}

/// SHA-256 of the certificate (0) or of its SubjectPublicKeyInfo (1); returns 1 when done.
static inline int tk_x509_sha256(X509 *certificate, int key, unsigned char *digest) {
  if (!key) return X509_digest(certificate, EVP_sha256(), digest, NULL);
  unsigned char *der = NULL;
  int count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (count <= 0) return 0;
  int done = EVP_Digest(der, (size_t)count, digest, NULL, EVP_sha256(), NULL);
  OPENSSL_free(der);
  return done;
}

static inline int tk_x509_sha1(X509 *certificate, unsigned char *digest) {
  return X509_digest(certificate, EVP_sha1(), digest, NULL);
}

/// Such as `RSA 2048`.
static inline void tk_x509_key(X509 *certificate, BIO *out) {
  EVP_PKEY *key = X509_get0_pubkey(certificate);
  const char *name = key ? EVP_PKEY_get0_type_name(key) : NULL;
  if (name) BIO_printf(out, "%s %d", name, EVP_PKEY_get_bits(key));
}

/// The names of a certificate: its own copy, freed by `tk_names_free`.
static inline GENERAL_NAMES *tk_names(X509 *certificate) {
  return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}
static inline void tk_names_free(GENERAL_NAMES *names) { GENERAL_NAMES_free(names); }
static inline int tk_names_count(GENERAL_NAMES *names) {
  return names ? sk_GENERAL_NAME_num(names) : 0;
}
/// Writes one name or address; nothing for the other kinds.
static inline void tk_names_write(GENERAL_NAMES *names, int index, BIO *out) {
  GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
  if (name->type == GEN_DNS) {
    BIO_write(out, ASN1_STRING_get0_data(name->d.dNSName), ASN1_STRING_length(name->d.dNSName));
  } else if (name->type == GEN_IPADD) {
    const unsigned char *byte = ASN1_STRING_get0_data(name->d.iPAddress);
    int count = ASN1_STRING_length(name->d.iPAddress);
    if (count == 4) {
      BIO_printf(out, "%d.%d.%d.%d", byte[0], byte[1], byte[2], byte[3]);
    } else if (count == 16) {
      for (int i = 0; i < 16; i += 2)
        BIO_printf(out, "%s%x", i ? ":" : "", byte[i] << 8 | byte[i + 1]);
    }
  }
}

/// Nobody is asked for a passphrase by a file that says it is encrypted.
static inline int tk_no_passphrase(char *text, int size, int writing, void *nothing) {
  (void)text, (void)size, (void)writing, (void)nothing;
  return -1;
}

/// The next certificate of a PEM text, also one with trust settings; null at the end or at a fault.
static inline X509 *tk_pem_certificate(BIO *text) {
  X509 *certificate = PEM_read_bio_X509_AUX(text, NULL, tk_no_passphrase, NULL);
  ERR_clear_error();
  return certificate;
}

/// Whether it may vouch for others; also a self-signed one of version 1.
static inline int tk_x509_is_authority(X509 *certificate) {
  int kind = X509_check_ca(certificate);
  ERR_clear_error();
  return kind > 0;
}

/// Checks a SignedData (RFC 5652 §5) against one signer's certificate and nobody else's, and adds its
/// content to `out`; returns 1 when the signature is that signer's.
static inline int tk_verify_signed(CMS_ContentInfo *cms, X509 *signer, BIO *out) {
  STACK_OF(X509) *signers = sk_X509_new_null();
  if (signers == NULL || sk_X509_push(signers, signer) <= 0) {
    sk_X509_free(signers);
    return 0;
  }
  unsigned flags = CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY;
  int good = CMS_verify(cms, signers, NULL, NULL, out, flags);
  sk_X509_free(signers);
  return good == 1;
}

/// The first certificate of a PEM text, which the caller frees; null when there is none.
static inline X509 *tk_first_certificate(const void *pem, int count) {
  BIO *bio = BIO_new_mem_buf(pem, count);
  if (bio == NULL) return NULL;
  X509 *found = tk_pem_certificate(bio);
  BIO_free(bio);
  return found;
}
