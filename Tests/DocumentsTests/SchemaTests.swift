import Documents
import FoundationEssentials
import Hygiene
import TestKit
import Testing

/// Docs/report.schema.json against an independent validator, Debian's python3-jsonschema.
@Suite struct SchemaTests {
  /// Reads one document a line; writes `valid` or the first complaint for each.
  private static let validator = """
    import json, sys, jsonschema
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for line in sys.stdin.buffer:
        error = next(validator.iter_errors(json.loads(line)), None)
        print("valid" if error is None else "refused: " + error.message.replace("\\n", " ")[:200])
    """

  private func verdicts(on documents: [[UInt8]]) throws -> [String] {
    let schema = #filePath.replacing(
      "Tests/DocumentsTests/SchemaTests.swift", with: "Docs/report.schema.json")
    let ran = try run(
      ["/usr/bin/python3", "-c", Self.validator, schema],
      input: Array(documents.joined(separator: [10])))
    #expect(ran.status == 0, "\(ran.errorText)")
    return ran.text.split(separator: "\n").map(String.init)
  }

  @Test func everySampleSatisfiesTheSchema() throws {
    let documents = try SampleReport.allCases.map { try Documents.encode($0.report) }
    #expect(try verdicts(on: documents) == documents.map { _ in "valid" })
  }

  @Test func everyReportOfARandomAuditSatisfiesTheSchema() throws {
    let documents = try (0..<40).map { try Documents.encode(RandomAudit(seed: $0).report) }
    #expect(try verdicts(on: documents) == documents.map { _ in "valid" })
  }

  /// What is set where, in the sample full of contradictions; nil takes the member away.
  private static let mutations: [(path: [String], value: Fact?)] = [
    (["format"], .text("saqta-reports")), (["version"], .integer(2)), (["version"], nil),
    (["surprise"], .null), (["time"], .text("2026-11-24 06:10:00")),
    (["time"], .text("2026-13-24T06:10:00Z")), (["practice"], .text("no")),
    (["checklist", "digest"], .text("ABAB")), (["checklist", "language"], .text("English")),
    (["context", "values", "country"], .text("kz")),
    (["context", "values", "Country!"], .list([])),
    (["items", "0", "control"], .text("ACC 01")), (["items", "0", "tier"], .integer(4)),
    (["items", "0", "weight"], .integer(0)), (["items", "0", "unit"], .text("robot")),
    (["items", "0", "reply", "answer"], .text("yes")), (["items", "0", "reply", "answer"], nil),
    (["items", "0", "measured"], .text("maybe")), (["items", "0", "worst"], nil),
    (["items", "0", "worst", "exact"], .text("1")),
    (["items", "0", "worst", "exact"], .text("1/0")),
    (["items", "0", "worst", "exact"], .text("01/2")), (["items", "0", "worst", "about"], nil),
    (["items", "0", "contribution", "about"], .integer(101)),
    (["items", "0", "best", "about"], .integer(2)), (["items", "0", "extra"], .bool(true)),
    (["evidence", "0", "outcome", "is"], .text("fine")),
    (["evidence", "0", "outcome", "is"], .text("unknown")),
    (["evidence", "0", "outcome", "because"], .text("timed-out")),
    (["evidence", "0", "version"], .integer(0)), (["evidence", "0", "facts"], nil),
    (["evidence", "0", "confidence"], .text("certain")), (["findings", "0", "kind"], .text("bad")),
    (["findings", "0", "control"], nil), (["findings", "0", "severity"], .text("severe")),
    (["contradictions", "0", "checks"], .list([])), (["contradictions", "0", "claimed"], .null),
    (["overall", "score", "worst", "exact"], .text("-1/3")), (["overall", "score"], nil),
    (["overall", "score", "worst"], .text("130/3")),
    (["overall", "score", "applicable"], .integer(0)),
    (["overall", "label"], .text("excellent")), (["overall", "tierOneGaps"], nil),
    (["domains", "ACC", "score", "answered"], .integer(-1)), (["domains", "A C"], .object([:])),
    (["scenarios", "seizure"], .null), (["risks", "0", "risk", "worst"], .text("extreme")),
    (["risks", "0", "initiation", "range"], nil), (["plan", "0", "text"], nil),
    (["plan", "0", "action", "effort", "skill"], .integer(0)),
    (["plan", "0", "action", "effort", "within"], .text("year")),
    (["plan", "0", "action", "riskReduction"], .number(0.5)),
    (["steps", "0", "controls"], .list([])),
    (["quality"], nil), (["quality"], .list([.object(["kind": .text("too-fast")])])),
    (["quality"], .list([.object(["kind": .text("dull"), "controls": .list([])])])),
    (["pace"], .object(["answers": .integer(8)])), (["pace"], .integer(8)),
    (["items", "0", "reply", "due"], .text("2026-13-01")),
    (["method", "scale"], .text("magic")), (["texts", "no-dot"], .text("x")),
    (["texts"], .list([])),
  ]

  @Test func whateverWeWouldNotWriteIsRefused() throws {
    let report = try Documents.fact(SampleReport.contradictions.report)
    let documents = try Self.mutations.map { mutation in
      try Documents.encode(report.setting(mutation.path[...], to: mutation.value))
    }
    let found = try verdicts(on: documents)
    #expect(found.count == Self.mutations.count)
    for (mutation, verdict) in zip(Self.mutations, found) {
      #expect(verdict.hasPrefix("refused"), "\(mutation)")
    }
  }

  @Test func factsMayBeAnything() throws {
    let report = try Documents.fact(SampleReport.contradictions.report)
    let facts: [Fact] = [.null, .list([.object(["a": .list([])])]), .text("x"), .number(0.5)]
    let documents = try facts.map {
      try Documents.encode(report.setting(["evidence", "0", "facts"], to: $0))
    }
    #expect(try verdicts(on: documents) == facts.map { _ in "valid" })
  }
}

extension Fact {
  /// A copy with the member at a path set, or taken away by nil.
  func setting(_ path: ArraySlice<String>, to value: Fact?) throws -> Fact {
    guard let name = path.first else { return try #require(value) }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      let isLast = rest.isEmpty
      members[name] = isLast ? value : try #require(members[name]).setting(rest, to: value)
      return .object(members)
    case .list(var members):
      let index = try #require(Int(name))
      members[index] = try members[index].setting(rest, to: value)
      return .list(members)
    default:
      Issue.record("there is no \(name) in \(self)")
      return self
    }
  }
}
