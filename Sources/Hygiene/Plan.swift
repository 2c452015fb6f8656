/// One thing to do, and what it would bring.
public struct Action: Hashable, Codable, Sendable {
  public let control: ControlID
  public let tier: Int
  public let effort: Effort
  /// How far the values of the risk tables (0, 2, 5, 8, 10) drop, over all scenarios, when this
  /// control alone becomes met. Often 0: the tables are steps.
  public let riskReduction: Int
  /// What the control takes from the scores of its scenarios, in thousandths of a point, summed.
  public let relief: Int
}

/// Actions that together lower a scenario by a level or more, at its worst.
public struct Step: Hashable, Codable, Sendable {
  public let scenario: ScenarioID
  public let controls: [ControlID]
  public let from: Level, to: Level
}

/// What to do, in order: soonest group first, first tier first, then risk reduced per effort.
public struct Plan: Hashable, Codable, Sendable {
  public let actions: [Action]
  public let steps: [Step]
}

/// Works out the plan by asking, control by control, what would change if it were met.
///
/// A control that becomes met adds to a score exactly what it took from it. So one look at each
/// contribution is enough, and the work grows with the checklist and not with its square.
struct Planner {
  /// A scenario at its worst, and what each control takes from its score.
  private struct Exposure {
    let risk: ScenarioRisk
    let worst: Rational
    let shares: [ControlID: Rational]

    func level(after gain: Rational) -> Level { risk.worstRisk(at: worst + gain) }
  }
  private let exposures: [Exposure]
  private let basicShares: [ControlID: Rational]

  init(_ scenarios: [Scenario], groups: Groups, context: Context) {
    exposures = scenarios.compactMap { scenario in
      let members = groups.scenarios[scenario.id] ?? []
      guard let score = Score(members),
        let risk = ScenarioRisk(scenario, score: score, in: context)
      else { return nil }
      return Exposure(risk: risk, worst: score.worst, shares: contributions(members))
    }
    basicShares = contributions(groups.basics)
  }

  func plan(for results: [ControlResult]) -> Plan {
    let open = results.filter(\.isOpen)
    let actions = open.map { action(for: $0.control) }.sorted(by: comesFirst)
    return Plan(actions: actions, steps: exposures.compactMap { step(in: $0, by: actions) })
  }

  private func action(for control: Control) -> Action {
    var (reduction, relief) = (0, 0)
    for exposure in exposures {
      guard let share = exposure.shares[control.id] else { continue }
      reduction += exposure.level(after: Rational(0)).value - exposure.level(after: share).value
      relief += share.rounded(toParts: 1000)
    }
    relief += basicShares[control.id]?.rounded(toParts: 1000) ?? 0
    return Action(
      control: control.id, tier: control.tier, effort: control.effort, riskReduction: reduction,
      relief: relief)
  }

  private func comesFirst(_ one: Action, _ other: Action) -> Bool {
    if one.effort.within != other.effort.within { return one.effort.within < other.effort.within }
    if one.tier != other.tier { return one.tier < other.tier }
    // a/b > c/d without division, so that the order is exact.
    let (reduced, otherReduced) = (
      one.riskReduction * other.effort.total, other.riskReduction * one.effort.total
    )
    if reduced != otherReduced { return reduced > otherReduced }
    let (relieved, otherRelieved) = (
      one.relief * other.effort.total, other.relief * one.effort.total
    )
    if relieved != otherRelieved { return relieved > otherRelieved }
    return one.control < other.control
  }

  /// The fewest actions, those with the largest shares first, that lower the scenario by a level.
  private func step(in exposure: Exposure, by actions: [Action]) -> Step? {
    let before = exposure.level(after: Rational(0))
    let helpful = actions.compactMap { action in
      exposure.shares[action.control].map { (control: action.control, share: $0) }
    }
    var (met, gain): ([ControlID], Rational) = ([], Rational(0))
    for (control, share) in helpful.sortedStably(by: { $0.share > $1.share }) {
      met.append(control)
      gain = gain + share
      let after = exposure.level(after: gain)
      if after < before {
        return Step(scenario: exposure.risk.scenario, controls: met, from: before, to: after)
      }
    }
    return nil
  }
}
