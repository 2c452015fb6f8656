import Hygiene
import Testing

@Suite struct ContextTests {
  private let questions = [
    ContextQuestion(id: "website", choices: ["yes", "no"]),
    ContextQuestion(
      id: "hosting", choices: ["inside", "outside"],
      askWhen: .answered("website", oneOf: ["yes"])),
    ContextQuestion(
      id: "provider", choices: ["state", "private"],
      askWhen: .answered("hosting", oneOf: ["inside"])),
  ]
  private var blocking: Scenario {
    Scenario(
      id: "blocking",
      likelihood: [
        LevelRule(.veryHigh, when: .answered("hosting", oneOf: ["inside"]), because: "inside"),
        LevelRule(.moderate, when: .answered("provider", oneOf: ["state"]), because: "state"),
        LevelRule(.low, because: "otherwise"),
      ], impact: [LevelRule(.high, because: "otherwise")])
  }

  private func range(_ values: [ContextID: [String]]) -> LevelRange? {
    let list = checklist(
      [control("AAA-01", scenarios: ["blocking"])], scenarios: [blocking], questions: questions)
    return judged(list, context: Context(values)).risks.first?.initiation.range
  }

  @Test func aQuestionThatWasNotAskedForGoodReasonLeavesNothingOpen() {
    #expect(range(["website": ["no"]]) == LevelRange(best: .low, worst: .low))
  }

  @Test func aQuestionLeftOpenMakesNothingLookLessLikely() {
    #expect(range([:]) == LevelRange(best: .low, worst: .veryHigh))
    #expect(range(["website": ["yes"]]) == LevelRange(best: .low, worst: .veryHigh))
    #expect(
      range(["website": ["yes"], "hosting": ["outside"]]) == LevelRange(best: .low, worst: .low))
  }

  @Test func anAnswerFromBeforeTheMindWasChangedCountsNoMore() {
    #expect(
      range(["website": ["no"], "hosting": ["inside"], "provider": ["state"]])
        == LevelRange(best: .low, worst: .low))
  }

  @Test func anEmptyAnswerIsNoAnswer() {
    #expect(range(["website": []]) == LevelRange(best: .low, worst: .veryHigh))
  }

  @Test func aControlOfASkippedQuestionDoesNotApply() {
    let list = checklist(
      [control("AAA-01", when: .answered("hosting", oneOf: ["inside"])), control("AAA-02")],
      questions: questions)
    #expect(
      judged(list, context: Context(["website": ["no"]])).results.map(\.control.id) == ["AAA-02"])
    #expect(judged(list).results.map(\.control.id) == ["AAA-01", "AAA-02"])
  }

  @Test func bothEndsOfARangeNameTheirReason() {
    let list = checklist(
      [control("AAA-01", scenarios: ["blocking"])], scenarios: [blocking], questions: questions)
    #expect(judged(list).risks.first?.initiation.reasons == ["inside", "otherwise"])
  }
}
