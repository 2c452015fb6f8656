import Hygiene
import Testing

private let third = Rational(1, over: 3)

/// The rules of scoring, one table each, beside those of the other suites.
@Suite struct RuleTests {
  private func controls(_ weights: [Int], tier: Int = 2) -> [Control] {
    weights.enumerated().map {
      control(ControlID(rawValue: "AAA-0\($0 + 1)"), tier: tier, weight: $1)
    }
  }

  private func judgedInOrder(
    _ weights: [Int], _ answers: [Answer], partly: Rational = third
  ) -> Assessment {
    let controls = controls(weights)
    return judged(
      checklist(controls, partly: partly),
      Dictionary(uniqueKeysWithValues: zip(controls.map(\.id), answers)))
  }

  /// Worst and best are shares of the weight, and *partly* is worth what the checklist says.
  @Test(arguments: [
    ([3, 1], [Answer.met, .notMet], Rational(75), Rational(75)),
    ([3, 1], [.notMet, .met], Rational(25), Rational(25)),
    ([1, 1, 1], [.partly, .partly, .partly], Rational(100, over: 3), Rational(100, over: 3)),
    ([6, 3], [.partly, .unknown], Rational(200, over: 9), Rational(500, over: 9)),
    ([2, 3, 5], [.unanswered, .met, .notApplicable], Rational(60), Rational(100)),
    ([100, 1], [.unknown, .unanswered], Rational(0), Rational(100)),
    ([1, 100], [.met, .notApplicable], Rational(100), Rational(100)),
  ])
  func aScoreIsAShareOfTheWeight(
    _ weights: [Int], _ answers: [Answer], _ worst: Rational, _ best: Rational
  ) {
    let score = judgedInOrder(weights, answers).overall.score
    #expect(score?.worst == worst)
    #expect(score?.best == best)
  }

  /// `100 · weight · (1 − worst) / total weight`, and nothing for what leaves the base.
  @Test(
    arguments: [
      ([3, 1], [Answer.met, .notMet], ["0", "25"]),
      ([6, 3], [.partly, .unknown], ["400/9", "100/3"]),
      ([2, 3, 5], [.unanswered, .met, .notApplicable], ["40", "0", nil]),
      ([3, 2, 1], [.notMet, .notMet, .notMet], ["50", "100/3", "50/3"]),
    ] as [([Int], [Answer], [String?])])
  func aControlCostsItsShare(_ weights: [Int], _ answers: [Answer], _ costs: [String?]) {
    let found = contributions(judgedInOrder(weights, answers).results)
    for (control, cost) in zip(controls(weights), costs) {
      #expect(found[control.id] == cost.flatMap(fraction), "\(control.id)")
    }
  }

  private func fraction(_ text: String) -> Rational? {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    return parts.first.map { Rational($0, over: parts.count == 2 ? parts[1] : 1) }
  }

