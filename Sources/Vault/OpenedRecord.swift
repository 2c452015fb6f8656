internal import Documents
public import Hygiene
internal import OpenSSL

/// What a sealed record said.
public struct OpenedRecord: Hashable, Sendable {
  public let header: RecordHeader
  public let event: Event
  public let authorship: Authorship
}

/// Who wrote a record, as far as it shows. Whoever has the certificate can seal one.
public enum Authorship: Hashable, Sendable {
  case anybody
  /// Signed with the key that the organisation's key of the record's epoch gives.
  case keyHolder
  /// Signed with some other key, which proves nothing.
  case unverified
}

/// Why a plaintext is no record of ours.
enum RecordProblem: Error { case damaged, tooNew, notByKeyHolder }

extension OpenedRecord {
  /// Reads the lines of a decrypted record and checks what the byte gate cannot see.
  ///
  /// - Throws: `RecordProblem`, or what the decoder found.
  init(_ plaintext: UnsafeRawBufferPointer, sealedTo key: EpochKey) throws {
    var rest = unsafe plaintext
    func nextLine() throws -> [UInt8] {
      guard let end = unsafe rest.firstIndex(of: lineEnd) else { throw RecordProblem.damaged }
      let line = unsafe Array(UnsafeRawBufferPointer(rebasing: rest[..<end]))
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
      return line
    }

    var first = try nextLine()
    defer { wipe(&first) }
    header = try RecordHeader(line: first, sealedTo: key)
    var second = try nextLine()
    defer { wipe(&second) }
    if unsafe rest.first == UInt8(ascii: "{") {
      let signature = try Documents.decode(RecordSignature.self, from: try nextLine())
      authorship = try signature.authorship(of: [first, second], sealedTo: key)
    } else {
      authorship = .anybody
    }
    guard unsafe isPadding(rest) else { throw RecordProblem.damaged }
    event = try Event(header.kind, document: second)
    guard header.agrees(with: event) else { throw RecordProblem.damaged }
    guard authorship == .keyHolder || !header.kind.isKeyHolders else {
      throw RecordProblem.notByKeyHolder
    }
  }
}

extension RecordHeader {
  /// A header with other figures than its report would let `history` say what `open` does not.
  fileprivate func agrees(with event: Event) -> Bool {
    guard case .report(let report) = event, let summary else { return true }
    let own = Summary(report)
    return (summary.overall, summary.domains, summary.scenarios)
      == (own.overall, own.domains, own.scenarios)
      && (summary.audit == nil || summary.audit == own.audit)
  }
}

extension EventKind {
  /// Whether only the key-holder can say such a thing. What a report or a plan says, staff can.
  var isKeyHolders: Bool { self == .facts || self == .epoch }
}

extension RecordHeader {
  /// Reads only as much of a line as shows whether the rest can be understood.
  private struct Promise: Decodable { let fmt: String, v: Int }

  init(line: [UInt8], sealedTo key: EpochKey) throws {
    self = try RecordHeader(asWritten: line) ?? RecordHeader.decoded(from: line)
    // A record that was sealed for someone else and sealed again for us shows itself here.
    guard recipient == hex(key.key.fingerprint), org == key.id, epoch == key.epoch else {
      throw RecordProblem.damaged
    }
  }

  private static func decoded(from line: [UInt8]) throws -> RecordHeader {
    let promise = try Documents.decode(Promise.self, from: line)
    guard promise.fmt == RecordHeader.currentFormat, promise.v >= 1 else {
      throw RecordProblem.damaged
    }
    guard promise.v <= RecordHeader.currentVersion else { throw RecordProblem.tooNew }
    return try Documents.decode(RecordHeader.self, from: line)
  }
}

extension Event {
  private struct Promise: Decodable { let version: Int }

  fileprivate init(_ kind: EventKind, document: [UInt8]) throws {
    switch kind {
    case .report:
      let promise = try Documents.decode(Promise.self, from: document)
      guard promise.version <= Report.currentVersion else { throw RecordProblem.tooNew }
      self = .report(try Documents.decode(Report.self, from: document))
    case .facts:
      self = .facts(try Documents.decode(OrganisationFacts.self, from: document))
    case .plan:
      let promise = try Documents.decode(Promise.self, from: document)
      guard promise.version <= PlanChange.currentVersion else { throw RecordProblem.tooNew }
      self = .plan(try Documents.decode(PlanChange.self, from: document))
    case .epoch:
      let promise = try Documents.decode(Promise.self, from: document)
      guard promise.version <= KeyEpoch.currentVersion else { throw RecordProblem.tooNew }
      self = .epoch(try Documents.decode(KeyEpoch.self, from: document))
    default:
      throw RecordProblem.tooNew
    }
  }

  func document() throws -> [UInt8] {
    switch self {
    case .report(let report): try Documents.encode(report)
    case .facts(let facts): try Documents.encode(facts)
    case .plan(let change): try Documents.encode(change)
    case .epoch(let epoch): try Documents.encode(epoch)
    }
  }
}
