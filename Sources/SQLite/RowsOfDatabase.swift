internal import CSQLite

/// Why a database says nothing: it is damaged, of another form, or a query took too long.
public struct DatabaseUnreadable: Error, Hashable, Sendable {
  public init() {}
}

/// What a query finds in the bytes of a database file, each column as bytes.
///
/// The file itself is never opened, so nothing can be written to it or beside it, and no view or
/// trigger that somebody put into it is followed. What only stands in a write-ahead log is not
/// seen: a database that has one is refused.
///
/// - Parameters:
///   - query: one statement of SQL, with names of our own only.
///   - database: what the file holds.
///   - limit: how many rows there may be.
/// - Returns: a list of columns for each row; nil for NULL.
/// - Throws: `DatabaseUnreadable`, also for more rows than `limit`.
public func rows(
  of query: String, in database: [UInt8], atMost limit: Int
) throws(DatabaseUnreadable) -> [[[UInt8]?]] {
  // Bytes 18 and 19 are 2 for a write-ahead log (sqlite.org/fileformat2.html §1.3).
  guard database.count >= 512, database[18] == 1, database[19] == 1 else {
    throw DatabaseUnreadable()
  }
  guard
    let opened = unsafe database.withUnsafeBytes({ bytes in
      unsafe tk_database_open(bytes.baseAddress, Int64(bytes.count))
    })
  else { throw DatabaseUnreadable() }
  defer { unsafe tk_database_close(opened) }
  guard let statement = unsafe tk_database_prepare(opened, query) else {
    throw DatabaseUnreadable()
  }
  defer { unsafe sqlite3_finalize(statement) }
  var rows: [[[UInt8]?]] = []
  while true {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_DONE: return rows
    case SQLITE_ROW where rows.count < limit: rows.append(unsafe row(of: statement))
    default: throw DatabaseUnreadable()
    }
  }
}

private func row(of statement: OpaquePointer) -> [[UInt8]?] {
  let count = unsafe sqlite3_column_count(statement)
  return (0..<count).map { column in
    guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
    let start = unsafe sqlite3_column_blob(statement, column)
    let length = Int(unsafe sqlite3_column_bytes(statement, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length))
  }
}
