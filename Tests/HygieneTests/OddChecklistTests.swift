import Hygiene
import Testing

@Suite struct OddChecklistTests {
  @Test func aListWithTwinsIsJudgedWithoutATrap() {
    let twin = control("AAA-01")
    let list = Checklist(
      id: "test", version: "1", digest: "", questions: [], scenarios: [scenario(), scenario()],
      domains: [Domain(id: "AAA", controls: [twin, twin]), Domain(id: "AAA", controls: [twin])],
      words: Words(language: "en", texts: [:]))
    let assessment = judged(list, ["AAA-01": .partly])
    #expect(assessment.overall.score?.worst == Rational(50))
  }

  @Test func weightlessControlsHaveNoScore() {
    let assessment = judged(checklist([control("AAA-01", weight: 0)]), ["AAA-01": .notMet])
    #expect(assessment.overall.score == nil)
    #expect(assessment.risks.isEmpty)
    #expect(contributions(assessment.results).isEmpty)
  }

  @Test(.timeLimit(.minutes(1)))
  func tenThousandControlsWithOddWeightsAreJudged() {
    let ids = (0..<10).map { ScenarioID(rawValue: "s\($0)") }
    let controls = (0..<10_000).map { index in
      control(
        ControlID(rawValue: "C-\(index)"), in: DomainID(rawValue: "D\(index / 10)"),
        tier: index % 3 + 1, weight: index * 7919 % 100 + 1,
        scenarios: ids.enumerated().filter { index % ($0.offset + 2) == 0 }.map(\.element))
    }
    let list = checklist(
      controls, scenarios: ids.map { scenario($0) }, partly: Rational(355, over: 991))
    let states: [Answer] = [.met, .partly, .notMet, .unknown, .unanswered, .notApplicable]
    let replies = Dictionary(
      uniqueKeysWithValues: controls.enumerated().map { ($1.id, states[$0 % 6]) })
    let assessment = judged(list, replies)
    let shares = contributions(assessment.results).values.reduce(Rational(0), +)
    #expect(assessment.overall.score.map { Rational(100) - $0.worst } == shares)
    #expect(
      assessment.plan.actions.count
        == assessment.results.filter { $0.claimed != .met && $0.claimed != .notApplicable }.count)
  }
}
