internal import Hygiene

/// Reasons of the checks of encrypted DNS and of signatures.
extension DNSReasons {
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
