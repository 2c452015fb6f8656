internal import Hygiene
internal import Platform

/// Whether the domain's services have an IPv6 address, and answer there.
struct IPv6Facts: DomainFacts {
  enum Finding: String, DomainFinding {
    case reachable
    case webAbsent = "web-absent", namesAbsent = "names-absent", mailAbsent = "mail-absent"
    case dead
    /// This computer has no way to any IPv6 address, or mail is closed from here.
    case untested

    var weight: DomainWeight {
      switch self {
      case .reachable: .good
      case .webAbsent, .namesAbsent, .mailAbsent: .concern
      case .dead: .problem
      case .untested: .unknown("no-ipv6")
      }
    }
  }

  /// One kind of service of the domain.
  struct Service: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Hashable, Sendable { case web, names, mail }
    struct Try: Codable, Hashable, Sendable {
      let address: String
      /// Nil when it answered.
      var word: FailureWord?
    }
    let kind: Kind
    /// One try for each address, at most four.
    var tries: [Try] = []
    /// Why it is not known whether there is one.
    var word: FailureWord?
  }

  let domain: String
  /// The services that the domain has at all.
  var services: [Service] = []
  /// Why it is not known which services it has.
  var word: FailureWord?
  var findings: [Finding] = []

  var missing: Reason? {
    let words = [word].compactMap { $0 } + services.compactMap(\.word)
    return words.first { $0 != .nxdomain && $0 != .noData }.map { Reason(unanswered: $0) }
  }

  var concluded: [Finding] {
    var found: [Finding] = []
    for service in services where service.tries.isEmpty {
      guard service.word == nil || service.word == .nxdomain || service.word == .noData else {
        continue
      }
      switch service.kind {
      case .web: found.append(.webAbsent)
      case .names: found.append(.namesAbsent)
      case .mail: found.append(.mailAbsent)
      }
    }
    let tried = services.filter { !$0.tries.isEmpty }
    let hasWay = tried.contains { $0.tries.contains { $0.word == nil || $0.word == .refused } }
    for service in tried {
      let finding: Finding
      if service.tries.contains(where: { $0.word == nil }) {
        finding = .reachable
      } else {
        // Providers keep their customers from port 25; and without a way to anybody nobody is dead.
        finding = hasWay && service.kind != .mail ? .dead : .untested
      }
      if !found.contains(finding) { found.append(finding) }
    }
    // A mail server that cannot be tried from here takes nothing from the others.
    if found.contains(.reachable),
      tried.allSatisfy({ service in
        service.kind == .mail || service.tries.contains { $0.word == nil }
      })
    {
      found.removeAll { $0 == .untested }
    }
    return found
  }
}
