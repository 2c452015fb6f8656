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

/// Actions that together lower a scenario by a level or more.
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
struct Planner {
  let checklist: Checklist
  let context: Context
  let results: [ControlResult]

  func plan() -> Plan {
    let open = results.filter { $0.credit.map { $0.lowerBound < Rational(1) } ?? false }
    let actions = open.map(action).sorted(by: comesFirst)
    return Plan(
      actions: actions,
      steps: checklist.scenarios.compactMap { step(in: $0, by: actions) })
  }

  private func action(for result: ControlResult) -> Action {
    let control = result.control
    let groups = control.isBasic ? [nil] : control.scenarios.map { Optional($0) }
    let reliefs = groups.map { group -> Int in
      let members = results.filter { group == nil || $0.belongs(to: group) }
      let share = contributions(members)[control.id] ?? Rational(0)
      return 1000 * share.numerator / share.denominator
    }
    let reduction = checklist.scenarios.filter { control.scenarios.contains($0.id) }
      .reduce(0) { $0 + drop(in: $1, meeting: [control.id]) }
    return Action(
      control: control.id, tier: control.tier, effort: control.effort,
      riskReduction: reduction, relief: reliefs.reduce(0, +))
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

  private func worstRisk(of scenario: Scenario, meeting met: Set<ControlID>) -> Level? {
    let members = results.filter { $0.belongs(to: scenario.id) }.map { result in
      met.contains(result.control.id)
        ? ControlResult(
          result.control, claimed: .met, evidence: [], partly: checklist.partlyCredit)
        : result
    }
    return ScenarioRisk(scenario, score: Score(members), in: context)?.risk.worst
  }

  private func drop(in scenario: Scenario, meeting met: Set<ControlID>) -> Int {
    guard let before = worstRisk(of: scenario, meeting: []),
      let after = worstRisk(of: scenario, meeting: met)
    else { return 0 }
    return before.value - after.value
  }

  /// The shortest list of actions, taken greedily by relief, that lowers the scenario by a level.
  private func step(in scenario: Scenario, by actions: [Action]) -> Step? {
    guard let before = worstRisk(of: scenario, meeting: []) else { return nil }
    let shares = contributions(results.filter { $0.belongs(to: scenario.id) })
    let helpful = actions.filter { shares[$0.control] != nil }.sorted {
      (shares[$1.control] ?? Rational(0), $0.control) < (shares[$0.control] ?? Rational(0), $1.control)
    }
    var met: [ControlID] = []
    for action in helpful {
      met.append(action.control)
      if let after = worstRisk(of: scenario, meeting: Set(met)), after < before {
        return Step(scenario: scenario.id, controls: met, from: before, to: after)
      }
    }
    return nil
  }
}

extension ControlResult {
  func belongs(to scenario: ScenarioID?) -> Bool {
    scenario.map(control.scenarios.contains) ?? control.isBasic
  }
}
