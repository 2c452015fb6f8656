internal import CLDNS

/// What a resolver answered, as plain values.
public struct DNSReply: Hashable, Sendable {
  /// The flags of the header (RFC 1035 §4.1.1, RFC 4035 §3).
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    static let isReply = Flags(rawValue: 1)
    /// AA
    public static let authoritative = Flags(rawValue: 2)
    /// TC: the rest must be fetched by TCP.
    public static let truncated = Flags(rawValue: 4)
    /// RD
    public static let recursionDesired = Flags(rawValue: 8)
    /// RA
    public static let recursionAvailable = Flags(rawValue: 16)
    /// AD: the resolver says that it validated. Boxes on the way strip it, so it proves little.
    public static let authenticData = Flags(rawValue: 32)
    /// CD
    public static let checkingDisabled = Flags(rawValue: 64)
  }

  /// The question as it came back.
  public struct Echo: Hashable, Sendable {
    /// In lower case, with the dot at its end.
    public let name: String
    public let type: RecordType
    public let isInternet: Bool
    public let isChaos: Bool
    /// The name in the case in which it came.
    public let spelling: String
  }

  /// One record of the answer.
  public struct Record: Hashable, Sendable {
    public let name: String
    public let type: RecordType
    /// Seconds.
    public let ttl: UInt32
    /// The data in presentation form; empty for a type that is not read (`RecordType.readable`).
    public let text: String
  }

  public let id: UInt16
  /// Nil when none came back, as some refusals have none.
  public let question: Echo?
  /// With the upper bits that EDNS adds: 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED …
  public let responseCode: Int
  public let flags: Flags
  public let answers: [Record]
  /// Who is named as knowing better, and the SOA of a denial.
  public let authority: [Record]
  /// Which server answered, if it was asked and says so (NSID, RFC 5001); any bytes.
  public let serverID: [UInt8]?
  /// Why, in the resolver's own code (RFC 8914); nil when it said nothing.
  public let extendedError: Int?
  /// The message as it came, for its signatures.
  public let bytes: [UInt8]

  /// Of the whole message, in bytes.
  public var size: Int { bytes.count }

  /// The most a message may have, in bytes: its length has two bytes over TCP (RFC 1035 §4.2.2).
  public static let sizeLimit = 65_535

  /// Reads an answer from its wire form.
  ///
  /// - Throws: `DNSError`, `malformed` or `tooLarge`.
  public init(_ bytes: [UInt8]) throws(DNSError) {
    guard bytes.count <= Self.sizeLimit else { throw DNSError(.tooLarge, "more than 64 KiB") }
    try self.init(Message(reading: bytes), bytes)
  }

  private init(_ message: borrowing Message, _ bytes: [UInt8]) throws(DNSError) {
    let flags = message.flags
    guard flags.contains(.isReply) else { throw DNSError(.malformed, "not an answer") }
    let questions = try message.questions()
    guard questions.count <= 1 else { throw DNSError(.malformed, "several questions") }
    (id, self.flags, responseCode) = (message.id, flags, message.responseCode)
    question = questions.first
    (answers, authority) = (try message.answers(), try message.authority())
    (extendedError, serverID) = (message.extendedError, message.option(3))
    self.bytes = bytes
  }

  /// Whether this is the answer to what was asked, and not one that strayed or was made up.
  ///
  /// Case does not count: some resolvers change it (0x20). A refusal may come without a question.
  public func answers(_ asked: DNSQuestion, id: UInt16) -> Bool {
    guard self.id == id else { return false }
    guard let question else { return responseCode != 0 && answers.isEmpty }
    let isOfClass = asked.isChaos ? question.isChaos : question.isInternet
    return isOfClass && question.type == asked.type && question.name == asked.name
  }

  /// The data of the records of one type.
  public func texts(of type: RecordType) -> [String] {
    answers.filter { $0.type == type }.map(\.text)
  }
}
