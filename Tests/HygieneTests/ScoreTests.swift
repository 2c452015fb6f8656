import Hygiene
import Testing

@Suite struct ScoreTests {
  @Test func coverageCountsSilenceAndDoubtApart() {
    let list = checklist((1...6).map { control(ControlID(rawValue: "AAA-0\($0)")) })
    let score = judged(
      list,
      [
        "AAA-01": .met, "AAA-02": .partly, "AAA-03": .notMet, "AAA-04": .unknown,
        "AAA-05": .notApplicable,
      ]
    ).overall.score
    #expect(score?.applicable == 5)
    #expect(score?.answered == 4)
    #expect(score?.unknown == 1)
    #expect(score?.worst == Rational(30))
    #expect(score?.best == Rational(70))
  }

  @Test func measuredIsAShareOfTheWeight() {
    let link = EvidenceLink(check: "storage-home")
    let list = checklist([
      control("AAA-01", weight: 3, evidence: [link]), control("AAA-02", weight: 1),
    ])
    let score = judged(list, evidence: [evidence("storage-home", .good)]).overall.score
    #expect(score?.measured == Rational(75))
  }

  @Test func nothingApplicableIsNoScore() {
    let assessment = judged(checklist([control("AAA-01", tier: 1)]), ["AAA-01": .notApplicable])
    #expect(assessment.overall.score == nil)
    #expect(assessment.overall.label == nil)
    #expect(assessment.overall.tierOneGaps.isEmpty)
    #expect(assessment.domains["AAA"]?.score == nil)
    #expect(assessment.risks.isEmpty)
    #expect(assessment.plan.actions.isEmpty)
  }

  /// Weight 1 of 100 per control: the number of those that are met is the score.
  @Test(arguments: [
    (0, false, Label.weak), (20, false, .weak), (21, false, .fair), (79, false, .fair),
    (80, false, .strong), (100, false, .strong), (0, true, .weak), (21, true, .gaps),
    (99, true, .gaps),
  ])
  func aLabelIsCappedByAFirstTierGap(_ met: Int, _ hasGap: Bool, _ label: Label) {
    let controls = (0..<100).map { index in
      control(ControlID(rawValue: "AAA-\(index)"), tier: hasGap && index == 99 ? 1 : 2)
    }
    let replies = Dictionary(
      uniqueKeysWithValues: controls.enumerated().map {
        ($1.id, $0 < met ? Answer.met : .notMet)
      })
    let group = judged(checklist(controls), replies).overall
    #expect(group.label == label)
    // A cap never alters the figure, and the reason for it is named.
    #expect(group.score?.worst == Rational(met))
    #expect(group.tierOneGaps == (hasGap ? ["AAA-99"] : []))
  }

  @Test func whatIsNotKnownIsNotCalledWeak() {
    let (first, second) = (control("AAA-01", tier: 1), control("AAA-02", in: "BBB"))
    let silent = judged(checklist([first, second]))
    #expect(silent.domains["AAA"]?.label == .gaps)
    #expect(silent.domains["BBB"]?.label?.rawValue == "open")
    #expect(silent.overall.label == .gaps)
    // Said outright, it is.
    #expect(judged(checklist([second]), ["AAA-02": .notMet]).overall.label == .weak)
  }

  @Test func aControlCountsInEachOfItsScenariosAndBasicOnesInNone() {
    let list = checklist(
      [
        control("AAA-01", scenarios: ["seizure", "takeover"]),
        control("AAA-02", scenarios: ["seizure", "seizure"]), control("AAA-03", scenarios: []),
      ], scenarios: [scenario("seizure"), scenario("takeover"), scenario("ddos")])
    let assessment = judged(list, ["AAA-01": .met])
    #expect(assessment.scenarios["seizure"]?.score?.worst == Rational(50))
    #expect(assessment.scenarios["takeover"]?.score?.worst == Rational(100))
    #expect(assessment.scenarios["ddos"]?.score == nil)
    #expect(assessment.basics.score?.applicable == 1)
    #expect(assessment.risks.map(\.scenario) == ["seizure", "takeover"])
  }

  @Test func applicabilityFollowsTheContext() {
    let when = Condition.answered("website", oneOf: ["yes"])
    let list = checklist([control("AAA-01", when: when), control("AAA-02")])
    func ids(_ context: Context) -> [ControlID] {
      judged(list, context: context).results.map(\.control.id)
    }
    #expect(ids(Context(["website": ["yes"]])) == ["AAA-01", "AAA-02"])
    #expect(ids(Context(["website": ["no"]])) == ["AAA-02"])
    #expect(ids(Context()) == ["AAA-01", "AAA-02"])
  }

  @Test(
    arguments: [
      (Condition.not(.answered("a", oneOf: ["1"])), nil, true),
      (.all([.answered("a", oneOf: ["1"]), .answered("b", oneOf: ["2"])]), nil, false),
      (.any([.answered("a", oneOf: ["1"]), .answered("b", oneOf: ["2"])]), true, true),
      (.all([]), true, true), (.any([]), false, false),
    ] as [(Condition, Bool?, Bool?)])
  func conditionsHaveThreeResults(_ condition: Condition, _ open: Bool?, _ closed: Bool?) {
    #expect(condition.holds(in: Context(["b": ["2"]])) == open)
    #expect(condition.holds(in: Context(["a": ["0"], "b": ["2"]])) == closed)
  }
}
