/// What `verify` found out about an organisation's files.
public struct Verification: Hashable, Sendable {
  /// What is to be said of one file. The names are printed and may be relied on.
  public enum Verdict: String, Hashable, Codable, CaseIterable, Sendable {
    case fine
    /// A sealed record that is in no line of the ledger, as after a crash between the two.
    case unlisted
    case missing, altered, foreign
    case rolledBack = "rolled-back"
  }

  /// Why. The list may grow, no name changes; the sentences stand under `verify.reason.`.
  public enum Reason: String, Hashable, Codable, CaseIterable, Sendable {
    case asListed = "as-listed"
    case sound
    case keyIsGone = "key-is-gone"
    case isTooNew = "too-new"
    case isUnlisted = "not-in-ledger"
    case isNotThere = "not-there"
    case hasOtherBytes = "other-bytes"
    case isNoFile = "not-a-file"
    case isUnreadable = "unreadable"
    case isNotSealed = "not-sealed"
    case hasOtherKey = "other-key"
    case isNotByKeyHolder = "not-by-key-holder"
    case hasForeignName = "foreign-name"
    case isLeftover = "leftover"
    case hasBadLine = "bad-line"
    case isTorn = "torn-line"
    case isShorterThanPinned = "shorter-than-pinned"
    case differsFromPinned = "differs-from-pinned"
    case isShorterThanSigned = "shorter-than-signed"
    case differsFromSigned = "differs-from-signed"
    case differsFromNoted = "differs-from-noted"
    case recordKnowsMore = "record-knows-more"
    case isNotCheckpoint = "not-a-checkpoint"
    case hasOtherSignature = "other-signature"
    case isNotPin = "not-a-pin"
  }

  public struct Finding: Hashable, Codable, Sendable {
    /// Below the organisation's folder; `pin` for this computer's pin.
    public let file: String
    public let verdict: Verdict
    public let reason: Reason
  }

  /// What nobody could tell from here; the sentences stand under `verify.unknown.`.
  public enum Unknown: String, Hashable, Codable, CaseIterable, Sendable {
    case noPin = "no-pin"
    case pinIsNear = "pin-is-near"
    case noKey = "no-key"
    case noSignature = "no-signature"
    case keyIsGone = "key-is-gone"
    case authorship
  }

  /// The ledger and what belongs to it first, then the records in the ledger's order, then the rest.
  public internal(set) var findings: [Finding] = []
  public internal(set) var unknowns: [Unknown] = []
  /// Lines of the ledger.
  public internal(set) var size = 0
  /// How many of the last lines the key-holder has not signed; nil when there is no signature that
  /// counts.
  public internal(set) var unsigned: Int?
  /// The state of how many lines the noted words belong to; nil when none were given or none match.
  public internal(set) var notedSize: Int?
  /// Listed records whose time cannot be right; nil without the key.
  public internal(set) var oddTimes: Int?
  var head: Head?

  public var isDamaged: Bool { findings.contains { $0.verdict != .fine } }

  /// The head in eight words to note on paper; nil when the ledger has none that is worth noting.
  public func spokenHead(from list: [String]) -> String? {
    head.map { spokenWords(for: $0.text, from: list) }
  }

  mutating func find(_ file: String, _ verdict: Verdict, _ reason: Reason) {
    findings.append(Finding(file: file, verdict: verdict, reason: reason))
  }
}
