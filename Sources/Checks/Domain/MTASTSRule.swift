internal import Hygiene
internal import Platform

/// Whether other mail servers must encrypt what they bring (RFC 8461).
struct MTASTSFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case enforced
    case none, noMail = "no-mail"
    case several, wrongRecord = "wrong-record", noPolicy = "no-policy", noRecord = "no-record"
    case wrongPolicy = "wrong-policy", testing, off, short, otherServer = "other-server"
    case certificate, redirect

    var weight: DomainWeight {
      switch self {
      case .enforced: .good
      case .none, .testing, .off, .short: .concern
      case .noMail: .skipped(.notPresent)
      default: .problem
      }
    }
  }

  /// What came of asking for the policy.
  struct Fetched: Codable, Hashable, Sendable {
    /// nil when an HTTP answer came.
    var word: FailureWord?
    var stage: DomainStage?
    var status: Int?
    /// The policy, when there is one: its lines joined by line feeds.
    var lines: [String] = []
    /// Whether the name of the policy's host does not exist.
    var isAbsent: Bool { stage == .resolve && (word == .nxdomain || word == .noData) }
  }

  let domain: String
  /// The texts that claim to be MTA-STS records.
  var records: [String] = []
  var word: FailureWord?
  var policy = Fetched()
  /// The mail servers that the domain names.
  var servers: [String] = []
  var findings: [Finding] = []

  init(_ domain: String, _ answer: DomainAnswer, _ policy: Fetched, servers: [String]) {
    self.domain = domain
    records = answer.texts.filter { $0.hasPrefix("v=STSv1") }
    word = records.isEmpty ? answer.word : nil
    (self.policy, self.servers) = (policy, servers)
  }

  var missing: Reason? {
    if let word, word != .nxdomain, word != .noData { return Reason(unanswered: word) }
    guard records.count == 1, !policy.isAbsent, policy.stage != .certificate else { return nil }
    return policy.word.map { Reason(unanswered: $0) }
  }

  var concluded: [Finding] {
    if let word, word != .nxdomain, word != .noData { return [] }
    let read = MTASTSPolicy(policy.lines)
    if records.isEmpty {
      if read != nil { return [.noRecord] }
      return servers.isEmpty ? [.noMail] : [.none]
    }
    if records.count > 1 { return [.several] }
    guard MTASTSFacts.isRecord(records[0]) else { return [.wrongRecord] }
    if policy.isAbsent { return [.noPolicy] }
    if policy.stage == .certificate { return [.certificate] }
    guard policy.word == nil, let status = policy.status else { return [] }
    // §3.3: redirects are not followed.
    if (300...399).contains(status) { return [.redirect] }
    guard status == 200 else { return [.noPolicy] }
    guard let read else { return [.wrongPolicy] }
    return findings(of: read)
  }

  private func findings(of policy: MTASTSPolicy) -> [Finding] {
    if policy.mode == "none" { return [.off] }
    var found: [Finding] = [policy.mode == "enforce" ? .enforced : .testing]
    if policy.maxAge < 86_400 { found.append(.short) }
    if !servers.allSatisfy(policy.fits) { found.append(.otherServer) }
    return found
  }

  /// `v=STSv1; id=…`, the id of 1 to 32 letters and digits (§3.1).
  private static func isRecord(_ text: String) -> Bool {
    guard let tags = TagList(text), tags.begins(withVersion: "STSv1"), let id = tags["id"] else {
      return false
    }
    return (1...32).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isDigit || $0.isLetter }
  }
}

/// A policy file (RFC 8461 §3.2).
struct MTASTSPolicy: Hashable, Sendable {
  let mode: String
  let maxAge: Int
  let patterns: [String]

  /// Nil when it is none.
  init?(_ lines: [String]) {
    var (fields, patterns): ([String: String], [String]) = ([:], [])
    for line in lines where !line.trimmedOfSpace.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let name = String(line[..<colon].trimmedOfSpace)
      let value = String(line[line.index(after: colon)...].trimmedOfSpace)
      if name == "mx" {
        guard Self.isPattern(value) else { return nil }
        patterns.append(DomainNames.plain(value))
      } else if fields[name] == nil {
        // Of a field that stands twice the first counts.
        fields[name] = value
      }
    }
    guard fields["version"] == "STSv1", let mode = fields["mode"],
      ["enforce", "testing", "none"].contains(mode), let age = fields["max_age"],
      (1...10).contains(age.utf8.count), age.utf8.allSatisfy(\.isDigit), let maxAge = Int(age),
      maxAge <= 31_557_600, mode == "none" || !patterns.isEmpty
    else { return nil }
    (self.mode, self.maxAge, self.patterns) = (mode, maxAge, patterns)
  }

  private static func isPattern(_ text: String) -> Bool {
    let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
    return (try? Hostname(String(name))) != nil
  }

  /// `*.` stands for exactly one label (§4.1).
  func fits(_ server: String) -> Bool {
    patterns.contains { pattern in
      guard pattern.hasPrefix("*.") else { return pattern == server }
      guard let dot = server.firstIndex(of: ".") else { return false }
      return server[dot...] == pattern.dropFirst()
    }
  }
}
