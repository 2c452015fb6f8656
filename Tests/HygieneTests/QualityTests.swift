import Hygiene
import Testing

private let today = Day("2026-11-24")

/// Nine controls: the first two of the first tier, the third and fourth with checks.
private let list = checklist(
  (1...9).map { number in
    let links: [EvidenceLink] =
      switch number {
      case 3: [EvidenceLink(check: "storage-home")]
      case 4: [EvidenceLink(check: "storage-home"), EvidenceLink(check: "dns-compare")]
      default: []
      }
    return control(
      ControlID(rawValue: "AAA-0\(number)"), tier: number <= 2 ? 1 : 2, evidence: links)
  })

private func notes(
  _ replies: [ControlID: Reply], evidence: [Evidence] = [], pace: Pace? = nil, on day: Day? = today
) -> [QualityNote] {
  assess(list, Context(), Answers(replies: replies), evidence, on: day, at: pace).quality
}

private func alike(_ answer: Answer, _ count: Int) -> [ControlID: Reply] {
  Dictionary(
    uniqueKeysWithValues: list.controls.suffix(count).map { ($0.id, Reply(answer, note: "why")) })
}

@Suite struct QualityTests {
  @Test(arguments: [
    (Answer.notMet, 7, false), (.notMet, 8, true), (.notMet, 9, true), (.unknown, 9, true),
    (.notApplicable, 8, true), (.partly, 8, true), (.met, 8, true),
  ])
  func eightAnswersThatAreAllTheSameAreNoted(_ answer: Answer, _ count: Int, _ isNoted: Bool) {
    let kinds = notes(alike(answer, count)).map(\.kind)
    #expect(kinds.contains(.sameAnswers) == isNoted)
  }

  @Test func oneOtherAnswerIsEnoughAndSilenceIsNone() {
    var replies = alike(.notMet, 9)
    replies["AAA-09"] = Reply(.unanswered)
    #expect(notes(replies) == [QualityNote(.sameAnswers)])
    replies["AAA-09"] = Reply(.unknown)
    #expect(notes(replies) == [])
  }

  @Test(arguments: [
    (Pace(answers: 8, seconds: 15), true), (Pace(answers: 8, seconds: 16), false),
    (Pace(answers: 7, seconds: 7), false), (Pace(answers: 100, seconds: 199), true), (nil, false),
  ])
  func answersTypedFasterThanTheyCanBeReadAreNoted(_ pace: Pace?, _ isNoted: Bool) {
    #expect(notes([:], pace: pace) == (isNoted ? [QualityNote(.tooFast)] : []))
  }

  @Test(
    arguments: [
      ("nothing was measured", [], ["AAA-03", "AAA-04"]),
      (
        "it could not be told", [evidence("storage-home", .unknown(because: .timedOut))],
        ["AAA-03", "AAA-04"]
      ),
      (
        "nobody agreed", [evidence("dns-compare", .skipped(because: .noConsent))],
        ["AAA-03", "AAA-04"]
      ),
      ("one of two checks was made", [evidence("dns-compare", .good)], ["AAA-03"]),
      ("the shared check was made", [evidence("storage-home", .concern)], []),
      (
        "one subject of two was seen",
        [
          evidence("storage-home", .unknown(because: .failed)),
          evidence("storage-home", .good, subject: "/srv"),
        ], []
      ),
      ("it was contradicted", [evidence("storage-home", .problem)], []),
    ] as [(String, [Evidence], [ControlID])])
  func whatIsMetWithoutAnyEvidenceIsListedOnce(
    _ what: String, _ evidence: [Evidence], _ controls: [ControlID]
  ) {
    let replies: [ControlID: Reply] = [
      "AAA-01": Reply(.met), "AAA-03": Reply(.met), "AAA-04": Reply(.met),
    ]
    let wanted = controls.isEmpty ? [] : [QualityNote(.metWithoutEvidence, controls)]
    #expect(notes(replies, evidence: evidence) == wanted, "\(what)")
  }

  @Test(arguments: [Answer.partly, .notMet, .unknown, .notApplicable, .unanswered])
  func onlyAClaimThatAllIsMetNeedsEvidence(_ answer: Answer) {
    #expect(notes(["AAA-03": Reply(answer)]) == [])
  }

  @Test(arguments: [
    (Answer.notMet, "2026-11-23", true), (.notMet, "2026-11-24", false),
    (.notMet, "2026-11-25", false), (.partly, "2025-12-31", true), (.unknown, "2026-11-23", true),
    (.unanswered, "2026-11-23", true), (.met, "2026-11-23", false),
    (.notApplicable, "2026-11-23", false),
  ])
  func aDueDayIsPassedOnTheDayAfter(_ answer: Answer, _ due: String, _ isNoted: Bool) {
    let replies: [ControlID: Reply] = ["AAA-05": Reply(answer, due: Day(due))]
    #expect(notes(replies) == (isNoted ? [QualityNote(.overdue, ["AAA-05"])] : []))
    #expect(notes(replies, on: nil) == [])
  }

  @Test func aClaimThatWasContradictedIsStillDue() {
    let kinds = notes(
      ["AAA-03": Reply(.met, due: Day("2026-11-01"))],
      evidence: [evidence("storage-home", .problem)])
    #expect(kinds == [QualityNote(.overdue, ["AAA-03"])])
  }

  @Test(arguments: [
    ("AAA-01", nil, true), ("AAA-02", " \n", true), ("AAA-01", "we have none", false),
    ("AAA-05", nil, false),
  ])
  func aFirstTierControlThatIsSetAsideNeedsANote(
    _ control: String, _ note: String?, _ isNoted: Bool
  ) {
    let id = ControlID(rawValue: control)
    let found = notes([id: Reply(.notApplicable, note: note)])
    #expect(found == (isNoted ? [QualityNote(.notApplicableWithoutNote, [id])] : []))
  }

  @Test func whatTheContextRulesOutIsNotNoted() {
    let list = checklist(
      [control("AAA-01", tier: 1, when: .answered("website", oneOf: ["yes"]))],
      questions: [ContextQuestion(id: "website", choices: ["yes", "no"])])
    let answers = Answers(replies: ["AAA-01": Reply(.notApplicable, due: Day("2026-01-01"))])
    #expect(assess(list, Context(["website": ["no"]]), answers, [], on: today).quality == [])
  }

  @Test func severalNotesComeInTheOrderOfTheirKinds() {
    var replies = alike(.met, 9)
    replies["AAA-05"]?.due = Day("2026-01-01")
    let found = notes(replies, pace: Pace(answers: 9, seconds: 9))
    #expect(found.map(\.kind) == [.sameAnswers, .tooFast, .metWithoutEvidence])
  }

  @Test func noNoteChangesAFigure() {
    var replies = alike(.notApplicable, 9).mapValues { Reply($0.answer) }
    for id in ["AAA-03", "AAA-04"] as [ControlID] { replies[id] = Reply(.met) }
    var dated = replies.mapValues { Reply($0.answer, note: "why", due: Day("2020-01-01")) }
    dated["AAA-09"]?.due = nil
    let (one, other) = (
      assess(list, Context(), Answers(replies: replies), []),
      assess(
        list, Context(), Answers(replies: dated), [], on: today, at: Pace(answers: 9, seconds: 9))
    )
    #expect(one.quality != other.quality)
    #expect(one.overall == other.overall && one.risks == other.risks && one.plan == other.plan)
  }
}
