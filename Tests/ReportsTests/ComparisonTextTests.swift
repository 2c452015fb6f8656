import Hygiene
import Reports
import TestKit
import Testing

@Suite struct ComparisonTextTests {
  private func text(from before: Report, to after: Report, width: Int = 80) throws -> String {
    Reports.text(
      of: Comparison(from: before, to: after, by: SampleReport.changedChecklist), from: before,
      to: after, words: try interfaceWords(), width: width)
  }

  @Test(arguments: [80, 40])
  func aComparisonReadsLikeThis(_ width: Int) throws {
    let (small, later) = (SampleReport.small.report, SampleReport.later)
    let unlike = Report(
      replies: ["NET-07": Reply(.met)], by: only("NET-07"), on: "2027-05-20T09:30:00Z")
    let all = try [(small, later), (later, small), (small, unlike)].map {
      try text(from: $0, to: $1, width: width)
    }
    try expectGolden(all.joined(separator: "====\n"), named: "comparison-\(width).txt")
  }

  /// A checklist of another name with one control.
  private func only(_ control: ControlID) -> Checklist {
    let whole = SampleReport.changedChecklist
    return Checklist(
      id: "other", version: "1", digest: "", questions: [], scenarios: [],
      domains: [Domain(id: "NET", controls: whole.control(control).map { [$0] } ?? [])],
      words: whole.words)
  }

  @Test func theDocumentOfAComparisonIsGolden() throws {
    let (small, later) = (SampleReport.small.report, SampleReport.later)
    let bytes = try json(
      of: Comparison(from: small, to: later, by: SampleReport.changedChecklist), from: small,
      to: later)
    try expectGolden(String(decoding: bytes, as: UTF8.self), named: "comparison.json")
  }

  @Test(arguments: 0..<20)
  func everyComparisonFitsAnyScreenAndHasNoGap(_ seed: Int) throws {
    let (before, after) = (RandomAudit(seed: seed).report, RandomAudit(seed: seed + 100).report)
    for width in [20, 40, 80] {
      let text = try text(from: before, to: after, width: width)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
      #expect(!text.contains("{") && text.firstMatch(of: /<[a-z0-9.-]+>/) == nil, "\(text)")
    }
  }
}
