#pragma once
#include <ldns/ldns.h>
#include <string.h>
#include <time.h>

// Signatures and denials of DNSSEC in one message. Which message to ask for next is decided above.

typedef struct ldns_struct_rr_list *tk_records;

static inline ldns_rr_list *tk_ldns_section(ldns_pkt *m, int authority) {
  return authority ? ldns_pkt_authority(m) : ldns_pkt_answer(m);
}

/// Copies of the records of one name and type; freed with `tk_records_free`. Null when there is no
/// memory or no such name.
static inline ldns_rr_list *tk_records_of(ldns_pkt *m, int authority, const char *name, int type) {
  ldns_rdf *owner = ldns_dname_new_frm_str(name);
  ldns_rr_list *found = owner ? ldns_rr_list_new() : NULL;
  ldns_rr_list *all = tk_ldns_section(m, authority);
  for (size_t i = 0; found && i < ldns_rr_list_rr_count(all); i++) {
    ldns_rr *each = ldns_rr_list_rr(all, i);
    if ((int)ldns_rr_get_type(each) != type || ldns_dname_compare(ldns_rr_owner(each), owner) != 0)
      continue;
    ldns_rr *copy = ldns_rr_clone(each);
    if (copy && !ldns_rr_list_push_rr(found, copy)) ldns_rr_free(copy);
  }
  ldns_rdf_deep_free(owner);
  return found;
}

static inline void tk_records_free(ldns_rr_list *records) { ldns_rr_list_deep_free(records); }
static inline size_t tk_records_count(const ldns_rr_list *records) {
  return ldns_rr_list_rr_count(records);
}

/// Reads one record of a zone file into the list; returns 1 when it was one.
static inline int tk_records_add(ldns_rr_list *records, const char *line) {
  ldns_rr *record = NULL;
  if (ldns_rr_new_frm_str(&record, line, 0, NULL, NULL) != LDNS_STATUS_OK) return 0;
  if (ldns_rr_list_push_rr(records, record)) return 1;
  ldns_rr_free(record);
  return 0;
}

static inline int tk_ds_is_known(const ldns_rr *ds) {
  if (ldns_rr_rd_count(ds) < 4) return 0;
  int algorithm = ldns_rdf2native_int8(ldns_rr_rdf(ds, 1));
  int digest = ldns_rdf2native_int8(ldns_rr_rdf(ds, 2));
  int known = algorithm == 5 || algorithm == 7 || algorithm == 8 || algorithm == 10 ||
              (algorithm >= 13 && algorithm <= 16);
  return known && (digest == 1 || digest == 2 || digest == 4);
}

/// How many of these delegations use what we can verify.
static inline size_t tk_records_known(const ldns_rr_list *delegations) {
  size_t known = 0;
  for (size_t i = 0; i < ldns_rr_list_rr_count(delegations); i++)
    known += (size_t)tk_ds_is_known(ldns_rr_list_rr(delegations, i));
  return known;
}

/// Whether a zone key (RFC 4034 §2.1) is the one that a DS or an anchor names.
static inline int tk_key_fits(const ldns_rr *key, const ldns_rr *trusted) {
  if (ldns_rr_rd_count(key) < 4 || ldns_rdf_size(ldns_rr_rdf(key, 0)) != 2) return 0;
  uint16_t flags = ldns_rdf2native_int16(ldns_rr_rdf(key, 0));
  // A zone key that was not revoked (RFC 5011).
  if (!(flags & 256) || (flags & 128) || ldns_rdf2native_int8(ldns_rr_rdf(key, 1)) != 3) return 0;
  if (ldns_rr_get_type(trusted) == LDNS_RR_TYPE_DNSKEY) return ldns_rr_compare(key, trusted) == 0;
  if (!tk_ds_is_known(trusted)) return 0;
  ldns_rr *ds = ldns_key_rr2ds(key, (ldns_hash)ldns_rdf2native_int8(ldns_rr_rdf(trusted, 2)));
  if (!ds) return 0;
  int fits = ldns_dname_compare(ldns_rr_owner(ds), ldns_rr_owner(trusted)) == 0;
  for (size_t i = 0; fits && i < 4; i++)
    fits = ldns_rdf_compare(ldns_rr_rdf(ds, i), ldns_rr_rdf(trusted, i)) == 0;
  ldns_rr_free(ds);
  return fits;
}

/// Copies of the keys that a delegation or an anchor names.
static inline ldns_rr_list *tk_records_named(const ldns_rr_list *keys, const ldns_rr_list *trusted) {
  ldns_rr_list *found = ldns_rr_list_new();
  for (size_t i = 0; found && i < ldns_rr_list_rr_count(keys); i++)
    for (size_t j = 0; j < ldns_rr_list_rr_count(trusted); j++) {
      ldns_rr *key = ldns_rr_list_rr(keys, i);
      if (!tk_key_fits(key, ldns_rr_list_rr(trusted, j))) continue;
      ldns_rr *copy = ldns_rr_clone(key);
      if (copy && !ldns_rr_list_push_rr(found, copy)) ldns_rr_free(copy);
      break;
    }
  return found;
}

