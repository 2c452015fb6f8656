internal import DNS
internal import Hygiene
internal import Platform

/// What our own look at the signatures of one name showed.
struct Validated: Codable, Hashable, Sendable {
  enum Verdict: String, Codable, Hashable, Sendable {
    /// Signed without a gap from an anchor on.
    case secure
    /// Signed without a gap up to a zone that is said, signed, to be unsigned.
    case insecure
    /// A signature that must be there is missing or wrong.
    case bogus
    case unknown
  }
  /// Why a name is bogus or unknown.
  enum Reason: String, Codable, Hashable, Sendable {
    case missing, wrong
    case outOfDate = "out-of-date"
    case wildcard
    /// Nothing is known about the keys above this name.
    case noAnchor = "no-anchor"
    /// Even the anchor's own keys come without signatures: something on the way takes them away.
    case stripped
    case silent
  }

  let name: String
  var verdict: Verdict
  var reason: Reason?
  /// The name at which it ended.
  var at: String?
  /// What became of the last question, where that is the reason.
  var word: FailureWord?
  /// What the signed answer says.
  var addresses: [String] = []
}

/// Follows signatures from an anchor down to a name (RFC 4035 §5), with questions to one resolver
/// that is told not to check (CD), so that a forged answer comes through and is seen.
///
/// Names that exist because of a wildcard stay unknown, and a name that is denied may do so for one:
/// neither is needed for the names that are asked here.
struct SignatureWalk {
  private struct End: Error {
    let verdict: Validated.Verdict
    let reason: Validated.Reason?
    let at: String
    var word: FailureWord?
  }
  private enum Step {
    case cut(TrustedRecords)
    case noCut
  }

  let asker: any QuestionAsker
  let anchors: TrustedRecords
  /// The moment at which signatures must be valid, in seconds since 1970.
  let now: Int
  private var known: [DNSQuestion: DNSReply] = [:]
  /// The keys of the zone in which each name is.
  private var keysOf: [String: TrustedRecords] = [:]
  private static let mostAliases = 4

  init(_ asker: any QuestionAsker, from anchors: TrustedRecords, at now: Int) {
    (self.asker, self.anchors, self.now) = (asker, anchors, now)
  }

  /// - Throws: only what the asker throws.
  mutating func validate(_ name: String) async throws -> Validated {
    do {
      return try await follow(DNSQuestion(name).name, aliases: 0)
    } catch let end as End {
      return Validated(
        name: name, verdict: end.verdict, reason: end.reason, at: end.at, word: end.word)
    }
  }

  /// Looks at the last answer alone, with the keys that another walk has found: what lies above may
  /// have suffered on the way though nobody meant harm. Nil when the other knows no keys.
  mutating func validate(_ name: String, withKeysOf other: SignatureWalk) async throws -> Validated?
  {
    let name = try DNSQuestion(name).name
    guard let keys = other.keysOf[name] else { return nil }
    do {
      return try await last(name, keys, aliases: Self.mostAliases)
    } catch let end as End {
      return Validated(
        name: name, verdict: end.verdict, reason: end.reason, at: end.at, word: end.word)
    }
  }

  /// The addresses that the resolver gives, signed or not.
  mutating func claimed(_ name: String) async throws -> [String] {
    do {
      return try await ask(DNSQuestion(name).name, .a).texts(of: .a)
        .prefix(16).map { cleaned($0, atMost: 64) }
    } catch is End { return [] }
  }

  private mutating func follow(_ name: String, aliases: Int) async throws -> Validated {
    let suffixes = suffixes(of: name)
    let zones = anchors.zones
    guard let start = suffixes.lastIndex(where: zones.contains) else {
      throw End(verdict: .unknown, reason: .noAnchor, at: name)
    }
    var keys = try await firstKeys(of: suffixes[start])
    for child in suffixes[(start + 1)...] {
      if case .cut(let next) = try await step(to: child, under: keys) { keys = next }
    }
    keysOf[name] = keys
    return try await last(name, keys, aliases: aliases)
  }

  private mutating func firstKeys(of zone: String) async throws -> TrustedRecords {
    let reply = try await ask(zone, .dnskey)
    guard reply.answers.contains(where: { $0.type == .rrsig }) else {
      throw End(verdict: .unknown, reason: .stripped, at: zone)
    }
    return try signed(reply, at: zone) {
      try $0.keys(of: zone, named: anchors, at: now)
    }
  }

