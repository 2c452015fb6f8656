import Hygiene
import TestKit
import Testing

@Suite struct PlanTests {
  private func order(_ controls: [Control], _ replies: [ControlID: Answer] = [:]) -> [ControlID] {
    judged(checklist(controls), replies).plan.actions.map(\.control)
  }

  @Test func soonerGroupsComeFirstThenTiers() {
    let controls = [
      control("AAA-01", tier: 1, effort: effort(within: .quarter)),
      control("AAA-02", tier: 2, effort: effort(within: .hour)),
      control("AAA-03", tier: 1, effort: effort(within: .hour)),
      control("AAA-04", tier: 3, effort: effort(within: .week)),
    ]
    #expect(order(controls) == ["AAA-03", "AAA-02", "AAA-04", "AAA-01"])
  }

  @Test func amongEqualsTheEasierReliefComesFirst() {
    let controls = [
      control("AAA-01", weight: 3, effort: effort(6)),
      control("AAA-02", weight: 2, effort: effort(3)),
      control("AAA-03", weight: 2, effort: effort(6)),
      control("AAA-04", weight: 2, effort: effort(6)),
      control("AAA-05", weight: 100),
    ]
    // 2/3 before 3/6 before 2/6; what is met needs nothing; equal ones go by their id.
    #expect(
      order(controls, ["AAA-05": .met]) == ["AAA-02", "AAA-01", "AAA-03", "AAA-04"])
  }

  @Test func whatIsMetOrDoesNotApplyIsNotPlanned() {
    let controls = ["AAA-01", "AAA-02", "AAA-03", "AAA-04", "AAA-05", "AAA-06"].map {
      control(ControlID(rawValue: $0))
    }
    let replies: [ControlID: Answer] = [
      "AAA-01": .met, "AAA-02": .notApplicable, "AAA-03": .partly, "AAA-04": .notMet,
      "AAA-05": .unknown,
    ]
    #expect(order(controls, replies).sorted() == ["AAA-03", "AAA-04", "AAA-05", "AAA-06"])
  }

  @Test func aContradictedClaimIsPlanned() {
    let list = checklist([control("AAA-01", evidence: [EvidenceLink(check: "storage-home")])])
    let plan = judged(
      list, ["AAA-01": .met], evidence: [evidence("storage-home", .problem)]
    ).plan
    #expect(plan.actions.map(\.control) == ["AAA-01"])
  }

  @Test(arguments: 0..<40)
  func everyActionBringsWhatJudgingAgainSays(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    for action in before.plan.actions {
      let after = audit.meeting([action.control])
      let drop = before.risks.reduce(0) { sum, risk in
        let now = after.risks.first { $0.scenario == risk.scenario }
        return sum + risk.risk.worst.value - (now?.risk.worst.value ?? 0)
      }
      #expect(action.riskReduction == drop, "\(action.control)")
    }
  }

  @Test(arguments: 0..<40)
  func everyStepDoesWhatItSaysAndNoFewerActionsWould(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    func risk(_ scenario: ScenarioID, meeting met: [ControlID]) -> Level? {
      audit.meeting(met).risks.first { $0.scenario == scenario }?.risk.worst
    }
    for step in before.plan.steps {
      #expect(before.risks.first { $0.scenario == step.scenario }?.risk.worst == step.from)
      #expect(step.to < step.from)
      #expect(risk(step.scenario, meeting: step.controls) == step.to)
      for left in step.controls {
        let fewer = step.controls.filter { $0 != left }
        #expect(risk(step.scenario, meeting: fewer) == step.from)
      }
    }
    // A scenario without a step stays where it is even when everything is met.
    let everything = before.plan.actions.map(\.control)
    for had in before.risks
    where !before.plan.steps.contains(where: { $0.scenario == had.scenario }) {
      #expect(risk(had.scenario, meeting: everything) == had.risk.worst)
    }
  }
}

extension RandomAudit {
  /// Judged again as if these controls were met and nothing spoke against it.
  fileprivate func meeting(_ met: [ControlID]) -> Assessment {
    var copy = self
    for id in met { copy.replies[id] = .met }
    copy.domains = domains.map { domain in
      Domain(
        id: domain.id,
        controls: domain.controls.map {
          Control(
            id: $0.id, domain: $0.domain, tier: $0.tier, weight: $0.weight, unit: $0.unit,
            roles: $0.roles, scenarios: $0.scenarios, appliesWhen: $0.appliesWhen,
            effort: $0.effort,
            evidence: met.contains($0.id) ? [] : $0.evidence)
        })
    }
    return copy.assessment
  }
}
