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
  /// Every name leads to one place: a network that wants a login first, or a router whose line is
  /// down. Nothing was learnt of the resolver.
  static let captive: Reason = "captive"
  /// The computer's clock is probably wrong.
  static let clock: Reason = "clock"
  /// Signatures do not fit, and no encrypted DNS could tell whose fault that is.
  static let unwitnessed: Reason = "unwitnessed"
  /// Whoever runs the name made a mistake.
  static let nameItself: Reason = "name-itself"
  /// Something on the way leaves signatures out.
  static let stripped: Reason = "stripped"
  /// The names that were asked are not signed.
  static let unsigned: Reason = "unsigned"
  /// The resolver says nothing of an encrypted form of itself, which proves nothing.
  static let notOffered: Reason = "not-offered"
  /// The encrypted form is at another address, which was not contacted.
  static let offeredElsewhere: Reason = "offered-elsewhere"
}
