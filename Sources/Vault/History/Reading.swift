public import Hygiene
internal import OpenSSL
internal import Platform

extension Vault {
  /// Opens the organisation's records in the ledger's order and hands out what each says; reports
  /// without their documents, so that a long history is read quickly.
  ///
  /// A record that is missing, altered or sealed to a key that is gone is passed over: `verify` is
  /// for those. Returns how many were.
  ///
  /// - Throws: `UserError` for a ledger that cannot be read; what `body` throws.
  @discardableResult
  public func eachRecord(
    of organisation: Organisation, with key: UnlockedKey,
    _ body: (RecordEntry) throws -> Void
  ) throws -> Int {
    var passedOver = 0
    let hashes = try ledger(of: organisation.alias).hashes
    try inBatches(hashes, { entry($0, of: organisation, with: key) }) { entry in
      if let entry {
        try body(entry)
      } else {
        passedOver += 1
      }
    }
    return passedOver
  }

  /// Does the work on all cores and hands out the results in order, a few at a time, so that
  /// thousands of records take little memory. Begins no more of them when there is `enough`.
  func inBatches<Value: Sendable>(
    _ records: [String], _ work: @escaping @Sendable (String) -> Value,
    until enough: () -> Bool = { false }, _ body: (Value) throws -> Void
  ) rethrows {
    let size = 256
    for start in stride(from: 0, to: records.count, by: size) where !enough() {
      let batch = Array(records[start..<min(start + size, records.count)])
      for value in batch.onAllCores(work) { try body(value) }
    }
  }

  /// The state that the organisation's records give.
  ///
  /// - Throws: `UserError` for a ledger that cannot be read.
  public func state(
    of organisation: Organisation, with key: UnlockedKey
  ) throws -> OrganisationState {
    var state = OrganisationState()
    try eachRecord(of: organisation, with: key) { state.apply($0) }
    return state
  }

  /// The path of the record with this hash.
  public func path(ofRecord hash: String, of organisation: Organisation) -> String {
    "\(records(of: organisation.alias))/\(recordName(ofHash: OpenSSL.bytes(hex: hash) ?? []))"
  }

  /// What the record with this hash says; nil when it is not there, altered or not for this key.
  func entry(
    _ hash: String, of organisation: Organisation, with key: UnlockedKey
  ) -> RecordEntry? {
    let path = path(ofRecord: hash, of: organisation)
    guard let bytes = try? files.read(path, atMost: SealedRecord.largestFile),
      hex(sha256(bytes)) == hash, let record = SealedRecord(bytes)
    else { return nil }
    return unsafe try? key.open(record) { plaintext, key in
      unsafe try RecordEntry(plaintext, hash: hash, sealedTo: key)
    }
  }
}

extension RecordEntry {
  /// Reads the header, and the document of whatever is no report.
  init(_ plaintext: UnsafeRawBufferPointer, hash: String, sealedTo key: EpochKey) throws {
    guard let end = unsafe plaintext.firstIndex(of: lineEnd) else { throw RecordProblem.damaged }
    var line = unsafe Array(UnsafeRawBufferPointer(rebasing: plaintext[..<end]))
    defer { wipe(&line) }
    let header = try RecordHeader(line: line, sealedTo: key)
    let opened: OpenedRecord? =
      header.kind == .report ? nil : unsafe try OpenedRecord(plaintext, sealedTo: key)
    self.init(
      record: hash, header: header, event: opened?.event,
      isSigned: opened?.authorship == .keyHolder)
  }
}
