import Documents
import Hygiene
import TestKit
import Testing

/// Every figure of a report, recomputed by a program that follows Docs/Formats/Report.md and
/// shares no code with this one.
@Suite struct RecomputeTests {
  @Test func everySampleAgreesToTheLastDigit() throws {
    #expect(
      try wrongFigures(in: SampleReport.allCases.map { try Documents.encode($0.report) }) == [])
  }

  @Test func everyReportOfARandomAuditAgreesToTheLastDigit() throws {
    #expect(
      try wrongFigures(in: (0..<400).map { try Documents.encode(RandomAudit(seed: $0).report) })
        == [])
  }

  /// What is set where in the sample full of contradictions, and where it must be noticed.
  private static let falsifications: [(path: [String], value: Fact?, noticed: String)] = [
    (["overall", "score", "worst", "exact"], .text("1/7"), "overall.score.worst.exact"),
    (["overall", "score", "best", "about"], .number(50.001), "overall.score.best.about"),
    (["overall", "score", "measured", "about"], .integer(1), "overall.score.measured.about"),
    (["overall", "score", "answered"], .integer(3), "overall.score.answered"),
    (["overall", "score"], nil, "overall.score"), (["overall", "label"], .text("fair"), "label"),
    (["overall", "tierOneGaps"], .list([]), "overall.tierOneGaps"),
    (["basics", "label"], .text("open"), "basics.label"),
    (["domains", "DEV", "score", "applicable"], .integer(2), "domains.DEV.score.applicable"),
    (["domains", "DEV"], nil, "domains.DEV"), (["scenarios", "seizure"], nil, "scenarios.seizure"),
    (["scenarios", "seizure", "label"], .text("fair"), "scenarios.seizure.label"),
    (["items", "0", "contribution", "exact"], .text("1/1"), "items.0.contribution.exact"),
    (["items", "0", "contribution"], nil, "items.0.contribution"),
    (["items", "2", "worst", "exact"], .text("1/1"), "items.2.worst.exact"),
    (["items", "2", "weight"], .integer(9), "overall.score.worst.exact"),
    (["items", "2", "tier"], .integer(2), "overall.tierOneGaps"),
    (["items", "2", "reply", "answer"], .text("partly"), "items.2.best.exact"),
    (["items", "2", "asked"], .bool(false), "overall.score.applicable"),
    (["items", "2", "scenarios"], .list([]), "scenarios.seizure.score.applicable"),
    (["contradictions"], .list([]), "items.2.worst.exact"),
    (["risks", "0", "exposure", "worst"], .text("low"), "risks.0.exposure.worst"),
    (["risks", "0", "likelihood", "best"], .text("high"), "risks.0.likelihood.best"),
    (["risks", "0", "risk", "worst"], .text("low"), "risks.0.risk.worst"),
    (["risks", "0", "inherent", "best"], .text("low"), "risks.0.inherent.best"),
    (["risks", "0", "impact", "range", "worst"], .text("very-low"), "risks.0.risk.worst"),
    (["risks"], .list([]), "risks"),
    (["plan", "0", "action", "relief"], .integer(1), "plan.0.action.relief"),
    (["plan", "0", "action", "riskReduction"], .integer(9), "plan.0.action.riskReduction"),
    (["plan"], .list([]), "plan"), (["steps", "0", "to"], .text("very-high"), "steps.0.to"),
  ]

  @Test func everyFalseFigureIsNoticed() throws {
    let report = try Documents.fact(SampleReport.contradictions.report)
    let found = try wrongFigures(
      in: Self.falsifications.map {
        try Documents.encode(report.setting($0.path[...], to: $0.value))
      })
    for (number, falsification) in Self.falsifications.enumerated() {
      let own = found.filter { $0.hasPrefix("report \(number + 1): ") }
      #expect(own.contains { $0.contains(falsification.noticed + ":") }, "\(falsification): \(own)")
    }
  }
}
