internal import DNS
internal import Hygiene
internal import Platform

/// What one question about a domain brought.
struct DomainAnswer: Codable, Hashable, Sendable {
  /// Without the dot at its end.
  let name: String
  /// The data of the records of the type that was asked for, cleaned.
  var texts: [String] = []
  /// Why there are none; nil when there are.
  var word: FailureWord?

  /// Nobody may make us keep more.
  static let mostRecords = 32, longest = 4096

  init(_ name: String, _ texts: [String] = [], _ word: FailureWord? = nil) {
    (self.name, self.texts) = (name, texts)
    self.word = texts.isEmpty ? word ?? .noData : nil
  }

  init(_ name: String, _ answer: DNSAnswer, _ type: RecordType) {
    let texts = answer.reply.map { Self.texts(of: $0, type) } ?? []
    // Only private addresses are an answer too: the organisation's own service may be inside.
    let word = answer.asked.word == .bogon ? nil : answer.asked.word
    self.init(name, texts, word)
    // Records beside a code that says failure do not count.
    if let word, word != .noData { (self.texts, self.word) = ([], word) }
  }

  /// The name does not exist, or has no such record: both are certain.
  var isAbsent: Bool { word == .nxdomain || word == .noData }

  /// Why nothing is known; nil when something is.
  var missing: Reason? {
    guard let word, !isAbsent else { return nil }
    return Reason(unanswered: word)
  }

  private static func texts(of reply: DNSReply, _ type: RecordType) -> [String] {
    // What belongs to a zone belongs to its name, wherever a CNAME there may lead.
    let isOfZone = [.ns, .ds, .dnskey].contains(type)
    return reply.answers.lazy
      .filter { $0.type == type && (!isOfZone || $0.name == reply.question?.name) }
      .prefix(mostRecords).map { cleaned(text(of: $0), atMost: longest) }
  }

  private static func text(of record: DNSReply.Record) -> String {
    switch record.type {
    case .txt: String(decoding: record.joinedStrings ?? [], as: UTF8.self)
    // RFC 8659 §4.1: flags, then the tag after its length, then the value.
    case .caa where record.fields.count == 3:
      "\(record.fields[0].first ?? 0) "
        + String(decoding: record.fields[1].dropFirst(), as: UTF8.self) + " "
        + String(decoding: record.fields[2], as: UTF8.self)
    case .dnskey where record.fields.count == 4: DNSKeyText(fields: record.fields).text
    default: record.text
    }
  }
}

/// A DNSKEY as `FLAGS ALGORITHM TAG`, which is what a rule needs of it.
struct DNSKeyText {
  let text: String

  /// The tag is the sum of RFC 4034 appendix B.
  init(fields: [[UInt8]]) {
    let data = Array(fields.joined())
    var sum = 0
    for (index, byte) in data.enumerated() { sum += index % 2 == 0 ? Int(byte) << 8 : Int(byte) }
    sum += sum >> 16 & 0xffff
    let flags = data.count > 1 ? Int(data[0]) << 8 | Int(data[1]) : 0
    text = "\(flags) \(fields[2].first ?? 0) \(sum & 0xffff)"
  }
}

/// The names of the DNS: their parts and their parents.
enum DomainNames {
  /// The parents of a name from itself to the top level.
  static func upwards(from name: String) -> [String] {
    let labels = name.split(separator: ".")
    return labels.indices.map { labels[$0...].joined(separator: ".") }
  }

  static func isWithin(_ name: String, _ domain: String) -> Bool {
    name == domain || name.hasSuffix("." + domain)
  }

  /// A name from a record: lower case, without the dot at its end.
  static func plain(_ name: some StringProtocol) -> String {
    let name = name.lowercased()
    return name.count > 1 && name.hasSuffix(".") ? String(name.dropLast()) : name
  }
}
