/// What a record holds (IANA, "Resource Record (RR) TYPEs").
public struct RecordType: Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let a = RecordType(rawValue: 1)
  public static let ns = RecordType(rawValue: 2)
  public static let cname = RecordType(rawValue: 5)
  public static let soa = RecordType(rawValue: 6)
  public static let ptr = RecordType(rawValue: 12)
  public static let mx = RecordType(rawValue: 15)
  public static let txt = RecordType(rawValue: 16)
  public static let aaaa = RecordType(rawValue: 28)
  public static let ds = RecordType(rawValue: 43)
  public static let rrsig = RecordType(rawValue: 46)
  public static let dnskey = RecordType(rawValue: 48)
  public static let https = RecordType(rawValue: 65)
  public static let caa = RecordType(rawValue: 257)

  /// The types whose data ldns is trusted to turn into text; of others only the type is kept.
  ///
  /// Every printer is code that a stranger can feed.
  static let readable: Set<RecordType> = [
    .a, .ns, .cname, .soa, .ptr, .mx, .txt, .aaaa, .ds, .rrsig, .dnskey, .caa,
  ]
}
