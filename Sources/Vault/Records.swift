internal import Documents
public import Hygiene
internal import OpenSSL
internal import Platform

extension Vault {
  /// A sealed record of an event. Needs the certificate only.
  ///
  /// - Throws: `UserError`, `vault.too-large` or `vault.cannot-seal`.
  public func seal(_ event: Event, for organisation: Organisation) throws -> [UInt8] {
    try seal(event, for: organisation, after: nil, signedWith: nil)
  }

  /// For whoever holds the key: with the ledger the record says what it comes after, and it is
  /// signed. A report never is: a signature would also prove to a hostile court who wrote it.
  func seal(
    _ event: Event, for organisation: Organisation, after ledger: Ledger?,
    signedWith key: EpochKey?
  ) throws -> [UInt8] {
    let report: Report? = if case .report(let report) = event { report } else { nil }
    // The header of a reduced report tells no more than the report.
    let time = if let report, report.reduced == true { report.time } else { world.clock.now }
    let header = RecordHeader(
      kind: event.kind, org: organisation.id, epoch: organisation.epoch,
      recipient: organisation.fingerprint, prev: ledger?.hashes.last,
      seq: ledger.map { $0.count + 1 }, claimedTime: time, tool: tool,
      summary: report.map { Summary($0) })
    var line = try Documents.encode(header)
    var document = try event.document()
    defer {
      wipe(&line)
      wipe(&document)
    }
    var content = [line, [lineEnd], document, [lineEnd]]
    if let key, event.kind != .report {
      content += [try signature(of: [line, document], with: key), [lineEnd]]
    }
    var plaintext = try padded(content)
    return try sealed(&plaintext, to: organisation.recipient).bytes
  }

  private func signature(of lines: [[UInt8]], with key: EpochKey) throws -> [UInt8] {
    do {
      return try Documents.encode(try RecordSignature(of: lines, by: try key.signer()))
    } catch is OpenSSLError {
      throw UserError("vault.cannot-seal", status: .stopped)
    }
  }

  /// Writes a sealed record where the person asked for it. Replaces nothing.
  ///
  /// - Throws: `UserError`; `vault.not-sealed` when the bytes are no sealed record.
  public func write(sealed record: [UInt8], to path: String) throws {
    guard SealedRecord(record) != nil else { throw UserError("vault.not-sealed", status: .refused) }
    try telling { () throws(FileProblem) in try files.write(record, to: path, replacing: false) }
  }

  /// A name for a sealed file that says nothing.
  public func neutralName(of record: [UInt8]) -> String { recordName(of: record) }

  /// The paths of the organisation's records, by name. Their order in time is not known from here.
  ///
  /// - Throws: `UserError` for a folder that cannot be read.
  public func records(of organisation: Organisation) throws -> [String] {
    let folder = records(of: organisation.alias)
    return try names(in: folder).filter(isRecordName).map { "\(folder)/\($0)" }
  }

  /// Opens a record, wherever it lies.
  ///
  /// - Throws: `UserError`: `vault.cannot-open`, the same for a damaged file, another key and a file
  ///   that is no record; `vault.too-new` for an authentic record of a later version.
  public func open(file path: String, with key: UnlockedKey) throws -> OpenedRecord {
    try open(try readRecord(path), named: path, with: key)
  }

  /// The bytes of a file that may be a sealed record.
  func readRecord(_ path: String) throws -> [UInt8] {
    do {
      return try files.read(path, atMost: SealedRecord.largestFile)
    } catch {
      throw error.kind == .tooLarge ? cannotOpen(path) : UserError(error)
    }
  }

  func open(_ bytes: [UInt8], named path: String, with key: UnlockedKey) throws -> OpenedRecord {
    unsafe try open(bytes, named: path, with: key) { plaintext, key in
      unsafe try OpenedRecord(plaintext, sealedTo: key)
    }
  }

  /// Lends the plaintext, and says what stood in the way as a person would read it.
  func open<Result>(
    _ bytes: [UInt8], named path: String, with key: UnlockedKey,
    _ body: (UnsafeRawBufferPointer, EpochKey) throws -> Result
  ) throws -> Result {
    guard let record = SealedRecord(bytes) else { throw cannotOpen(path) }
    do {
      return unsafe try key.open(record, body)
    } catch RecordProblem.tooNew {
      throw UserError("vault.too-new", ["file": cleaned(path)], status: .refused)
    } catch {
      throw cannotOpen(path)
    }
  }

  private func cannotOpen(_ path: String) -> UserError {
    UserError("vault.cannot-open", ["file": cleaned(path)], status: .refused)
  }
}

/// The name of a record's file: the first 32 characters of its SHA-256 in base32 (RFC 4648 §6,
/// lower case). It says nothing, and shows damage to whoever has no key.
func recordName(of record: [UInt8]) -> String { recordName(ofHash: sha256(record)) }

func recordName(ofHash hash: [UInt8]) -> String { "\(base32(hash).prefix(32)).cms" }

func isRecordName(_ name: String) -> Bool {
  name.utf8.count == 36 && name.hasSuffix(".cms")
    && name.utf8.prefix(32).allSatisfy(base32Alphabet.contains)
}

private let base32Alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

/// RFC 4648 §6 in lower case; only for whole groups of 5 bits, the rest is left out.
private func base32(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  var pending = 0
  var count = 0
  for byte in bytes {
    pending = pending << 8 | Int(byte)
    count += 8
    while count >= 5 {
      count -= 5
      text.append(base32Alphabet[pending >> count & 31])
    }
    pending &= (1 << count) - 1
  }
  return String(decoding: text, as: UTF8.self)
}
