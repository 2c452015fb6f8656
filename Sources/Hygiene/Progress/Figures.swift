/// The figures of some controls, for setting beside those of another audit.
public struct Figures: Hashable, Codable, Sendable {
  /// Between 0 and 100: everything that is not known counts as not met, or as met.
  public let worst: Rational, best: Rational
  public let applicable: Int, answered: Int, unknown: Int
  public let tierOneGaps: Int

  /// Nil when none of them is in the base.
  public init?(_ standings: [Standing]) {
    let base = standings.filter { $0.worth != nil }
    let total = base.reduce(0) { $0 + $1.kind.weight }
    guard total > 0 else { return nil }
    func share(_ end: (ClosedRange<Rational>) -> Rational) -> Rational {
      // Few worths are ever different, and adding whole numbers is much faster.
      let weights = base.reduce(into: [Rational: Int]()) {
        guard let worth = $1.worth else { return }
        $0[end(worth), default: 0] += $1.kind.weight
      }
      return weights.reduce(Rational(0)) { $0 + Rational(100 * $1.value, over: total) * $1.key }
    }
    worst = share { $0.lowerBound }
    best = share { $0.upperBound }
    applicable = base.count
    answered = base.count { $0.answer.isAnswer }
    unknown = base.count { $0.answer == .unknown }
    tierOneGaps = base.count { $0.kind.tier == 1 && $0.claims.isMissing }
  }
}

/// The figures of the same controls in two audits.
public struct Shift: Hashable, Codable, Sendable {
  public let before: Figures, after: Figures

  /// Points gained at worst.
  public var gain: Rational { after.worst - before.worst }

  /// Nil when none of the pairs is in the base of both.
  init?(_ pairs: some Sequence<CommonPart.Pair>) {
    let counted = pairs.filter { $0.before.worth != nil && $0.after.worth != nil }
    guard let before = Figures(counted.map(\.before)), let after = Figures(counted.map(\.after))
    else { return nil }
    (self.before, self.after) = (before, after)
  }
}

/// The controls that two audits both asked about, both weighed as the later one weighs them.
///
/// A control that one of them sets aside as not applicable counts in neither figure, so that no
/// newer checklist, other profile or "does not apply" looks like progress.
public struct CommonPart: Hashable, Sendable {
  public struct Pair: Hashable, Sendable {
    public let before: Standing, after: Standing
  }
  public let pairs: [Pair]
  /// How many controls at least one of them asked about.
  public let either: Int

  public init(_ before: Standings, _ after: Standings) {
    // Both by one measure: what *partly* is worth may differ from checklist to checklist.
    pairs = after.all.compactMap { later in
      before[later.control].map {
        Pair(before: $0.weighed(as: later.kind, partly: after.partly), after: later)
      }
    }
    either = before.all.count + after.all.count - pairs.count
  }

  /// Two audits of different checklists.
  init(apart before: Standings, _ after: Standings) {
    (pairs, either) = ([], before.all.count + after.all.count)
  }

  /// What both have in common of what either asked, between 0 and 1.
  public var share: Rational { Rational(pairs.count, over: max(1, either)) }

  public var overall: Shift? { Shift(pairs) }

  public var domains: [DomainID: Shift] { shifts { [$0.domain] } }
  public var scenarios: [ScenarioID: Shift] { shifts { $0.scenarios } }
  public var units: [Unit: Shift] { shifts { [$0.unit] } }

  private func shifts<Group: Hashable>(_ groups: (Asked.Kind) -> [Group]) -> [Group: Shift] {
    grouped(pairs) { groups($0.after.kind) }.compactMapValues { Shift($0) }
  }
}

/// The elements by each group that they belong to, in order.
func grouped<Element, Group: Hashable>(
  _ elements: [Element], by groups: (Element) -> [Group]
) -> [Group: [Element]] {
  elements.reduce(into: [:]) { members, element in
    for group in Set(groups(element)) { members[group, default: []].append(element) }
  }
}
