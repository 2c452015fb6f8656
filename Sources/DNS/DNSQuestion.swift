internal import CLDNS

/// One question: an absolute name, a type, and class IN unless it is changed.
public struct DNSQuestion: Hashable, Sendable {
  /// In lower case and with the dot at its end, so that no search list applies.
  public let name: String
  public let type: RecordType
  /// CD: the resolver shall not refuse what does not validate (RFC 4035 §3.2.2).
  public let checkingDisabled: Bool
  /// DO: the answer shall bring its signatures (RFC 3225).
  public let dnssecOK: Bool

  /// RD: the resolver shall find out what it does not know (RFC 1035 §4.1.1).
  public var recursionDesired = true
  /// How large an answer by UDP may be, in bytes; nil asks without EDNS, and then without DO.
  public var mostByUDP: UInt16? = DNSQuestion.udpSize
  /// Class CH, in which servers tell about themselves (RFC 4892 §2).
  public var isChaos = false
  /// NSID: the server shall say which one it is (RFC 5001).
  public var asksForServerID = false
  /// The name in the case in which it is sent; a server must echo it so (0x20).
  public private(set) var spelling: String

  /// How large an answer by UDP may be: what crosses the network in one piece (DNS flag day 2020).
  public static let udpSize: UInt16 = 1232

  /// The name is of A-labels, with or without the dot at its end: letters, digits, `-` and `_`
  /// only, so that it needs no escapes.
  ///
  /// - Throws: `DNSError`, `badName`.
  public init(
    _ name: String, _ type: RecordType = .a, checkingDisabled: Bool = false, dnssecOK: Bool = false
  ) throws(DNSError) {
    if name.isEmpty { throw DNSError(.badName, "empty") }
    let absolute = (name.hasSuffix(".") ? name : name + ".").lowercased()
    let labels = absolute.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    // RFC 1035 §2.3.4: 63 octets a label, 255 a name on the wire.
    guard absolute == "." || labels.allSatisfy({ isLabel($0) }), absolute.utf8.count <= 254 else {
      throw DNSError(.badName, "a label is empty, too long or has strange characters")
    }
    (self.name, self.type, spelling) = (absolute, type, absolute)
    (self.checkingDisabled, self.dnssecOK) = (checkingDisabled, dnssecOK)
  }

  /// The same question with the letters of `pattern` in turn: capital where it is true.
  public func spelled(_ pattern: [Bool]) -> DNSQuestion {
    var question = self
    question.spelling = String(
      zip(name, 0...).map { letter, place in
        let isCapital = pattern.isEmpty ? false : pattern[place % pattern.count]
        return isCapital ? Character(letter.uppercased()) : letter
      })
    return question
  }

  /// The message to send, with the given id.
  public func bytes(id: UInt16) throws(DNSError) -> [UInt8] {
    var asked = tk_question()
    (asked.type, asked.id, asked.class_number) = (type.rawValue, id, isChaos ? 3 : 1)
    asked.udp_size = mostByUDP ?? 0
    asked.recursion_desired = recursionDesired ? 1 : 0
    asked.checking_disabled = checkingDisabled ? 1 : 0
    (asked.dnssec_ok, asked.server_id) = (dnssecOK ? 1 : 0, asksForServerID ? 1 : 0)
    var length = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
      length = unsafe tk_ldns_question(spelling, &asked, buffer.baseAddress, buffer.count)
      count = max(0, length)
    }
    if length < 0 { throw DNSError(.badName, reason(of: Int32(clamping: -length))) }
    if length == 0 { throw DNSError(.outOfMemory, "building a question") }
    return bytes
  }

  /// The message to send, filled up to a multiple of `block` bytes, so that its length does not tell
  /// the name (RFC 7830, RFC 8467).
  public func bytes(id: UInt16, paddedTo block: Int) throws(DNSError) -> [UInt8] {
    var message = try bytes(id: id)
    // The message ends with the OPT record, and that with the length of its options, which is 0.
    let bare = message.count + 4
    let padding = (block - bare % block) % block
    message.removeLast(2)
    message += [
      UInt8(truncatingIfNeeded: (padding + 4) >> 8), UInt8(truncatingIfNeeded: padding + 4),
    ]
    message += [0, 12, UInt8(truncatingIfNeeded: padding >> 8), UInt8(truncatingIfNeeded: padding)]
    return message + [UInt8](repeating: 0, count: padding)
  }
}

private func isLabel(_ label: Substring) -> Bool {
  (1...63).contains(label.utf8.count)
    && label.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
}

/// What ldns calls a status.
func reason(of status: Int32) -> String { unsafe String(cString: tk_ldns_reason(status)) }
