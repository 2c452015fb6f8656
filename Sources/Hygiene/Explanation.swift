/// What the figures of a report were made of, and what one change would do. It needs nothing but the
/// report, so that a figure can be explained years later.
extension Report {
  /// What happens if one control becomes met and all else stays as it is.
  public struct Gain: Hashable, Sendable {
    /// What happens to the risk of one scenario, at its worst.
    public struct Change: Hashable, Sendable {
      public let scenario: ScenarioID
      /// Points that the scenario's score gains at worst.
      public let points: Rational
      public let from: Level, to: Level
      public var lowers: Bool { to < from }
    }
    /// Points that the overall score and that of the domain gain at worst; 0 if it was not asked.
    public let overall: Rational, domain: Rational
    public let scenarios: [Change]
  }

  public func item(_ control: ControlID) -> Item? { items.first { $0.control == control } }

  /// Nil for a control that is not in the report.
  public func gain(from control: ControlID) -> Gain? {
    guard let item = item(control) else { return nil }
    let asked = items.filter(\.asked)
    let changes = risks.filter { item.scenarios.contains($0.scenario) }.map { risk in
      let points = costs(in: members(of: risk.scenario))[control] ?? Rational(0)
      let score = scenarios[risk.scenario]?.score?.worst ?? Rational(0)
      return Gain.Change(
        scenario: risk.scenario, points: points, from: risk.risk.worst,
        to: risk.worstRisk(at: score + points))
    }
    return Gain(
      overall: costs(in: asked)[control] ?? Rational(0),
      domain: costs(in: asked.filter { $0.domain == item.domain })[control] ?? Rational(0),
      scenarios: changes)
  }

  /// The items that a scenario's score is made of.
  public func members(of scenario: ScenarioID) -> [Item] {
    items.filter { $0.scenarios.contains(scenario) }
  }

  /// What each of these items takes from the score over them, at worst:
  /// `100 · weight · (1 − worst) / total weight`.
  public func costs(in group: [Item]) -> [ControlID: Rational] {
    let total = group.reduce(0) { $0 + ($1.worst == nil ? 0 : $1.soundWeight) }
    guard total > 0 else { return [:] }
    return group.reduce(into: [:]) { costs, item in
      guard let worst = item.worst else { return }
      costs[item.control] = Rational(100 * item.soundWeight, over: total) * (Rational(1) - worst)
    }
  }

  /// The items that cost most, the dearest first, without those that cost nothing.
  public func dearest(in group: [Item], atMost limit: Int) -> [(item: Item, cost: Rational)] {
    let costs = costs(in: group)
    return Array(
      group.compactMap { item in costs[item.control].map { (item: item, cost: $0) } }
        .filter { $0.cost > Rational(0) }
        .sortedStably { $0.cost > $1.cost }
        .prefix(limit))
  }
}

extension Report.Item {
  /// The weight, as far as a checklist can have such a one: a stranger's report may hold anything,
  /// and sums must not overflow.
  public var soundWeight: Int { min(max(weight, 1), 1000) }
}
