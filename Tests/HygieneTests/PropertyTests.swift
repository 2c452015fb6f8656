import Hygiene
import TestKit
import Testing

/// What must hold of every audit, whatever the checklist, the answers and the evidence.
@Suite struct PropertyTests {
  private static let seeds = Array(0..<40)

  @Test(arguments: seeds)
  func worstIsAtMostBestAndEqualWhenAllIsKnown(_ seed: Int) {
    let assessment = RandomAudit(seed: seed).assessment
    for group in groups(of: assessment) {
      guard let score = group.score else { continue }
      #expect(
        Rational(0) <= score.worst && score.worst <= score.best && score.best <= Rational(100))
      #expect(score.answered <= score.applicable && score.unknown <= score.answered)
      #expect(Rational(0) <= score.measured && score.measured <= Rational(100))
    }
    for risk in assessment.risks {
      #expect(risk.risk.best <= risk.risk.worst)
      #expect(risk.inherent.worst >= risk.risk.worst && risk.inherent.best >= risk.risk.best)
    }
    let isAllKnown = assessment.results.allSatisfy {
      $0.claimed.isAnswer && $0.claimed != .unknown && $0.contradiction != .claimedTooGood
    }
    if let score = assessment.overall.score, isAllKnown { #expect(score.worst == score.best) }
  }

  @Test(arguments: seeds)
  func knowingEverythingLeavesNoRange(_ seed: Int) {
    var audit = RandomAudit(seed: seed)
    audit.evidence = []
    for control in audit.controls
    where [nil, .unknown, .unanswered].contains(audit.replies[control.id]) {
      audit.replies[control.id] = .partly
    }
    for group in groups(of: audit.assessment) { #expect(group.score?.worst == group.score?.best) }
  }

  @Test(arguments: seeds)
  func contributionsSumExactlyToWhatIsMissing(_ seed: Int) {
    let report = RandomAudit(seed: seed).report
    let sum = report.items.compactMap(\.contribution).reduce(Rational(0), +)
    #expect(sum == (report.overall.score.map { Rational(100) - $0.worst } ?? Rational(0)))
    for (scenario, group) in report.scenarios {
      let costs = report.costs(in: report.members(of: scenario)).values
      #expect(
        costs.reduce(Rational(0), +)
          == (group.score.map { Rational(100) - $0.worst } ?? Rational(0)), "\(scenario)")
    }
  }

  @Test(arguments: seeds)
  func notApplicableEverywhereIsNoScore(_ seed: Int) {
    var audit = RandomAudit(seed: seed)
    for control in audit.controls { audit.replies[control.id] = .notApplicable }
    #expect(groups(of: audit.assessment).allSatisfy { $0.score == nil && $0.label == nil })
    #expect(audit.assessment.risks.isEmpty)
  }

  @Test(arguments: seeds)
  func onlyTheProportionsOfWeightsMatter(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let (one, other) = (audit.assessment, audit.changing { $0.weight * 7 }.assessment)
    #expect(groups(of: one) == groups(of: other))
    #expect(one.risks == other.risks)
    #expect(one.plan == other.plan && one.findings == other.findings)
    #expect(contributions(one.results) == contributions(other.results))
    #expect(one.quality == other.quality)
  }

  @Test(arguments: seeds)
  func improvingAControlNeverRaisesARisk(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    for result in before.results where result.claimed != .notApplicable {
      let after = audit.answering(result.control.id, .met).assessment
      for (had, has) in zip(sorted(before.risks), sorted(after.risks)) {
        #expect(has.scenario == had.scenario)
        #expect(has.risk.worst <= had.risk.worst && has.risk.best <= had.risk.best)
      }
    }
  }

  @Test(arguments: seeds)
  func theOrderOfQuestionsChangesNoFigure(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    var turned = audit
    turned.domains = audit.domains.reversed().map {
      Domain(id: $0.id, controls: $0.controls.reversed())
    }
    turned.evidence.reverse()
    let (one, other) = (audit.assessment, turned.assessment)
    for (had, has) in zip(groups(of: one), groups(of: other)) {
      #expect(had.score == has.score && had.label == has.label)
      #expect(Set(had.tierOneGaps) == Set(has.tierOneGaps))
    }
    #expect(one.risks == other.risks)
    #expect(one.plan.actions == other.plan.actions)
    #expect(contributions(one.results) == contributions(other.results))
  }

  @Test(arguments: seeds)
  func noMeasurementThatFailedChangesAFigure(_ seed: Int) {
    var (one, other) = (RandomAudit(seed: seed), RandomAudit(seed: seed))
    one.evidence = []
    other.evidence = [
      evidence("storage-home", .unknown(because: .timedOut)),
      evidence("dns-compare", .skipped(because: .noConsent)),
    ]
    #expect(groups(of: one.assessment) == groups(of: other.assessment))
    #expect(one.assessment.findings == other.assessment.findings)
    #expect(one.assessment.plan == other.assessment.plan)
  }

  @Test(arguments: seeds)
  func moreContextOnlyNarrowsARange(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    var list = audit.checklist
    // Conditions on controls change which of them apply, and so the scores: leave them out.
    list = checklist(
      audit.controls.map { control($0.id, weight: $0.weight, scenarios: $0.scenarios) },
      scenarios: audit.scenarios, questions: audit.questions, partly: audit.partly)
    let before = judged(list, audit.replies, context: audit.context)
    for question in audit.questions where audit.context[question.id] == nil {
      // Whoever answers a question that hangs on another has answered that one.
      if question.askWhen.holds(in: audit.context) != true { continue }
      for choice in question.choices {
        var context = audit.context
        context.values[question.id] = [choice]
        let after = judged(list, audit.replies, context: context)
        for (had, has) in zip(sorted(before.risks), sorted(after.risks)) {
          #expect(has.risk.worst <= had.risk.worst && has.risk.best >= had.risk.best)
        }
      }
    }
  }

}

extension RandomAudit {
  /// The same audit with other weights.
  func changing(_ weight: (Control) -> Int) -> RandomAudit {
    var copy = self
    copy.domains = domains.map { domain in
      Domain(
        id: domain.id,
        controls: domain.controls.map {
          Control(
            id: $0.id, domain: $0.domain, tier: $0.tier, weight: weight($0), unit: $0.unit,
            roles: $0.roles, scenarios: $0.scenarios, appliesWhen: $0.appliesWhen,
            effort: $0.effort,
            evidence: $0.evidence)
        })
    }
    return copy
  }
}
