internal import Hygiene
internal import Platform

/// Whether visitors are led to HTTPS from wherever they come.
struct HTTPSFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case forced, closed
    case temporary, otherHost = "other-host", noRedirect = "no-redirect"
    case inClear = "in-clear", downgrade

    var weight: DomainWeight {
      switch self {
      case .forced, .closed: .good
      case .temporary, .otherHost, .noRedirect: .concern
      case .inClear, .downgrade: .problem
      }
    }
  }

  /// An answer as far as the rule needs it.
  struct Answer: Codable, Hashable, Sendable {
    var status: Int?
    var location: String?
    var word: FailureWord?

    init(status: Int? = nil, location: String? = nil, word: FailureWord? = nil) {
      (self.status, self.location, self.word) = (status, location, word)
    }

    init(_ page: DomainPage) {
      self.init(
        status: page.head?.status,
        location: page.head?.first("location").map { cleaned($0, atMost: 255) }, word: page.word)
    }

    var isRedirect: Bool { status.map { (300...399).contains($0) } ?? false }
  }

  let domain: String
  /// What `http://DOMAIN/` says.
  var clear: Answer
  /// What `https://DOMAIN/` says.
  var encrypted: Answer
  var findings: [Finding] = []

  init(_ domain: String, clear: Answer, encrypted: Answer) {
    (self.domain, self.clear, self.encrypted) = (domain, clear, encrypted)
  }

  /// A closed port is an answer, silence is none.
  var missing: Reason? {
    if let word = clear.word, word != .refused { return Reason(unanswered: word) }
    // Without HTTPS a closed port is no good news.
    return clear.word == .refused ? encrypted.word.map { Reason(unanswered: $0) } : nil
  }

  var concluded: [Finding] {
    var found: [Finding] = []
    if encrypted.isRedirect, let place = encrypted.location, place.lowercased().hasPrefix("http:") {
      found.append(.downgrade)
    }
    if clear.word == .refused { return found + [.closed] }
    guard let status = clear.status else { return found }
    return found + [verdict(on: status)]
  }

  private func verdict(on status: Int) -> Finding {
    guard (300...399).contains(status), let location = clear.location else {
      return (200...299).contains(status) ? .inClear : .noRedirect
    }
    let place = location.lowercased()
    // A path alone stays where it is: in clear.
    guard place.hasPrefix("https://") else { return .inClear }
    let host = place.dropFirst(8).prefix { $0 != "/" && $0 != ":" && $0 != "?" && $0 != "#" }
    guard DomainNames.plain(host) == domain else { return .otherHost }
    return status == 301 || status == 308 ? .forced : .temporary
  }
}
