import Documents
import FoundationEssentials
import Hygiene
import TestKit
import Testing

/// What a reduced report can hold, field by field: a new field of a report is not in this list, and
/// fails here until somebody has decided.
@Suite struct ReducedReportTests {
  private static let allowed: Set = [
    "format", "version", "tool", "time", "practice", "reduced", "profile", "evidence",
    "checklist.id", "checklist.version", "checklist.digest", "checklist.language",
    "items.control", "items.domain", "items.tier", "items.weight", "items.unit", "items.asked",
    "items.scenarios", "items.question", "items.reply.answer", "items.measured", "items.worst",
    "items.best", "items.contribution",
    "findings.kind", "findings.severity", "findings.control", "findings.check",
    "contradictions.control", "contradictions.kind", "contradictions.claimed",
    "contradictions.checks",
    "overall", "domains", "scenarios", "basics",
    "risks.scenario", "risks.initiation.range", "risks.initiation.reasons", "risks.impact.range",
    "risks.impact.reasons", "risks.exposure", "risks.likelihood", "risks.risk", "risks.inherent",
    "context.values", "plan.action", "plan.text", "plan.caution", "steps", "quality.kind",
    "quality.controls", "method.partlyCredit", "method.riskTables", "method.scale", "texts",
  ]

  @Test(arguments: SampleReport.allCases) func holdsNothingButWhatIsListed(
    _ sample: SampleReport
  ) throws {
    let fact = try JSONDecoder().decode(
      Fact.self, from: Data(try Documents.encode(sample.report.reducing())))
    let found = Set(paths(in: fact))
    #expect(found.isSubset(of: Self.allowed), "\(found.subtracting(Self.allowed))")
    #expect(sample.report.reducing().reducing() == sample.report.reducing())
  }

  @Test func nothingThatWasTypedOrThatPointsSomewhereIsLeft() throws {
    let marker = "Ainura-4711"
    let checklist = SampleReport.checklist
    let context = Context(["country": [marker], "beats": ["courts"], "sources": ["yes"]])
    let answers = Answers(
      role: marker,
      replies: [
        "ACC-03": Reply(.partly, option: marker, note: marker, due: Day("2031-07-08")),
        "DEV-01": Reply(.met),
      ])
    let evidence = [
      Evidence(
        check: "storage-home", version: 1, subject: marker, outcome: .problem,
        facts: .object([marker: .text(marker)]), confidence: .high, time: FixedClock().now)
    ]
    let whole = Report(
      assess(checklist, context, answers, evidence), by: checklist, context: context,
      answers: answers, evidence: evidence, pace: Pace(answers: 9, seconds: 88),
      at: FixedClock().now, tool: "saqta 0.1.0", round: marker.lowercased())
    func text(_ report: Report) throws -> String {
      String(decoding: try Documents.encode(report), as: UTF8.self)
    }
    let reduced = try text(whole.reducing())
    for word in [marker, marker.lowercased(), "2031-07-08", "06:10:00", "because"] {
      #expect(try text(whole).contains(word), "\(word)")
      #expect(!reduced.contains(word), "\(word)")
    }
    #expect(whole.reducing().overall == whole.overall)
    #expect(whole.reducing().risks.map(\.risk) == whole.risks.map(\.risk))
    #expect(whole.reducing().plan == whole.plan)
  }

  /// The names of the fields down to the first that the list above has, or that has none below.
  private func paths(in fact: Fact, below path: String = "") -> [String] {
    if Self.allowed.contains(path) { return [path] }
    switch fact {
    case .object(let fields):
      return fields.flatMap { name, value in
        paths(in: value, below: path.isEmpty ? name : "\(path).\(name)")
      }
    case .list(let elements): return elements.flatMap { paths(in: $0, below: path) }
    default: return [path]
    }
  }
}
