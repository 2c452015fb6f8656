internal import Hygiene
internal import Platform

extension Reason {
  /// Why a question has no usable answer.
  ///
  /// A resolver that refuses, that fails and that is not there are one reason for the reader: the
  /// word itself stands in the facts.
  init(unanswered word: FailureWord?) {
    switch word {
    case .timeout, .kernelTimeout: self = .timedOut
    case .networkUnreachable, .networkDown, .networkReset, .hostUnreachable, .noFamily, .noAddress:
      self = .noNetwork
    case .forbiddenHere: self = .notPermitted
    default: self = "no-answer"
    }
  }
}

/// Reasons that only the DNS checks have.
enum DNSReasons {
  /// Whoever answers in the end cannot be seen from here.
  static let forwardsElsewhere: Reason = "forwards-elsewhere"
  /// The answers do not fit one another, so none of them counts.
  static let answersDisagree: Reason = "answers-disagree"
  /// It is known, and by itself neither good nor bad.
  static let neither: Reason = "neither"
  /// Only an encrypted witness could tell a lie from a fault of the site, and there is none.
  static let noWitness: Reason = "no-witness"
  /// The answers differ, and only the certificates behind the addresses tell who is right.
  static let onlyCertificatesTell: Reason = "only-certificates-tell"
  /// There is no VPN that anything could leak past.
  static let noTunnel: Reason = "no-tunnel"
}
