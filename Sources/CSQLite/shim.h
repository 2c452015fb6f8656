#pragma once
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A database that lies in memory, and that somebody hostile may have written. What SQLite advises
// for that (sqlite.org/security.html) needs variadic functions and a callback.

struct tk_database {
  sqlite3 *handle;
  int64_t steps;
};

/// Ends a query that takes too long, such as one without end.
static inline int tk_database_count(void *database) {
  return --((struct tk_database *)database)->steps < 0;
}

static inline void tk_database_close(struct tk_database *database) {
  if (!database) return;
  sqlite3_close_v2(database->handle);
  free(database);
}

/// Opens a copy of the bytes; null when there is no memory. No file is opened, then or later.
static inline struct tk_database *tk_database_open(const void *bytes, int64_t count) {
  struct tk_database *database = calloc(1, sizeof *database);
  if (!database) return NULL;
  database->steps = 20000;
  unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)(count > 0 ? count : 1));
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
  if (!copy || sqlite3_open_v2(":memory:", &database->handle, flags, NULL) != SQLITE_OK) {
    sqlite3_free(copy);
    tk_database_close(database);
    return NULL;
  }
  memcpy(copy, bytes, (size_t)count);
  sqlite3 *handle = database->handle;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 20);
  sqlite3_progress_handler(handle, 1000, tk_database_count, database);
  // The copy belongs to the library from here on, also when this fails.
  if (sqlite3_deserialize(handle, "main", copy, count, count,
                          SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
    tk_database_close(database);
    return NULL;
  }
  return database;
}

static inline sqlite3_stmt *tk_database_prepare(struct tk_database *database, const char *query) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(database->handle, query, -1, &statement, NULL) != SQLITE_OK) return NULL;
  return statement;
}
