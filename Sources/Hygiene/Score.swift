/// A share of what could be reached, as a range with what it rests on. Never one number alone.
public struct Score: Hashable, Codable, Sendable {
  /// Between 0 and 100: everything that is not known counts as not met.
  public let worst: Rational
  /// Between 0 and 100: everything that is not known counts as met.
  public let best: Rational
  /// How many controls apply, how many were answered, and how many of those with "don't know".
  public let applicable: Int, answered: Int, unknown: Int
  /// The share of the weight, between 0 and 100, that was measured and not only claimed.
  public let measured: Rational

  /// Nil when no control applies.
  public init?(_ results: [ControlResult]) {
    let base = results.filter { $0.credit != nil }
    let total = base.reduce(0) { $0 + $1.control.weight }
    guard total > 0 else { return nil }
    func share(_ worth: (ControlResult) -> Rational) -> Rational {
      // Few credits are ever different, and adding whole numbers is much faster.
      let weights = base.reduce(into: [Rational: Int]()) {
        $0[worth($1), default: 0] += $1.control.weight
      }
      return weights.reduce(Rational(0)) { $0 + Rational(100 * $1.value, over: total) * $1.key }
    }
    worst = share { $0.credit?.lowerBound ?? Rational(0) }
    best = share { $0.credit?.upperBound ?? Rational(0) }
    measured = share { $0.measured == .nothing ? Rational(0) : Rational(1) }
    applicable = base.count
    answered = base.filter(\.claimed.isAnswer).count
    unknown = base.filter { $0.claimed == .unknown }.count
  }
}

/// What a score may be called. A first-tier gap caps it, whatever the percentage.
public enum Label: String, Hashable, Codable, Sendable, CaseIterable {
  /// Even the best case leaves most of it unprotected.
  case weak
  /// A control of the first tier is missing, contradicted or not known.
  case gaps
  /// Too little is known: anything from weak upwards is possible, or a first-tier control was not
  /// asked about.
  case open
  case fair, strong

  init(_ score: Score, tierOneGaps: [ControlID], isPartOnly: Bool) {
    let worst = Level(share: Rational(100) - score.worst)
    let best = Level(share: Rational(100) - score.best)
    if best >= .high {
      self = .weak
    } else if !tierOneGaps.isEmpty {
      self = .gaps
    } else if worst >= .high || isPartOnly {
      // What is not known is no failure, and no success either.
      self = .open
    } else {
      self = worst == .moderate ? .fair : .strong
    }
  }
}

/// The score of some controls that belong together: all, a domain, a scenario, or the basic ones.
public struct GroupScore: Hashable, Codable, Sendable {
  /// Nil when no control applies.
  public let score: Score?
  public let label: Label?
  public let tierOneGaps: [ControlID]

  init(_ results: [ControlResult]) {
    score = Score(results)
    tierOneGaps = results.filter(\.isTierOneGap).map(\.control.id)
    let isPartOnly = results.contains { !$0.isAsked && $0.control.tier == 1 }
    label = score.map { [tierOneGaps] in
      Label($0, tierOneGaps: tierOneGaps, isPartOnly: isPartOnly)
    }
  }
}

/// What one control takes from a score: `100 · weight · (1 − worst credit) / total weight`.
///
/// Over all controls these sum to `100 − worst`.
public func contributions(_ results: [ControlResult]) -> [ControlID: Rational] {
  let total = results.filter { $0.credit != nil }.reduce(0) { $0 + $1.control.weight }
  guard total > 0 else { return [:] }
  return results.reduce(into: [:]) { sums, result in
    guard let credit = result.credit else { return }
    sums[result.control.id] =
      Rational(100 * result.control.weight, over: total) * (Rational(1) - credit.lowerBound)
  }
}
