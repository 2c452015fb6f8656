#pragma once
#include <stddef.h>

/// The files that are compiled into the program: checklists, interface words and the word list.
size_t tk_embedded_count(void);
/// Null when `index` is out of range.
const char *tk_embedded_path(size_t index);
const unsigned char *tk_embedded_bytes(size_t index, size_t *count);