#define TK_NO_SIGNATURE (-1)
#define TK_WILDCARD (-2)

/// Verifies a set of records by the signatures beside it: 0 when one is good, else the ldns status of
/// the last, `TK_NO_SIGNATURE` when there is none of this zone, `TK_WILDCARD` when it is good for a
/// shorter name (RFC 4035 §5.3.4).
static inline int tk_verify(
    ldns_pkt *m, int authority, const ldns_rr_list *set, const ldns_rr_list *keys, int64_t now) {
  if (ldns_rr_list_rr_count(set) == 0 || ldns_rr_list_rr_count(keys) == 0) return TK_NO_SIGNATURE;
  const ldns_rr *first = ldns_rr_list_rr(set, 0);
  const ldns_rdf *owner = ldns_rr_owner(first);
  const ldns_rdf *zone = ldns_rr_owner(ldns_rr_list_rr(keys, 0));
  if (ldns_dname_compare(owner, zone) != 0 && !ldns_dname_is_subdomain(owner, zone))
    return TK_NO_SIGNATURE;
  ldns_rr_list *all = tk_ldns_section(m, authority);
  // Many signatures over many keys of one tag would keep us busy for hours (CVE-2023-50387).
  int result = TK_NO_SIGNATURE, left = 16;
  for (size_t i = 0; i < ldns_rr_list_rr_count(all) && left > 0; i++) {
    ldns_rr *signature = ldns_rr_list_rr(all, i);
    if (ldns_rr_get_type(signature) != LDNS_RR_TYPE_RRSIG || ldns_rr_rd_count(signature) < 9 ||
        ldns_dname_compare(ldns_rr_owner(signature), owner) != 0 ||
        ldns_rdf2rr_type(ldns_rr_rrsig_typecovered(signature)) != ldns_rr_get_type(first) ||
        ldns_dname_compare(ldns_rr_rrsig_signame(signature), zone) != 0)
      continue;
    left--;
    uint8_t labels = ldns_rdf2native_int8(ldns_rr_rrsig_labels(signature));
    // It wants a list for the keys that fitted; these still belong to `keys`.
    ldns_rr_list *fitting = ldns_rr_list_new();
    if (!fitting) return (int)LDNS_STATUS_MEM_ERR;
    ldns_status status =
        ldns_verify_rrsig_keylist_time(set, signature, keys, (time_t)now, fitting);
    ldns_rr_list_free(fitting);
    if (status == LDNS_STATUS_OK)
      return labels < ldns_dname_label_count(owner) ? TK_WILDCARD : 0;
    result = (int)status;
  }
  return result;
}

/// The first label of a name in lower case; its length, or 0.
static inline size_t tk_first_label(const ldns_rdf *name, char *label) {
  size_t count = ldns_rdf_size(name) > 0 ? ldns_rdf_data(name)[0] : 0;
  if (count > 63 || count >= ldns_rdf_size(name)) return 0;
  for (size_t i = 0; i < count; i++) {
    char each = (char)ldns_rdf_data(name)[i + 1];
    label[i] = each >= 'A' && each <= 'Z' ? (char)(each + 32) : each;
  }
  label[count] = 0;
  return count;
}

/// Where an NSEC3 stands to a name by their hashes: 1 it is the name's, 2 the name lies in its gap.
/// `ldns_nsec_covers_name` would do, but it ends the program over a malformed record.
static inline int tk_nsec3_place(const ldns_rr *nsec, const ldns_rdf *name) {
  // SHA-1 is the only kind there is (RFC 5155 §11); 20 bytes are 32 digits, whose order is theirs.
  char owner[64], hash[64], next[64];
  const ldns_rdf *after = ldns_rr_rdf(nsec, 4);
  if (ldns_nsec3_algorithm(nsec) != 1 || ldns_rdf_size(after) != 21 || ldns_rdf_data(after)[0] != 20)
    return 0;
  ldns_rdf *hashed = ldns_nsec3_hash_name_frm_nsec3(nsec, name);
  if (!hashed) return 0;
  size_t count = tk_first_label(hashed, hash);
  ldns_rdf_deep_free(hashed);
  if (count != 32 || tk_first_label(ldns_rr_owner(nsec), owner) != 32 ||
      ldns_b32_ntop_extended_hex(ldns_rdf_data(after) + 1, 20, next, sizeof next) != 32)
    return 0;
  if (memcmp(owner, hash, 32) == 0) return 1;
  int follows = memcmp(owner, hash, 32) < 0, precedes = memcmp(hash, next, 32) < 0;
  // The last one's gap goes over the end; where there is only one, it is all that is left.
  return (memcmp(owner, next, 32) < 0 ? follows && precedes : follows || precedes) ? 2 : 0;
}

