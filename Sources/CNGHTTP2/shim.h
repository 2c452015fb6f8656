#pragma once
#include <nghttp2/nghttp2.h>
#include <string.h>

// What Swift needs of nghttp2 beside its own functions: it works on memory only and opens no socket.

/// A client that takes no pushed answers and gives up on a server that floods it; null when there is
/// no memory.
static inline nghttp2_session *tk_http2_open(
    nghttp2_on_header_callback on_header, nghttp2_on_data_chunk_recv_callback on_data,
    nghttp2_on_stream_close_callback on_close, void *context) {
  nghttp2_session_callbacks *callbacks = NULL;
  nghttp2_option *option = NULL;
  nghttp2_session *session = NULL;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) return NULL;
  if (nghttp2_option_new(&option) == 0) {
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    nghttp2_option_set_max_reserved_remote_streams(option, 0);
    nghttp2_option_set_max_outbound_ack(option, 100);
    if (nghttp2_session_client_new2(&session, callbacks, context, option) != 0) session = NULL;
    nghttp2_option_del(option);
  }
  nghttp2_session_callbacks_del(callbacks);
  if (!session) return NULL;
  nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0}, {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, 16384}};
  if (nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, 2) == 0) return session;
  nghttp2_session_del(session);
  return NULL;
}

static inline nghttp2_nv tk_http2_field(const char *name, const char *value) {
  nghttp2_nv field = {(uint8_t *)name, (uint8_t *)value, strlen(name), strlen(value),
                      NGHTTP2_NV_FLAG_NONE};
  return field;
}

/// Queues a POST whose body `read` gives; returns its stream, or an error below zero.
static inline int32_t tk_http2_post(
    nghttp2_session *session, const char *authority, const char *path, const char *type,
    const char *length, nghttp2_data_source_read_callback read) {
  nghttp2_nv fields[] = {
      tk_http2_field(":method", "POST"), tk_http2_field(":scheme", "https"),
      tk_http2_field(":authority", authority), tk_http2_field(":path", path),
      tk_http2_field("accept", type), tk_http2_field("content-type", type),
      tk_http2_field("content-length", length)};
  nghttp2_data_provider body = {.source = {.ptr = NULL}, .read_callback = read};
  return nghttp2_submit_request(session, NULL, fields, sizeof fields / sizeof *fields, &body, NULL);
}
