internal import Documents
public import Hygiene

/// A comparison for a program to read (Docs/Formats/Progress.md), and a line end.
public func json(
  of comparison: Comparison, from before: Report, to after: Report
) throws -> [UInt8] {
  let common = comparison.common
  let document = ComparisonDocument(
    before: ComparisonDocument.Side(before), after: ComparisonDocument.Side(after),
    shared: common.pairs.count, either: common.either, share: common.share,
    overall: common.overall, domains: common.domains, scenarios: common.scenarios,
    improvedDomains: comparison.improvedDomains(), declinedDomains: comparison.declinedDomains(),
    counts: comparison.rows.reduce(into: [:]) { $0[$1.change.rawValue, default: 0] += 1 },
    controls: comparison.rows)
  return try Documents.encode(document) + [UInt8(ascii: "\n")]
}

private struct ComparisonDocument: Encodable {
  struct Side: Encodable {
    let time: Timestamp
    let checklist: Report.Source
    let profile: String?
    let practice: Bool

    init(_ report: Report) {
      (time, checklist) = (report.time, report.checklist)
      (profile, practice) = (report.profile, report.practice)
    }
  }
  var format = "saqta-comparison"
  var version = 1
  let before: Side, after: Side
  let shared: Int, either: Int, share: Rational
  let overall: Shift?
  let domains: [DomainID: Shift]
  let scenarios: [ScenarioID: Shift]
  let improvedDomains: [DomainID], declinedDomains: [DomainID]
  let counts: [String: Int]
  let controls: [Comparison.Row]
}
