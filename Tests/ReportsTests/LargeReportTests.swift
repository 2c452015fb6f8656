import Hygiene
import Reports
import TestKit
import Testing

@Suite struct LargeReportTests {
  /// A hundred times the work of a tenth of the size would take minutes.
  @Test(.timeLimit(.minutes(1)))
  func manyControlsAndChecksAreWritten() throws {
    let controls = (0..<2000).map { index in
      Control(
        id: ControlID(rawValue: "AAA-\(index)"), domain: "AAA", tier: 1, weight: 1, unit: .person,
        scenarios: ["seizure"],
        effort: Effort(difficulty: 1, skill: 1, disruption: 1, within: .hour),
        evidence: [EvidenceLink(check: CheckID(rawValue: "check-\(index)"))])
    }
    let rule = LevelRule(.high, because: "otherwise")
    let list = Checklist(
      id: "large", version: "1", digest: String(repeating: "0", count: 64), questions: [],
      scenarios: [Scenario(id: "seizure", likelihood: [rule], impact: [rule])],
      domains: [Domain(id: "AAA", controls: controls)], words: try interfaceWords())
    let answers = Answers(
      replies: Dictionary(uniqueKeysWithValues: controls.map { ($0.id, Reply(.met)) }))
    let evidence = (0..<2000).map { index in
      Evidence(
        check: CheckID(rawValue: "check-\(index)"), version: 1, subject: "x", outcome: .problem,
        confidence: .high, time: FixedClock().now)
    }
    let report = Report(
      assess(list, Context(), answers, evidence), by: list, context: Context(), answers: answers,
      evidence: evidence, at: FixedClock().now, tool: "saqta 0.1.0")
    #expect(report.contradictions.count == 2000)
    #expect(Text().render(report, words: list.words).count > 100_000)
    #expect(summary(report, words: list.words, width: 80).split(separator: "\n").count <= 20)
  }
}
