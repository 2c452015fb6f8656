internal import Hygiene
internal import Platform

/// What the facts of one target say, from this computer and through its own resolver.
///
/// Without an encrypted resolver as witness nothing is called blocked or dead: a page that is down
/// and a page that is blocked look alike from here.
enum TLSVerdict: String, Hashable, Sendable, CaseIterable {
  case reachable
  /// The site's own protection asked for proof of a human.
  case challenge
  /// A listed interception certificate was served.
  case intercepted
  case suspectInterception = "suspect-interception"
  /// Cut as soon as the name had been sent.
  case suspectSNI = "suspect-sni"
  /// Cut as soon as the page had been asked for.
  case suspectHTTP = "suspect-http"
  case brokenCertificate = "broken-cert"
  /// It speaks only protocols older than TLS 1.2.
  case brokenProtocol = "broken-protocol"
  /// The genuine site answered, but not as it does when it works.
  case unexpectedStatus = "unexpected-status"
  case undecided
  case clock
  /// This computer trusts nobody, so it cannot know anybody.
  case noAuthorities = "no-authorities"
  case noNetwork = "no-network"

  /// The alert `protocol_version` (RFC 8446 §6.2).
  static let protocolAlert = 70

  init(_ facts: TLSFacts) {
    // Interception wins over everything: forged chains may well be expired or misnamed too.
    if Interceptors.builtIn.isListed(facts.certificates, for: facts.host) {
      self = .intercepted
    } else if Interceptors.fitsPattern(facts.certificates) {
      self = .suspectInterception
    } else if let answer = TLSVerdict(answer: facts) {
      self = answer
    } else if facts.isOffline {
      self = .noNetwork
    } else {
      let ends = facts.ends.map { TLSVerdict(end: $0, of: facts) }
      let order: [TLSVerdict] = [
        .suspectSNI, .suspectHTTP, .suspectInterception, .noAuthorities, .brokenCertificate,
        .brokenProtocol,
        .clock,
      ]
      self = order.first(where: ends.contains) ?? .undecided
    }
  }

  /// What a genuine answer says; nil when there is none.
  private init?(answer facts: TLSFacts) {
    let isGenuine = facts.ends.contains {
      $0.stage == .read && ($0.word ?? .malformed) == .malformed
    }
    guard isGenuine else { return nil }
    if facts.isChallenge {
      self = .challenge
    } else if facts.statuses.isEmpty {
      // Not even HTTP is needed: a mail server greets in its own way.
      self = .reachable
    } else {
      self = facts.status.map(facts.statuses.contains) ?? false ? .reachable : .unexpectedStatus
    }
  }

  /// What the last step of one try says.
  private init(end: TLSFacts.Step, of facts: TLSFacts) {
    let isCut = end.word == .timeout || end.word == .reset || end.word == .eof
    switch end.stage {
    case .resolve, .connect: self = .undecided
    case .handshake:
      if isCut, end.point != nil, IPAddress(facts.host) == nil {
        self = .suspectSNI
      } else if end.word == .notTLS, facts.firstBytes?.contains("Middlebox v ") ?? false {
        // The text of the FIN that boxes in Uzbekistan forge.
        self = .suspectSNI
      } else if end.detail?.hasPrefix("alert \(TLSVerdict.protocolAlert) ") ?? false {
        self = .brokenProtocol
      } else {
        self = .undecided
      }
    case .certificate:
      switch end.word {
      case .unknownAuthority where facts.authorities == 0: self = .noAuthorities
      // A Russian site that chose the state's authority; before others it is on the list.
      case .unknownAuthority
      where facts.certificates.contains { $0.keySHA256 == Interceptors.russia }:
        self = .brokenCertificate
      case .unknownAuthority: self = .suspectInterception
      case .badDate where facts.isClockSuspect: self = .clock
      default: self = .brokenCertificate
      }
    case .read: self = isCut ? .suspectHTTP : .undecided
    }
  }

  func outcome(for role: Target.Role) -> Outcome {
    switch self {
    case .reachable, .challenge: .good
    case .intercepted: .problem
    case .suspectInterception, .suspectSNI, .suspectHTTP: .concern
    case .brokenCertificate, .brokenProtocol:
      role == .own ? .problem : .unknown(because: .siteItself)
    case .unexpectedStatus: role == .own ? .concern : .unknown(because: .siteItself)
    case .undecided: .unknown(because: .undecided)
    case .clock: .unknown(because: .clock)
    case .noAuthorities: .unknown(because: .noAuthorities)
    case .noNetwork: .unknown(because: .noNetwork)
    }
  }

  /// A suspicion rests on tries within one minute; nothing below medium is a proof.
  var confidence: Confidence {
    switch self {
    case .reachable, .challenge, .intercepted, .noNetwork: .high
    case .brokenCertificate, .brokenProtocol, .unexpectedStatus: .medium
    case .suspectInterception, .suspectSNI, .suspectHTTP, .undecided, .clock, .noAuthorities: .low
    }
  }
}

extension TLSFacts {
  /// The last step of each try, the latest try of each address only: a suspicion that a second try
  /// does not confirm is none.
  var ends: [Step] {
    var ends: [Step] = []
    for (index, step) in stages.enumerated() {
      // A look-up that led on to an address is no end.
      if index + 1 < stages.count, step.stage == .resolve, step.word == nil { continue }
      ends.removeAll { $0.address == step.address }
      ends.append(step)
    }
    return ends
  }
}

extension Reason {
  static let noNetwork: Reason = "no-network"
  /// Down and blocked look alike from here.
  static let undecided: Reason = "undecided"
  /// The fault is the site's own.
  static let siteItself: Reason = "site-itself"
  /// The computer's clock is probably wrong.
  static let clock: Reason = "clock"
  /// No list of trusted authorities was found here.
  static let noAuthorities: Reason = "no-authorities"
}
