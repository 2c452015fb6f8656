/// A level of likelihood, impact or risk (NIST SP 800-30 rev. 1, tables G-2, H-3 and I-3).
public enum Level: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
  case veryLow = "very-low"
  case low, moderate, high
  case veryHigh = "very-high"

  var index: Int { Level.allCases.firstIndex(of: self) ?? 0 }

  public static func < (one: Level, other: Level) -> Bool { one.index < other.index }

  /// The value that the tables give a level: 0, 2, 5, 8, 10.
  public var value: Int { [0, 2, 5, 8, 10][index] }

  /// The level of a share between 0 and 100: 0–4, 5–20, 21–79, 80–95, 96–100.
  ///
  /// The tables speak of whole numbers; a share between two bands belongs to the lower one.
  public init(share: Rational) {
    self =
      switch share {
      case ..<Rational(5): .veryLow
      case ..<Rational(21): .low
      case ..<Rational(80): .moderate
      case ..<Rational(96): .high
      default: .veryHigh
      }
  }
}

/// Overall likelihood (NIST SP 800-30 rev. 1, table G-5).
///
/// `initiation` is how likely it is that the event is started or occurs, `exposure` how likely it is
/// that it then does harm.
public func overallLikelihood(initiation: Level, exposure: Level) -> Level {
  let rows: [[Level]] = [
    [.veryLow, .veryLow, .low, .low, .low],
    [.veryLow, .low, .low, .moderate, .moderate],
    [.low, .low, .moderate, .moderate, .high],
    [.low, .moderate, .moderate, .high, .veryHigh],
    [.low, .moderate, .high, .veryHigh, .veryHigh],
  ]
  return rows[initiation.index][exposure.index]
}

/// Level of risk (NIST SP 800-30 rev. 1, table I-2).
public func risk(likelihood: Level, impact: Level) -> Level {
  let rows: [[Level]] = [
    [.veryLow, .veryLow, .veryLow, .low, .low],
    [.veryLow, .low, .low, .low, .moderate],
    [.veryLow, .low, .moderate, .moderate, .high],
    [.veryLow, .low, .moderate, .high, .veryHigh],
    [.veryLow, .low, .moderate, .high, .veryHigh],
  ]
  return rows[likelihood.index][impact.index]
}