  /// Whether a name below is a zone of its own, and with which keys.
  private mutating func step(to child: String, under keys: TrustedRecords) async throws -> Step {
    let reply = try await ask(child, .ds)
    let found = try signed(reply, at: child) {
      try $0.records(of: child, .ds, signedBy: keys, at: now)
    }
    if let found {
      guard found.isKnown else { throw End(verdict: .insecure, reason: nil, at: child) }
      let keys = try await ask(child, .dnskey)
      return .cut(
        try signed(keys, at: child) { try $0.keys(of: child, named: found, at: now) })
    }
    if try alias(of: child, in: reply, signedBy: keys) != nil { return .noCut }
    let denial = try denial(of: child, .ds, in: reply, signedBy: keys)
    if denial.contains(.hasType) { throw End(verdict: .bogus, reason: .missing, at: child) }
    if denial.contains(.isDelegated) || denial.contains(.staysOpen) && !denial.contains(.isThere) {
      throw End(verdict: .insecure, reason: nil, at: child)
    }
    return .noCut
  }

  private mutating func last(
    _ name: String, _ keys: TrustedRecords, aliases: Int
  ) async throws -> Validated {
    let reply = try await ask(name, .a)
    let found = try signed(reply, at: name) {
      try $0.records(of: name, .a, signedBy: keys, at: now)
    }
    if found != nil {
      let addresses = reply.answers.filter { $0.type == .a && $0.name == name }.map(\.text)
      return Validated(
        name: name, verdict: .secure,
        addresses: addresses.prefix(16).map { cleaned($0, atMost: 64) })
    }
    if let target = try alias(of: name, in: reply, signedBy: keys) {
      guard aliases < Self.mostAliases else {
        throw End(verdict: .unknown, reason: .silent, at: name)
      }
      let end = try await follow(target, aliases: aliases + 1)
      return Validated(
        name: name, verdict: end.verdict, at: end.at, word: end.word, addresses: end.addresses)
    }
    let denial = try denial(of: name, .a, in: reply, signedBy: keys)
    if denial.contains(.hasType) || denial.contains(.isAlias) {
      throw End(verdict: .bogus, reason: .missing, at: name)
    }
    let isOpen = denial.contains(.staysOpen) && !denial.contains(.isThere)
    return Validated(
      name: name, verdict: isOpen ? .insecure : .secure,
      word: reply.responseCode == 3 ? .nxdomain : .noData)
  }

  /// Where a signed CNAME of the name leads.
  private func alias(
    of name: String, in reply: DNSReply, signedBy keys: TrustedRecords
  ) throws -> String? {
    let found = try signed(reply, at: name) {
      try $0.records(of: name, .cname, signedBy: keys, at: now)
    }
    guard found != nil else { return nil }
    return reply.answers.first { $0.type == .cname && $0.name == name }?.text.lowercased()
  }

  private func denial(
    of name: String, _ type: RecordType, in reply: DNSReply, signedBy keys: TrustedRecords
  ) throws -> SignedReply.Denial {
    try signed(reply, at: name) {
      try $0.denial(of: name, type, signedBy: keys, at: now)
    }
  }

  private func signed<Result>(
    _ reply: DNSReply, at name: String, _ verify: (borrowing SignedReply) throws -> Result
  ) throws -> Result {
    do {
      return try verify(SignedReply(reply.bytes))
    } catch let problem as SignatureProblem {
      switch problem {
      case .missing: throw End(verdict: .bogus, reason: .missing, at: name)
      case .wrong: throw End(verdict: .bogus, reason: .wrong, at: name)
      case .outOfDate: throw End(verdict: .bogus, reason: .outOfDate, at: name)
      case .wildcard: throw End(verdict: .unknown, reason: .wildcard, at: name)
      }
    } catch is DNSError {
      throw End(verdict: .unknown, reason: .silent, at: name, word: .malformed)
    }
  }

  private mutating func ask(_ name: String, _ type: RecordType) async throws -> DNSReply {
    let question = try DNSQuestion(name, type, checkingDisabled: true, dnssecOK: true)
    if let reply = known[question] { return reply }
    let answer = try await asker.answers(to: [question]).first
    guard let reply = answer?.reply, [0, 3].contains(reply.responseCode) else {
      throw End(
        verdict: .unknown, reason: .silent, at: name, word: answer?.asked.word ?? .unknown)
    }
    known[question] = reply
    return reply
  }
}

/// The root, the top, and so on down to the name itself.
private func suffixes(of name: String) -> [String] {
  var suffixes = ["."]
  for label in name.split(separator: ".").reversed() {
    suffixes.append(label + "." + (suffixes.count == 1 ? "" : suffixes[suffixes.count - 1]))
  }
  return suffixes
}
