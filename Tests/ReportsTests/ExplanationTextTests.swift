import Hygiene
import Reports
import TestKit
import Testing

@Suite struct ExplanationTextTests {
  private func text(
    of name: String?, in sample: SampleReport, width: Int = 80
  ) throws -> String {
    let explained =
      try name.map { try #require(Explained($0, in: sample.report)) } ?? Explained.overall
    return explanation(of: explained, in: sample.report, words: try interfaceWords(), width: width)
  }

  /// Whole texts: the overall figure, a control of each kind, a scenario, and a narrow screen.
  @Test func explanationsReadLikeThis() throws {
    let all = try [
      (nil, SampleReport.small, 80), ("acc-03", .small, 80), ("DEV-01", .small, 80),
      ("CEN-01", .contradictions, 80), ("DEV-01", .contradictions, 80), ("seizure", .small, 80),
      ("Seizure", .unknown, 40), (nil, .contradictions, 40),
    ].map { name, sample, width in
      "==== \(name ?? "overall"), \(sample), \(width) columns\n"
        + (try text(of: name, in: sample, width: width))
    }
    try expectGolden(all.joined(separator: "\n"), at: "Tests/Golden/reports/explanations.txt")
  }

  @Test func noGapIsLeftInAnyLine() throws {
    for seed in 0..<40 {
      let report = RandomAudit(seed: seed).report
      let names = report.items.map(\.control.rawValue) + report.risks.map(\.scenario.rawValue)
      for name in names {
        let explained = try #require(Explained(name, in: report))
        let text = explanation(
          of: explained, in: report, words: try interfaceWords(), width: 60)
        #expect(!text.contains("{") && !text.contains("<explain"), "\(text)")
      }
    }
  }

  @Test func anUnknownNameIsNothing() {
    #expect(Explained("ZZZ-01", in: SampleReport.small.report) == nil)
  }
}
