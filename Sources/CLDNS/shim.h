#pragma once
#include <ldns/ldns.h>
#include "validation.h"
#include <stdlib.h>
#include <string.h>

// What Swift needs of ldns, in integers and opaque pointers. ldns only builds and reads messages
// here: it opens no socket.

typedef struct ldns_struct_pkt *tk_message;
typedef struct ldns_struct_rr *tk_record;

/// What a question is besides its name, type and id.
struct tk_question {
  uint16_t type, id, class_number;
  /// How large an answer by UDP may be; 0 is a question without EDNS.
  uint16_t udp_size;
  uint8_t recursion_desired, checking_disabled, dnssec_ok, server_id;
};

/// Writes a question into `out`; returns its length, 0 when there is no memory for it or no room,
/// and minus the ldns status when the name is none.
static inline long tk_ldns_question(
    const char *name, const struct tk_question *asked, uint8_t *out, size_t capacity) {
  ldns_rdf *owner = NULL;
  ldns_status status = ldns_str2rdf_dname(&owner, name);
  if (status != LDNS_STATUS_OK) return -(long)status;
  ldns_pkt *packet = ldns_pkt_query_new(
      owner, (ldns_rr_type)asked->type, (ldns_rr_class)asked->class_number,
      asked->recursion_desired ? LDNS_RD : 0);
  if (!packet) {
    ldns_rdf_deep_free(owner);
    return 0;
  }
  ldns_pkt_set_id(packet, asked->id);
  ldns_pkt_set_cd(packet, asked->checking_disabled != 0);
  if (asked->udp_size != 0) {
    ldns_pkt_set_edns_udp_size(packet, asked->udp_size);
    ldns_pkt_set_edns_do(packet, asked->dnssec_ok != 0);
    // Option 3 without data (RFC 5001). The packet frees it.
    static const uint8_t empty[4] = {0, 3, 0, 0};
    if (asked->server_id)
      ldns_pkt_set_edns_data(
          packet, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_UNKNOWN, sizeof empty, empty));
  }
  uint8_t *wire = NULL;
  size_t size = 0;
  status = ldns_pkt2wire(&wire, packet, &size);
  ldns_pkt_free(packet);
  if (status != LDNS_STATUS_OK || size > capacity) size = 0;
  if (size) memcpy(out, wire, size);
  free(wire);
  return (long)size;
}

/// Reads a message; null, and a status, when it is malformed.
static inline tk_message tk_ldns_read(const uint8_t *bytes, size_t count, int *status) {
  ldns_pkt *packet = NULL;
  *status = ldns_wire2pkt(&packet, bytes, count);
  if (*status == LDNS_STATUS_OK) return packet;
  // ldns 1.8 frees what it built before it fails, and leaves the pointer alone.
  return NULL;
}

static inline void tk_ldns_free(tk_message message) { ldns_pkt_free(message); }

static inline const char *tk_ldns_reason(int status) {
  const char *text = ldns_get_errorstr_by_id((ldns_status)status);
  return text ? text : "";
}

/// Bit by bit: 1 QR, 2 AA, 4 TC, 8 RD, 16 RA, 32 AD, 64 CD.
static inline int tk_ldns_flags(tk_message m) {
  return ldns_pkt_qr(m) | ldns_pkt_aa(m) << 1 | ldns_pkt_tc(m) << 2 | ldns_pkt_rd(m) << 3 |
         ldns_pkt_ra(m) << 4 | ldns_pkt_ad(m) << 5 | ldns_pkt_cd(m) << 6;
}

/// The response code with the upper bits that EDNS adds (RFC 6891 §6.1.3).
static inline int tk_ldns_rcode(tk_message m) {
  return (int)ldns_pkt_get_rcode(m) | (int)ldns_pkt_edns_extended_rcode(m) << 4;
}

static inline long tk_ldns_question_count(tk_message m) {
  return (long)ldns_rr_list_rr_count(ldns_pkt_question(m));
}
static inline long tk_ldns_answer_count(tk_message m) {
  return (long)ldns_rr_list_rr_count(ldns_pkt_answer(m));
}
static inline tk_record tk_ldns_question_at(tk_message m, long index) {
  return ldns_rr_list_rr(ldns_pkt_question(m), (size_t)index);
}
static inline tk_record tk_ldns_answer_at(tk_message m, long index) {
  return ldns_rr_list_rr(ldns_pkt_answer(m), (size_t)index);
}

static inline long tk_ldns_authority_count(tk_message m) {
  return (long)ldns_rr_list_rr_count(ldns_pkt_authority(m));
}
static inline tk_record tk_ldns_authority_at(tk_message m, long index) {
  return ldns_rr_list_rr(ldns_pkt_authority(m), (size_t)index);
}

/// The caller frees the text with `tk_ldns_free_text`; null when there is none.
static inline char *tk_ldns_owner_text(tk_record record) {
  const ldns_rdf *owner = ldns_rr_owner(record);
  return owner ? ldns_rdf2str(owner) : NULL;
}
static inline char *tk_ldns_field_text(tk_record record, long index) {
  const ldns_rdf *field = ldns_rr_rdf(record, (size_t)index);
  return field ? ldns_rdf2str(field) : NULL;
}
/// How many fields a record of this type has at least.
static inline size_t tk_ldns_least_fields(tk_record record) {
  return ldns_rr_descriptor_minimum(ldns_rr_descript((uint16_t)ldns_rr_get_type(record)));
}
static inline void tk_ldns_free_text(char *text) { free(text); }

/// The options of EDNS as they came; null and 0 when there are none.
static inline const uint8_t *tk_ldns_options(tk_message m, size_t *count) {
  const ldns_rdf *data = ldns_pkt_edns_data(m);
  *count = data ? ldns_rdf_size(data) : 0;
  return data ? ldns_rdf_data(data) : NULL;
}
