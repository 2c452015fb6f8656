import Hygiene
import TestKit
import Testing

/// What one more answer, or one fewer, may do to the figures of any audit.
///
/// A control that profile and role left out counts as not known for its scenarios; answering it
/// all the same also brings it among what was asked, which is another set of questions.
@Suite struct AnsweringTests {
  private static let seeds = Array(0..<40)

  /// The groups that are about the same controls before and after.
  private func comparable(
    _ control: ControlID, _ audit: RandomAudit, _ one: Assessment, _ other: Assessment
  ) -> [(GroupScore, GroupScore)] {
    let all = audit.asked.contains(control)
    return Array(
      all
        ? zip(groups(of: one), groups(of: other))
        : zip(scenarioGroups(of: one), scenarioGroups(of: other)))
  }

  private func expectNoWorse(
    _ control: ControlID, _ audit: RandomAudit, from open: Assessment, to answered: Assessment
  ) {
    for (had, has) in comparable(control, audit, open, answered) {
      // A group whose last control was set aside has no score to be worse.
      guard let had = had.score, let has = has.score else { continue }
      #expect(has.worst >= had.worst, "\(control)")
    }
    for has in answered.risks {
      guard let had = open.risks.first(where: { $0.scenario == has.scenario }) else { continue }
      #expect(has.risk.worst <= had.risk.worst && has.exposure.worst <= had.exposure.worst)
    }
  }

  @Test(arguments: seeds)
  func answeringAnOpenQuestionNeverMakesTheWorstCaseWorse(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    for control in audit.controls {
      let open = audit.answering(control.id, .unanswered)
      let before = open.assessment
      for answer in Answer.allCases where answer.isAnswer {
        expectNoWorse(
          control.id, audit, from: before, to: open.answering(control.id, answer).assessment)
      }
    }
  }

  @Test(arguments: seeds)
  func takingAnAnswerBackNeverLosesAGroupsScore(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    for control in audit.controls {
      let after = audit.answering(control.id, .unanswered).assessment
      for (had, has) in comparable(control.id, audit, before, after) where had.score != nil {
        #expect(has.score != nil)
      }
    }
  }

  @Test(arguments: seeds)
  func whatIsNotApplicableLeavesTheBase(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    for result in before.results {
      let control = result.control
      let after = audit.answering(control.id, .notApplicable).assessment
      let rest = before.results.filter { $0.control.id != control.id }
      let asked = rest.filter(\.isAsked)
      #expect(after.overall.score == Score(asked))
      #expect(
        after.domains[control.domain]?.score
          == Score(asked.filter { $0.control.domain == control.domain }))
      #expect(after.basics.score == Score(asked.filter(\.control.isBasic)))
      for scenario in audit.scenarios.map(\.id) {
        #expect(
          after.scenarios[scenario]?.score
            == Score(rest.filter { $0.control.scenarios.contains(scenario) }))
      }
      #expect(contributions(after.results)[control.id] == nil)
      #expect(!after.overall.tierOneGaps.contains(control.id))
    }
  }

  @Test(arguments: seeds)
  func notKnowingNeverImprovesTheWorstCase(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let before = audit.assessment
    for control in audit.controls {
      let after = audit.answering(control.id, .unknown).assessment
      for (had, has) in zip(groups(of: before), groups(of: after)) {
        // Where nothing applied there was no worst case.
        guard let had = had.score else { continue }
        #expect(has.score.map { $0.worst <= had.worst } ?? false, "\(control.id)")
      }
      for had in before.risks {
        let has = after.risks.first { $0.scenario == had.scenario }
        #expect(has.map { $0.risk.worst >= had.risk.worst } ?? false)
      }
    }
  }

  @Test(arguments: seeds)
  func whatWasNotAskedCountsForTheScenariosOnly(_ seed: Int) {
    let audit = RandomAudit(seed: seed)
    let assessment = audit.assessment
    for result in assessment.results where !result.isAsked {
      #expect(!audit.asked.contains(result.control.id) && result.claimed == .unanswered)
      #expect(result.credit == Rational(0)...Rational(1) && !result.isTierOneGap)
      #expect(!assessment.plan.actions.map(\.control).contains(result.control.id))
    }
    #expect(assessment.overall.score == Score(assessment.results.filter(\.isAsked)))
    let applicable = assessment.results.filter { $0.credit != nil }
    for scenario in audit.scenarios.map(\.id) {
      let members = applicable.filter { $0.control.scenarios.contains(scenario) }
      #expect(assessment.scenarios[scenario]?.score?.applicable ?? 0 == members.count)
    }
  }

  /// The sweep of tests above means little if these audits never show such a control.
  @Test func randomAuditsHaveEveryKindOfControl() {
    let audits = Self.seeds.map { RandomAudit(seed: $0) }
    let results = audits.flatMap(\.assessment.results)
    #expect(results.count { !$0.isAsked } > 20)
    #expect(
      audits.contains { audit in
        audit.assessment.results.contains { $0.isAsked && !audit.asked.contains($0.control.id) }
      })
    #expect(Set(audits.map(\.role)).count == 3)
    #expect(Set(results.compactMap(\.contradiction)).count == 3)
    #expect(Set(audits.flatMap(\.assessment.quality).map(\.kind)).count >= 4)
  }
}
