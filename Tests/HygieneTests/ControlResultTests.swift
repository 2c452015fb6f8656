import Hygiene
import Testing

private let none = Rational(0), half = Rational(1, over: 2), whole = Rational(1)
private let link = EvidenceLink(check: "storage-home")
private let wide = EvidenceLink(check: "storage-home", gaps: [.problem, .concern])

private func result(
  _ claimed: Answer, tier: Int = 2, _ outcomes: [Outcome], by links: [EvidenceLink] = [link]
) -> ControlResult {
  ControlResult(
    control("AAA-01", tier: tier, evidence: links), claimed: claimed,
    evidence: outcomes.map { evidence("storage-home", $0) }, partly: half)
}

@Suite struct ControlResultTests {
  @Test(
    arguments: [
      (Answer.met, whole...whole), (.partly, half...half), (.notMet, none...none),
      (.unknown, none...whole), (.unanswered, none...whole), (.notApplicable, nil),
    ] as [(Answer, ClosedRange<Rational>?)])
  func anAnswerIsWorth(_ answer: Answer, _ worth: ClosedRange<Rational>?) {
    #expect(credit(for: answer, partly: half) == worth)
    #expect(result(answer, []).credit == worth)
  }

  /// The table of answers against measurements: contradiction, worth, offer.
  @Test(
    arguments: [
      (Answer.met, Outcome.good, nil, whole...whole, nil),
      (.met, .problem, .claimedTooGood, none...whole, nil),
      (.partly, .good, nil, half...half, nil),
      (.partly, .problem, .claimedTooGood, none...half, nil),
      (.notMet, .good, .claimedTooBad, none...none, nil),
      (.notMet, .problem, nil, none...none, nil),
      (.unknown, .good, nil, none...whole, .met),
      (.unknown, .problem, nil, none...whole, .notMet),
      (.unanswered, .good, nil, none...whole, .met),
      (.unanswered, .problem, nil, none...whole, .notMet),
      (.notApplicable, .good, nil, nil, nil),
      (.notApplicable, .problem, .measuredAlthoughNotApplicable, nil, nil),
    ] as [(Answer, Outcome, Contradiction.Kind?, ClosedRange<Rational>?, Answer?)])
  func aClaimMeetsAMeasurement(
    _ claimed: Answer, _ outcome: Outcome, _ contradiction: Contradiction.Kind?,
    _ worth: ClosedRange<Rational>?, _ offer: Answer?
  ) {
    let result = result(claimed, [outcome])
    #expect(result.contradiction == contradiction)
    #expect(result.credit == worth)
    #expect(result.offer == offer)
  }

  @Test(arguments: Answer.allCases)
  func whatCouldNotBeMeasuredChangesNothing(_ claimed: Answer) {
    let plain = result(claimed, [])
    for outcome in [
      Outcome.unknown(because: .timedOut), .skipped(because: .noConsent), .concern,
    ] {
      let result = result(claimed, [outcome])
      #expect(result.measured == .nothing)
      #expect(result.contradiction == nil)
      #expect(result.credit == plain.credit)
      #expect(result.offer == nil)
      #expect(result.isTierOneGap == plain.isTierOneGap)
    }
  }

  @Test(
    arguments: [
      ([.good, .good, .good], .good),
      ([.good, .good, .good, .good, .good, .problem], .gap),
      ([.problem, .unknown(because: .timedOut)], .gap),
      ([.good, .unknown(because: .timedOut)], .nothing),
      ([.good, .skipped(because: .noConsent)], .nothing),
      ([.good, .concern], .nothing),
      ([], .nothing),
    ] as [([Outcome], Measured)])
  func severalSubjectsAreJudgedTogether(_ outcomes: [Outcome], _ measured: Measured) {
    #expect(result(.unknown, outcomes).measured == measured)
  }

  @Test func aConcernIsAGapWhereTheChecklistSaysSo() {
    #expect(result(.met, [.good, .concern], by: [wide]).measured == .gap)
    #expect(result(.met, [.good, .concern]).measured == .nothing)
  }

  @Test func everyLinkedCheckMustConfirm() {
    let links = [link, EvidenceLink(check: "storage-swap")]
    #expect(result(.unknown, [.good], by: links).measured == .nothing)
    #expect(result(.unknown, [.problem], by: links).measured == .gap)
  }

  @Test func anotherChecksOutcomeSaysNothing() {
    let other = ControlResult(
      control("AAA-01", evidence: [link]), claimed: .met,
      evidence: [evidence("dns-compare", .problem)], partly: half)
    #expect(other.measured == .nothing)
  }

  @Test(arguments: [
    (Answer.met, false, true), (.partly, false, true), (.notMet, true, true),
    (.unknown, true, true), (.unanswered, true, true), (.notApplicable, false, false),
  ])
  func firstTierGaps(_ answer: Answer, _ isGap: Bool, _ isGapIfMeasured: Bool) {
    #expect(result(answer, tier: 1, []).isTierOneGap == isGap)
    #expect(result(answer, tier: 1, [.problem]).isTierOneGap == isGapIfMeasured)
    #expect(!result(answer, tier: 2, [.problem]).isTierOneGap)
  }

  @Test func theBestCaseStillBelievesAContradictedPerson() {
    let list = checklist([
      control("AAA-01", evidence: [link]), control("AAA-02", evidence: [link]),
    ])
    let score = judged(
      list, ["AAA-01": .met, "AAA-02": .partly], evidence: [evidence("storage-home", .problem)]
    ).overall.score
    #expect(score?.worst == Rational(0))
    #expect(score?.best == Rational(75))
  }
}