/// The same of an NSEC, whose names stand in it themselves.
static inline int tk_nsec_place(const ldns_rr *nsec, const ldns_rdf *name) {
  const ldns_rdf *owner = ldns_rr_owner(nsec), *next = ldns_rr_rdf(nsec, 0);
  if (ldns_dname_compare(owner, name) == 0) return 1;
  int follows = ldns_dname_compare(owner, name) < 0, precedes = ldns_dname_compare(name, next) < 0;
  return (ldns_dname_compare(owner, next) < 0 ? follows && precedes : follows || precedes) ? 2 : 0;
}

/// What a verified NSEC or NSEC3 says about a name: bit by bit, 1 the name is there, 2 it has records
/// of the type, 4 it is delegated, 8 it is another name (CNAME), 16 it is not there, 32 whether it is
/// delegated without signatures stays open (opt-out, or more rounds than anybody should use).
static inline int tk_denial_by(const ldns_rr *nsec, const ldns_rdf *name, int type) {
  int is3 = ldns_rr_get_type(nsec) == LDNS_RR_TYPE_NSEC3;
  // A name that is there only for others below it has no types, and then ldns has no field for them.
  if (ldns_rr_rd_count(nsec) < (is3 ? 5 : 2)) return 0;
  // RFC 9276 §3.2: such zones are treated as unsigned.
  if (is3 && ldns_nsec3_iterations(nsec) > 150) return 32;
  int place = is3 ? tk_nsec3_place(nsec, name) : tk_nsec_place(nsec, name);
  if (place == 1) {
    int found = 1;
    if (is3 && ldns_rr_rd_count(nsec) < 6) return found;
    const ldns_rdf *map = ldns_nsec_get_bitmap(nsec);
    if (ldns_nsec_bitmap_covers_type(map, (ldns_rr_type)type)) found |= 2;
    if (ldns_nsec_bitmap_covers_type(map, LDNS_RR_TYPE_NS) &&
        !ldns_nsec_bitmap_covers_type(map, LDNS_RR_TYPE_SOA))
      found |= 4;
    if (ldns_nsec_bitmap_covers_type(map, LDNS_RR_TYPE_CNAME)) found |= 8;
    return found;
  }
  if (place == 0) return 0;
  return is3 && ldns_nsec3_optout(nsec) ? 16 | 32 : 16;
}

/// All that the verified denials in a message say about a name, as `tk_denial_by`; `status` is what
/// the last that could not be verified failed with, 0 when there was none.
static inline int tk_denial(
    ldns_pkt *m, const char *name, int type, const ldns_rr_list *keys, int64_t now, int *status) {
  *status = 0;
  ldns_rdf *asked = ldns_dname_new_frm_str(name);
  ldns_rr_list *all = ldns_pkt_authority(m);
  int found = 0, left = 8;
  for (size_t i = 0; asked && i < ldns_rr_list_rr_count(all) && left > 0; i++) {
    ldns_rr *each = ldns_rr_list_rr(all, i);
    ldns_rr_type kind = ldns_rr_get_type(each);
    if (kind != LDNS_RR_TYPE_NSEC && kind != LDNS_RR_TYPE_NSEC3) continue;
    left--;
    ldns_rr_list *set = ldns_rr_list_new();
    if (set && ldns_rr_list_push_rr(set, each)) {
      int verdict = tk_verify(m, 1, set, keys, now);
      if (verdict == 0) found |= tk_denial_by(each, asked, type);
      else *status = verdict;
    }
    // The record belongs to the message.
    ldns_rr_list_free(set);
  }
  ldns_rdf_deep_free(asked);
  return found;
}

/// Copies the data of a record as it came, names in full; returns its length, or 0 when there is no
/// room.
static inline size_t tk_record_data(const ldns_rr *record, uint8_t *out, size_t capacity) {
  size_t length = 0;
  for (size_t i = 0; i < ldns_rr_rd_count(record); i++) {
    const ldns_rdf *field = ldns_rr_rdf(record, i);
    size_t size = field ? ldns_rdf_size(field) : 0;
    if (size > capacity - length) return 0;
    if (size) memcpy(out + length, ldns_rdf_data(field), size);
    length += size;
  }
  return length;
}

/// The owner of the record at an index, to be freed with `tk_ldns_free_text`.
static inline char *tk_records_owner(const ldns_rr_list *records, size_t index) {
  ldns_rr *record = ldns_rr_list_rr(records, index);
  return record ? ldns_rdf2str(ldns_rr_owner(record)) : NULL;
}
