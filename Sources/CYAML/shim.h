#pragma once
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

// libyaml's parser and events are structs full of unions and pointers, and its parser keeps a
// pointer to the text it was given. Here one allocation owns all three, and Swift sees a handle.
struct tk_yaml {
  yaml_parser_t parser;
  yaml_event_t event;
  unsigned char *text;
};

static inline void tk_yaml_close(void *handle) {
  struct tk_yaml *yaml = handle;
  yaml_event_delete(&yaml->event);
  yaml_parser_delete(&yaml->parser);
  free(yaml->text);
  free(yaml);
}

/// A parser over a copy of the bytes, which must be UTF-8; null when memory is short.
static inline void *tk_yaml_open(const unsigned char *bytes, size_t count) {
  struct tk_yaml *yaml = calloc(1, sizeof *yaml);
  if (!yaml) return NULL;
  yaml->text = malloc(count + 1);
  if (!yaml->text || !yaml_parser_initialize(&yaml->parser)) {
    free(yaml->text);
    free(yaml);
    return NULL;
  }
  if (count > 0) memcpy(yaml->text, bytes, count);
  // Without this libyaml would guess UTF-16 from a byte order mark.
  yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&yaml->parser, yaml->text, count);
  return yaml;
}

/// Steps to the next event and gives its `yaml_event_type_t`, or -1 when the text is broken.
static inline int tk_yaml_next(void *handle) {
  struct tk_yaml *yaml = handle;
  yaml_event_delete(&yaml->event);
  return yaml_parser_parse(&yaml->parser, &yaml->event) ? (int)yaml->event.type : -1;
}

/// Where the event begins, counted from 0.
static inline size_t tk_yaml_line(const void *handle) {
  return ((const struct tk_yaml *)handle)->event.start_mark.line;
}
static inline size_t tk_yaml_column(const void *handle) {
  return ((const struct tk_yaml *)handle)->event.start_mark.column;
}

/// The line on which a text in quotation marks ends; the one on which it begins for other events.
static inline size_t tk_yaml_quoted_end_line(const void *handle) {
  const yaml_event_t *event = &((const struct tk_yaml *)handle)->event;
  if (event->type != YAML_SCALAR_EVENT) return event->start_mark.line;
  yaml_scalar_style_t style = event->data.scalar.style;
  int is_quoted = style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || style == YAML_SINGLE_QUOTED_SCALAR_STYLE;
  return is_quoted ? event->end_mark.line : event->start_mark.line;
}

/// The text of a scalar event, valid until the next step; null for other events.
static inline const unsigned char *tk_yaml_scalar(const void *handle, size_t *count) {
  const yaml_event_t *event = &((const struct tk_yaml *)handle)->event;
  if (event->type != YAML_SCALAR_EVENT) return NULL;
  *count = event->data.scalar.length;
  return event->data.scalar.value;
}

static inline int tk_yaml_has_anchor(const void *handle) {
  const yaml_event_t *event = &((const struct tk_yaml *)handle)->event;
  switch (event->type) {
  case YAML_SCALAR_EVENT: return event->data.scalar.anchor != NULL;
  case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor != NULL;
  case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor != NULL;
  default: return 0;
  }
}

static inline int tk_yaml_has_tag(const void *handle) {
  const yaml_event_t *event = &((const struct tk_yaml *)handle)->event;
  switch (event->type) {
  case YAML_SCALAR_EVENT: return event->data.scalar.tag != NULL;
  case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.tag != NULL;
  case YAML_MAPPING_START_EVENT: return event->data.mapping_start.tag != NULL;
  default: return 0;
  }
}

/// Whether a document start event came with `%YAML` or `%TAG`.
static inline int tk_yaml_has_directive(const void *handle) {
  const yaml_event_t *event = &((const struct tk_yaml *)handle)->event;
  if (event->type != YAML_DOCUMENT_START_EVENT) return 0;
  return event->data.document_start.version_directive != NULL ||
         event->data.document_start.tag_directives.start !=
             event->data.document_start.tag_directives.end;
}

/// After a failed step: what libyaml says, a constant text; null when it says nothing.
static inline const char *tk_yaml_problem(const void *handle) {
  return ((const struct tk_yaml *)handle)->parser.problem;
}
/// What libyaml was doing, a constant text; null when it does not say.
static inline const char *tk_yaml_problem_context(const void *handle) {
  return ((const struct tk_yaml *)handle)->parser.context;
}
static inline int tk_yaml_is_out_of_memory(const void *handle) {
  return ((const struct tk_yaml *)handle)->parser.error == YAML_MEMORY_ERROR;
}

/// Whether libyaml stopped before a tab.
static inline int tk_yaml_stopped_at_tab(const void *handle) {
  const yaml_parser_t *parser = &((const struct tk_yaml *)handle)->parser;
  return parser->buffer.pointer < parser->buffer.last && *parser->buffer.pointer == '\t';
}

/// Where it went wrong, or where the thing began that went wrong, counted from 0.
static inline size_t tk_yaml_problem_line(const void *handle, int beginning) {
  const yaml_parser_t *parser = &((const struct tk_yaml *)handle)->parser;
  return beginning ? parser->context_mark.line : parser->problem_mark.line;
}
static inline size_t tk_yaml_problem_column(const void *handle, int beginning) {
  const yaml_parser_t *parser = &((const struct tk_yaml *)handle)->parser;
  return beginning ? parser->context_mark.column : parser->problem_mark.column;
}
