#include "CChecklists.h"

// Every YAML file of this folder and the word list, two lines each. The test `everyFileIsEmbedded`
// finds the one you forgot.
static const struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} embedded[] = {
#define FILE "example/checklist.yaml"
#include "entry.inc"
#define FILE "example/text.en.yaml"
#include "entry.inc"
#define FILE "interface/text.en.yaml"
#include "entry.inc"
#define FILE "interface/text.kk.yaml"
#include "entry.inc"
#define FILE "interface/text.ky.yaml"
#include "entry.inc"
#define FILE "interface/text.ru.yaml"
#include "entry.inc"
#define FILE "interface/text.tg.yaml"
#include "entry.inc"
#define FILE "interface/text.uz.yaml"
#include "entry.inc"
#define FILE "newsroom/checklist.yaml"
#include "entry.inc"
#define FILE "newsroom/text.en.yaml"
#include "entry.inc"
#define FILE "newsroom/text.kk.yaml"
#include "entry.inc"
#define FILE "newsroom/text.ky.yaml"
#include "entry.inc"
#define FILE "newsroom/text.ru.yaml"
#include "entry.inc"
#define FILE "newsroom/text.tg.yaml"
#include "entry.inc"
#define FILE "newsroom/text.uz.yaml"
#include "entry.inc"
#define FILE "wordlists/eff-long.txt"
#include "entry.inc"
};

size_t tk_embedded_count(void) { return sizeof embedded / sizeof *embedded; }

const char *tk_embedded_path(size_t index) {
  return index < tk_embedded_count() ? embedded[index].path : NULL;
}

const unsigned char *tk_embedded_bytes(size_t index, size_t *count) {
  if (index >= tk_embedded_count()) return NULL;
  *count = embedded[index].count;
  return embedded[index].bytes;
}
