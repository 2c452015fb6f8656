#pragma once
#include <idn2.h>
#include <stdlib.h>
#include <string.h>

/// The ASCII form of a name in any script, as a browser would look it up, in `out`; returns its
/// length, or 0 when the text is no name.
static inline size_t tk_idn_ascii(const char *name, char *out, size_t capacity) {
  char *ascii = NULL;
  int status = idn2_lookup_u8((const uint8_t *)name, (uint8_t **)&ascii,
                              IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  size_t length = status == IDN2_OK && ascii ? strlen(ascii) : 0;
  if (length >= capacity) length = 0;
  if (length) memcpy(out, ascii, length);
  idn2_free(ascii);
  return length;
}
