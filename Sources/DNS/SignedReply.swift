internal import CLDNS

/// The keys of one zone that are trusted, or what names them: the DS records of its parent, or
/// anchors that the person brought.
///
/// Unchecked: nobody changes the records after `init`, and ldns only reads them.
@safe public final class TrustedRecords: @unchecked Sendable {
  fileprivate let pointer: tk_records

  @unsafe fileprivate init(takingOwnership pointer: tk_records) { unsafe self.pointer = pointer }

  deinit { unsafe tk_records_free(pointer) }

  /// Anchors as in a zone file, a DNSKEY or a DS in each line; comments and what is neither are
  /// passed over. Nil when none is left.
  public convenience init?(anchors text: String) {
    guard let records = unsafe ldns_rr_list_new() else { return nil }
    unsafe self.init(takingOwnership: records)
    for line in text.split(whereSeparator: \.isNewline).prefix(100) {
      let record = line.prefix { $0 != ";" }
      guard record.contains("DNSKEY") || record.contains("DS") else { continue }
      _ = unsafe tk_records_add(records, String(record))
    }
    if count == 0 { return nil }
  }

  public var count: Int { unsafe tk_records_count(pointer) }

  /// The zones that they belong to, in lower case, with the dot at the end.
  public var zones: Set<String> {
    Set(
      (0..<count).compactMap { index in
        guard let text = unsafe tk_records_owner(pointer, index) else { return nil }
        defer { unsafe tk_ldns_free_text(text) }
        return unsafe String(cString: text).lowercased()
      })
  }

  /// Whether any of these DS records uses a way of signing that we can verify; where none does, the
  /// zone counts as unsigned (RFC 4035 §5.2).
  public var isKnown: Bool { unsafe tk_records_known(pointer) > 0 }

  /// Whether each of these names one of `keys`.
  package func fits(_ keys: TrustedRecords) -> Bool {
    guard let named = unsafe tk_records_named(keys.pointer, pointer) else { return false }
    return unsafe TrustedRecords(takingOwnership: named).count == count
  }

  /// The keys of the root (IANA): of 2017, and of 2024 that signs since 2026.
  public static let root = TrustedRecords(
    anchors: """
      . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
      """)
}

/// Why signatures prove nothing.
public enum SignatureProblem: Error, Hashable, Sendable {
  /// There is none where there must be one.
  case missing
  /// It does not fit what it signs, or no trusted key made it.
  case wrong
  /// It is not valid now: perhaps the clock of this computer is wrong.
  case outOfDate
  /// It is that of a wildcard, which is not followed here.
  case wildcard

  init?(status: Int32) {
    switch status {
    case 0: return nil
    case TK_NO_SIGNATURE: self = .missing
    case TK_WILDCARD: self = .wildcard
    case Int32(LDNS_STATUS_CRYPTO_SIG_EXPIRED.rawValue),
      Int32(LDNS_STATUS_CRYPTO_SIG_NOT_INCEPTED.rawValue),
      // ldns 1.8 says this of every date after 2038.
      Int32(LDNS_STATUS_CRYPTO_EXPIRATION_BEFORE_INCEPTION.rawValue):
      self = .outOfDate
    default: self = .wrong
    }
  }
}

/// An answer whose signatures can be verified.
public struct SignedReply: ~Copyable {
  private let message: Message

  /// - Throws: `DNSError` when the bytes are no message.
  public init(_ bytes: [UInt8]) throws(DNSError) { message = try Message(reading: bytes) }

  /// The keys of a zone, if one that `trusted` names has signed them all.
  public func keys(
    of zone: String, named trusted: TrustedRecords, at seconds: Int
  ) throws(SignatureProblem) -> TrustedRecords {
    guard let all = records(zone, .dnskey), all.count > 0 else { throw .missing }
    guard let named = unsafe tk_records_named(all.pointer, trusted.pointer) else { throw .wrong }
    let anchors = unsafe TrustedRecords(takingOwnership: named)
    if anchors.count == 0 { throw .wrong }
    try verify(all, by: anchors, at: seconds)
    return all
  }

  /// The records of one name and type, if a key of the zone has signed them; nil when there are
  /// none.
  public func records(
    of name: String, _ type: RecordType, signedBy keys: TrustedRecords, at seconds: Int
  ) throws(SignatureProblem) -> TrustedRecords? {
    guard let found = records(name, type), found.count > 0 else { return nil }
    try verify(found, by: keys, at: seconds)
    return found
  }

  private func records(_ name: String, _ type: RecordType) -> TrustedRecords? {
    unsafe tk_records_of(message.pointer, 0, name, Int32(type.rawValue)).map {
      unsafe TrustedRecords(takingOwnership: $0)
    }
  }

  private func verify(
    _ records: TrustedRecords, by keys: TrustedRecords, at seconds: Int
  ) throws(SignatureProblem) {
    let status = unsafe tk_verify(
      message.pointer, 0, records.pointer, keys.pointer, Int64(seconds))
    if let problem = SignatureProblem(status: status) { throw problem }
  }

  /// What the signed denials of an answer say about a name (RFC 4035 §5.4, RFC 5155 §8).
  public struct Denial: OptionSet, Hashable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let isThere = Denial(rawValue: 1)
    public static let hasType = Denial(rawValue: 2)
    /// Its own servers know more.
    public static let isDelegated = Denial(rawValue: 4)
    public static let isAlias = Denial(rawValue: 8)
    public static let isNotThere = Denial(rawValue: 16)
    /// It may be delegated without signatures.
    public static let staysOpen = Denial(rawValue: 32)
  }

  /// - Throws: `SignatureProblem` when nothing about the name can be verified.
  public func denial(
    of name: String, _ type: RecordType, signedBy keys: TrustedRecords, at seconds: Int
  ) throws(SignatureProblem) -> Denial {
    var status: Int32 = 0
    let found = unsafe tk_denial(
      message.pointer, name, Int32(type.rawValue), keys.pointer, Int64(seconds), &status)
    if found == 0 { throw SignatureProblem(status: status) ?? .missing }
    return Denial(rawValue: found)
  }
}
