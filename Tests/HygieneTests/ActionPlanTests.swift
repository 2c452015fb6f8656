import Hygiene
import TestKit
import Testing

@Suite struct ActionPlanTests {
  private let day = Day(sinceEpoch: 20_000)

  private func audit(_ answer: Answer, _ problem: Bool = false, practice: Bool = false) -> PastAudit
  {
    let checklist = checklist([control("AAA-01", evidence: [EvidenceLink(check: "storage-home")])])
    let measured = problem ? [evidence("storage-home", .problem)] : []
    return PastAudit(
      Report(
        judged(checklist, ["AAA-01": answer], evidence: measured), by: checklist,
        context: Context(), answers: answers(["AAA-01": answer]), evidence: measured,
        at: Timestamp(secondsSinceEpoch: 0), tool: "t", practice: practice))
  }

  @Test func aLaterChangeWinsAndWhatItDoesNotNameStays() {
    var plan = ActionPlan()
    plan.apply(PlanChange("AAA-01", owner: "editor", due: day, state: .open))
    plan.apply(PlanChange("AAA-01", due: Day(sinceEpoch: 20_010)))
    #expect(plan.tasks[0].owner == "editor" && plan.tasks[0].due == Day(sinceEpoch: 20_010))
    plan.apply(PlanChange("AAA-01", state: .dropped, reason: "no money"))
    #expect(plan.tasks[0].reason == "no money" && !plan.tasks[0].isOpen)
    plan.apply(PlanChange("AAA-01", owner: "technical", state: .open))
    #expect(plan.tasks[0].isOpen && plan.tasks[0].reason == nil && plan.tasks.count == 1)
  }

  /// What a later audit says of an action that was called done.
  @Test(arguments: [
    (Answer.notMet, false, true), (.partly, false, true), (.met, false, false),
    (.met, true, true), (.unknown, false, false), (.unanswered, false, false),
    (.notApplicable, false, false),
  ])
  func whatIsDoneIsReopenedWhenAnAuditFindsOtherwise(
    _ answer: Answer, _ isContradicted: Bool, _ isReopened: Bool
  ) {
    var plan = ActionPlan()
    plan.apply(audit(.notMet))
    plan.apply(PlanChange("AAA-01", state: .done))
    #expect(!plan.tasks[0].isOpen)
    plan.apply(audit(answer, isContradicted))
    #expect(plan.tasks[0].isReopened == isReopened && plan.tasks[0].isOpen == isReopened)
    plan.apply(PlanChange("AAA-01", state: .done))
    #expect(!plan.tasks[0].isOpen && !plan.tasks[0].isReopened)
  }

  @Test func aPracticeAuditAndADroppedActionReopenNothing() {
    var plan = ActionPlan()
    plan.apply(PlanChange("AAA-01", state: .done))
    plan.apply(audit(.notMet, practice: true))
    #expect(!plan.tasks[0].isOpen)
    plan.apply(PlanChange("AAA-01", state: .dropped, reason: "x"))
    plan.apply(audit(.notMet))
    #expect(plan.tasks[0].state == .dropped)
  }

  @Test func renamedControlsAreOneAction() {
    var plan = ActionPlan(successors: ["AAA-00": "AAA-01"])
    plan.apply(PlanChange("AAA-00", owner: "editor", state: .open))
    plan.apply(PlanChange("AAA-01", state: .done))
    #expect(plan.tasks.count == 1 && plan.holds("AAA-00"))
    plan.apply(audit(.notMet))
    #expect(plan.tasks[0].isReopened)
  }

  @Test func whatALaterVersionCallsAStateIsOpen() {
    var plan = ActionPlan()
    plan.apply(PlanChange("AAA-01", state: "waiting"))
    #expect(plan.tasks[0].isOpen && plan.tasks[0].state == .open)
  }

  @Test func overdueComesFirstAndTheLastDayIsNotOverdue() {
    var plan = ActionPlan()
    plan.apply(PlanChange("AAA-01", state: .dropped, reason: "x"))
    plan.apply(PlanChange("AAA-02", due: Day(sinceEpoch: 1), state: .done))
    plan.apply(PlanChange("AAA-03", owner: "editor"))
    plan.apply(PlanChange("AAA-04", due: day))
    plan.apply(PlanChange("AAA-05", due: Day(sinceEpoch: 19_999)))
    plan.apply(PlanChange("AAA-06", due: Day(sinceEpoch: 19_000)))
    let ordered = plan.ordered(on: day)
    #expect(
      ordered.map(\.control) == ["AAA-06", "AAA-05", "AAA-04", "AAA-03", "AAA-02", "AAA-01"])
    #expect(ordered.map { $0.isOverdue(on: day) } == [true, true, false, false, false, false])
  }
}
