import Hygiene

/// Three audits of an invented newsroom: a small one, one full of contradictions, one of which
/// nothing is known.
public enum SampleReport: String, CaseIterable, Sendable {
  case small, contradictions, unknown

  public var report: Report {
    let checklist = SampleReport.checklist
    let assessment = assess(checklist, context, answers, evidence, on: Self.time.day, at: pace)
    return Report(
      assessment, by: checklist, context: context, answers: answers, evidence: evidence,
      pace: pace, at: SampleReport.time, tool: "saqta 0.1.0", practice: self == .small)
  }

  private static let time = FixedClock().now

  private var context: Context {
    switch self {
    case .small:
      Context(["country": ["kz"], "beats": ["corruption", "courts"], "sources": ["no"]])
    case .contradictions: Context(["country": ["kg"], "beats": ["culture"], "sources": ["yes"]])
    case .unknown: Context()
    }
  }

  private var pace: Pace? { self == .small ? Pace(answers: 9, seconds: 88) : nil }

  private var answers: Answers {
    switch self {
    case .small:
      Answers(
        role: "editor",
        replies: [
          "ACC-01": Reply(.met),
          "ACC-03": Reply(.partly, option: "some", note: "mail, not yet chats"),
          "DEV-01": Reply(.notMet, due: Day("2026-11-23")), "NET-03": Reply(.unknown),
          "CEN-01": Reply(.met),
        ])
    case .contradictions:
      Answers(
        role: "reporter",
        replies: [
          "ACC-01": Reply(.met), "ACC-03": Reply(.met), "DEV-01": Reply(.met),
          "NET-03": Reply(.notMet), "CEN-01": Reply(.notApplicable),
        ])
    case .unknown: Answers()
    }
  }

  private var evidence: [Evidence] {
    switch self {
    case .small:
      [
        measured("storage-home", "/home", .problem, Self.disk),
        measured("dns-compare", "192.0.2.1", .unknown(because: .timedOut), .object([:])),
      ]
    case .contradictions:
      [
        measured("storage-home", "/home", .problem, Self.disk),
        measured("dns-compare", "192.0.2.1", .good, .object(["answers": .integer(12)])),
        measured("tls-reach", "news.example:443", .problem, Self.stages),
        measured("tls-reach", "archive.example:443", .good, Self.answer),
      ]
    case .unknown:
      [
        measured("storage-home", "/home", .unknown(because: .notPermitted), .object([:])),
        measured("dns-compare", "", .skipped(because: .noConsent), .object([:])),
        measured("tls-reach", "", .skipped(because: "reason-of-2031"), .object([:])),
      ]
    }
  }

  private func measured(
    _ check: CheckID, _ subject: String, _ outcome: Outcome, _ facts: Fact
  ) -> Evidence {
    Evidence(
      check: check, version: 1, subject: subject, outcome: outcome, facts: facts,
      confidence: .high, time: Self.time)
  }

  private static let disk = Fact.object([
    "verdict": .text("not-encrypted"), "isPresent": .bool(true), "obstacle": .null,
    "unreadHeaders": .integer(0),
    "trails": .list([
      .object([
        "end": .text("exposed"),
        "steps": .list([
          .object(["name": .text("home")]),
          .object(["name": .text("sda2"), "kind": .text("partition")]),
          .object(["name": .text("sda"), "kind": .text("disk")]),
        ]),
      ])
    ]),
  ])

  private static let answer = Fact.object([
    "verdict": .text("reachable"), "addresses": .list([.text("192.0.2.9")]),
    "stages": .list([
      .object(["stage": .text("resolve"), "took": .integer(12)]),
      .object([
        "stage": .text("read"), "took": .integer(9), "address": .text("192.0.2.9"),
      ]),
    ]),
  ])

  private static let stages = Fact.object([
    "verdict": .text("suspect-sni"), "addresses": .list([.text("192.0.2.7"), .text("192.0.2.8")]),
    "stages": .list([
      .object(["stage": .text("resolve"), "took": .integer(12)]),
      .object([
        "stage": .text("handshake"), "took": .integer(9), "word": .text("reset"),
        "address": .text("192.0.2.7"),
      ]),
    ]),
  ])
}
