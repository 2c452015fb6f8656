internal import Hygiene
internal import Platform

/// Whether mail reaches the domain's servers encrypted (RFC 3207, 7505, 7672).
struct MailFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case encrypted, null, pinned
    case none
    case badCertificate = "bad-certificate"
    case noTLS = "no-tls", wrongPin = "wrong-pin"
    /// Many providers keep their customers from talking to port 25.
    case closed

    var weight: DomainWeight {
      switch self {
      case .encrypted, .null, .pinned: .good
      case .none: .skipped(.notPresent)
      case .badCertificate: .concern
      case .noTLS, .wrongPin: .problem
      case .closed: .unknown("port-closed")
      }
    }
  }

  let domain: String
  /// The mail servers by preference, at most `most`; `.` for none on purpose.
  var servers: [String] = []
  var word: FailureWord?
  var talks: [MailTalk] = []
  var findings: [Finding] = []

  /// How many servers are talked to.
  static let most = 3

  init(_ domain: String, _ answer: DomainAnswer, _ talks: [MailTalk] = []) {
    (self.domain, self.talks) = (domain, talks)
    servers = MailFacts.servers(answer)
    word = answer.word
  }

  /// The names of MX records, `PREFERENCE NAME`, by preference.
  static func servers(_ answer: DomainAnswer) -> [String] {
    var found: [(Int, String)] = []
    for text in answer.texts {
      let words = text.split(separator: " ")
      guard words.count == 2, let preference = Int(words[0]) else { continue }
      found.append((preference, DomainNames.plain(words[1])))
    }
    return found.sorted { $0 < $1 }.map(\.1)
  }

  /// Those that can take mail: a null MX names nobody.
  static func receivers(_ answer: DomainAnswer) -> [String] {
    servers(answer).filter { $0 != "." }
  }

  var missing: Reason? {
    if let word, word != .nxdomain, word != .noData { return Reason(unanswered: word) }
    // A server that broke off, or whose name has no address.
    return talks.lazy.filter { $0.stage != .connect && $0.tls == nil && $0.offersTLS != false }
      .compactMap(\.word).first.map { Reason(unanswered: $0) }
  }

  var concluded: [Finding] {
    if let word, word != .nxdomain, word != .noData { return [] }
    if servers.isEmpty { return [.none] }
    if servers == ["."] { return [.null] }
    var found: [Finding] = []
    for finding in talks.compactMap(finding) where !found.contains(finding) {
      found.append(finding)
    }
    if found.contains(where: { $0.weight == .problem || $0.weight == .concern }) {
      found.removeAll { $0.weight == .good }
    }
    return found
  }

  private func finding(of talk: MailTalk) -> Finding? {
    if talk.stage == .connect, talk.word != nil { return .closed }
    if talk.offersTLS == false { return .noTLS }
    guard let tls = talk.tls else { return nil }
    let pins = talk.pinned.compactMap(TLSAPin.init)
    // Usages 0 and 1 mean nothing in mail (RFC 7672 §3.1.3); unreadable ones bind nobody.
    if !pins.isEmpty {
      let verdicts = pins.map { $0.fits(tls) }
      if verdicts.contains(true) { return .pinned }
      if !verdicts.contains(nil) { return .wrongPin }
    }
    return tls.word == nil ? .encrypted : .badCertificate
  }
}

/// A TLSA record for mail: `USAGE SELECTOR MATCHING DATA` (RFC 6698 §2.1).
struct TLSAPin: Hashable, Sendable {
  private let usage: Int, selector: Int, matching: Int
  private let data: String

  /// Nil for what does not bind a mail server.
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count >= 4, let usage = Int(words[0]), let selector = Int(words[1]),
      let matching = Int(words[2]), usage == 2 || usage == 3
    else { return nil }
    (self.usage, self.selector, self.matching) = (usage, selector, matching)
    data = words[3...].joined().lowercased()
  }

  /// Nil when that cannot be told: an authority is named, or the data is not a SHA-256.
  func fits(_ tls: DomainTLS) -> Bool? {
    guard usage == 3, matching == 1 else { return nil }
    return switch selector {
    case 0: data == tls.sha256
    case 1: data == tls.keySHA256
    default: nil
    }
  }
}