  /// Of 100 equal controls so many are met and so many not known; the others are not met.
  @Test(arguments: [
    ("even the best case is below 21", 0, 20, Label.weak), ("it may be anything", 0, 100, .open),
    ("the best case reaches 21", 0, 21, .open), ("the worst case is below 21", 20, 60, .open),
    ("the worst case reaches 21", 21, 79, .fair), ("the worst case is below 80", 79, 21, .fair),
    ("the worst case reaches 80", 80, 0, .strong), ("all is met", 100, 0, .strong),
  ])
  func aLabelFollowsBothEnds(_ what: String, _ met: Int, _ unknown: Int, _ label: Label) {
    let answers = (0..<100).map {
      $0 < met ? Answer.met : $0 < met + unknown ? .unknown : .notMet
    }
    #expect(
      judgedInOrder(Array(repeating: 1, count: 100), answers).overall.label == label, "\(what)")
  }

  /// From likelihood, score and impact to the risk, step by step.
  @Test(arguments: [
    (Level.high, 0, Level.high, "very-high very-high high"),
    (.high, 4, .high, "very-high very-high high"), (.high, 5, .high, "high high high"),
    (.high, 20, .veryHigh, "high high very-high"),
    (.high, 21, .veryHigh, "moderate moderate high"),
    (.moderate, 79, .moderate, "moderate moderate moderate"),
    (.moderate, 80, .moderate, "low low low"), (.veryHigh, 95, .veryHigh, "low moderate high"),
    (.veryHigh, 96, .veryHigh, "very-low low moderate"),
    (.veryLow, 0, .veryHigh, "very-high low moderate"),
    (.low, 100, .moderate, "very-low very-low very-low"),
  ])
  func aRiskIsMadeInThreeSteps(
    _ initiation: Level, _ score: Int, _ impact: Level, _ levels: String
  ) throws {
    let risk = try #require(self.risk(initiation, score, impact))
    let found = [risk.exposure.worst, risk.likelihood.worst, risk.risk.worst]
    #expect(found.map(\.rawValue).joined(separator: " ") == levels)
    #expect(risk.exposure.best == risk.exposure.worst && risk.risk.best == risk.risk.worst)
    // As if nothing were met.
    #expect(try risk.inherent == #require(self.risk(initiation, 0, impact)).risk)
  }

  @Test(arguments: Level.allCases)
  func aRiskNeverFallsWhenExposureRises(_ initiation: Level) throws {
    for impact in Level.allCases {
      let risks = try (0...100).reversed().map {
        try #require(self.risk(initiation, $0, impact)).risk.worst
      }
      #expect(zip(risks, risks.dropFirst()).allSatisfy { $0 <= $1 }, "\(impact)")
    }
  }

  /// The one scenario of a checklist whose score is a whole number.
  private func risk(_ initiation: Level, _ score: Int, _ impact: Level) -> ScenarioRisk? {
    let list = checklist(
      [control("AAA-01", weight: max(score, 1)), control("AAA-02", weight: max(100 - score, 1))],
      scenarios: [scenario(likelihood: initiation, impact: impact)])
    return judged(
      list, ["AAA-01": score > 0 ? .met : .notMet, "AAA-02": score < 100 ? .notMet : .met]
    ).risks.first
  }

  /// What a gap is called by the tier of its control; half a gap is at most moderate.
  @Test(
    arguments: [
      (1, Answer.notMet, Level.high), (2, .notMet, .moderate), (3, .notMet, .low),
      (1, .partly, .moderate), (2, .partly, .moderate), (3, .partly, .low), (1, .met, nil),
      (1, .unknown, nil), (1, .unanswered, nil), (1, .notApplicable, nil),
    ] as [(Int, Answer, Level?)])
  func aFindingIsAsSevereAsItsTier(_ tier: Int, _ answer: Answer, _ severity: Level?) {
    let findings = judged(checklist(controls([1], tier: tier)), ["AAA-01": answer]).findings
    #expect(findings.map(\.severity) == (severity.map { [$0] } ?? []))
    #expect(findings.allSatisfy { $0.control == "AAA-01" && $0.check == nil })
  }

  @Test(
    arguments: [
      (Outcome.problem, Level.high), (.concern, .moderate), (.good, nil),
      (.unknown(because: .failed), nil), (.skipped(because: .noConsent), nil),
    ] as [(Outcome, Level?)])
  func aMeasurementIsAFindingOfItsOwn(_ outcome: Outcome, _ severity: Level?) {
    let findings = judged(
      checklist(controls([1])), evidence: [evidence("storage-home", outcome)]
    ).findings
    #expect(findings.map(\.severity) == (severity.map { [$0] } ?? []))
    #expect(findings.allSatisfy { $0.kind == .measured && $0.subject == "/home" })
  }

  @Test func theMostSevereFindingComesFirstAndAContradictionBeforeItsEquals() {
    let link = EvidenceLink(check: "storage-home")
    let list = checklist([
      control("AAA-01", tier: 3), control("AAA-02", tier: 1),
      control("AAA-03", tier: 1, evidence: [link]),
    ])
    let findings = judged(
      list, ["AAA-01": .notMet, "AAA-02": .notMet, "AAA-03": .met],
      evidence: [evidence("storage-home", .problem)]
    ).findings
    #expect(findings.map(\.kind) == [.contradiction, .notMet, .measured, .notMet])
    #expect(findings.map(\.severity) == [.high, .high, .high, .low])
  }
}
