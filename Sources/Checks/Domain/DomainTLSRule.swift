internal import Hygiene
internal import Platform

/// The certificate and the TLS versions of a domain's pages.
struct DomainTLSFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case genuine
    case soon, only12 = "only-1-2", privateAuthority = "private-authority"
    case expired, wrongName = "wrong-name", untrusted, otherFault = "other-fault", intercepted
    case weakKey = "weak-key", obsolete

    var weight: DomainWeight {
      switch self {
      case .genuine: .good
      case .soon, .only12, .privateAuthority: .concern
      default: .problem
      }
    }
  }

  /// One name and what its server showed.
  struct Host: Codable, Hashable, Sendable {
    let host: String
    var tls: DomainTLS?
    /// Why there was nothing to see.
    var word: FailureWord?
    /// Whether it takes TLS 1.0 or 1.1; nil when that was not told.
    var takesObsolete: Bool?
  }

  let domain: String
  /// The domain, and `www.` below it when that has an address.
  var hosts: [Host] = []
  /// The day on which the first certificate ends.
  var ends: String?
  var findings: [Finding] = []

  init(_ domain: String, _ hosts: [Host]) {
    (self.domain, self.hosts) = (domain, hosts)
    ends = hosts.compactMap { $0.tls?.notAfter }.min()
  }

  var missing: Reason? {
    hosts.lazy.compactMap { $0.tls == nil ? $0.word : nil }.first.map { Reason(unanswered: $0) }
  }

  var concluded: [Finding] {
    var found: [Finding] = []
    for host in hosts {
      guard let tls = host.tls else { continue }
      var own = findings(of: tls)
      if host.takesObsolete == true { own.append(.obsolete) }
      for finding in own where !found.contains(finding) { found.append(finding) }
    }
    if found.contains(where: { $0 != .genuine && $0.weight == .problem }) {
      found.removeAll { $0 == .genuine }
    }
    return found
  }

  private func findings(of tls: DomainTLS) -> [Finding] {
    if tls.isIntercepted { return [.intercepted] }
    switch tls.word {
    case nil: break
    case .badDate: return [.expired]
    case .wrongName: return [.wrongName]
    case .unknownAuthority: return [.untrusted]
    default: return [.otherFault]
    }
    var found: [Finding] = [tls.isPublic ? .genuine : .privateAuthority]
    if tls.daysLeft <= 21 { found.append(.soon) }
    if tls.version == "TLSv1.2" { found.append(.only12) }
    if isWeak(tls.key) { found.append(.weakKey) }
    return found
  }

  private func isWeak(_ key: String) -> Bool {
    let words = key.split(separator: " ")
    guard words.count == 2, let bits = Int(words[1]) else { return false }
    return words[0].hasPrefix("RSA") ? bits < 2048 : words[0] == "EC" && bits < 256
  }
}
