import Hygiene
import Reports
import TestKit
import Testing

private func item(
  _ check: CheckID, _ outcome: Outcome, subject: String = "/home", _ facts: Fact = .object([:]),
  confidence: Confidence = .high
) -> Evidence {
  Evidence(
    check: check, version: 1, subject: subject, outcome: outcome, facts: facts,
    confidence: confidence, time: FixedClock().now)
}

private func shown(
  _ evidence: [Evidence], _ texts: [String: String] = [:], width: Int = 80
) throws -> String {
  let words = try interfaceWords().joined(with: Words(language: "en", texts: texts))
  return evidenceLines(evidence, words: words, width: width).joined(separator: "\n")
}

@Suite struct EvidenceTextTests {
  @Test func theWorstCheckAndTheWorstSubjectComeFirst() throws {
    let text = try shown(
      [
        item("dns-compare", .good, subject: "192.0.2.1"),
        item("tls-reach", .good, subject: "a.example:443"),
        item("tls-reach", .problem, subject: "b.example:443"),
        item("storage-home", .unknown(because: .notPermitted)),
        item("storage-swap", .skipped(because: "reason-of-2031"), subject: ""),
      ], ["check.tls-reach.title": "Reaching sites"])
    #expect(
      text == """
        Reaching sites
          problem: b.example:443
          good: a.example:443
        storage-home
          could not tell: /home
            this account may not look there
        storage-swap
          not looked at
            reason-of-2031
        dns-compare
          good: 192.0.2.1
        """)
  }

  @Test func factsAreListedWhateverTheirShape() throws {
    let facts = Fact.object([
      "device": .text("/dev/sda2"), "encrypted": .bool(false), "absent": .null, "empty": .list([]),
      "names": .list([.text("a"), .integer(2), .number(2.5)]),
      "layers": .list([
        .object(["kind": .text("partition"), "name": .text("sda2"), "label": .null]),
        .object(["kind": .text("disk"), "parts": .list([.object(["a": .list([.list([])])])])]),
        .object(["deep": .object(["deeper": .object(["deepest": .text("x")])])]),
      ]),
    ])
    #expect(
      try shown([item("storage-home", .concern, facts)]) == """
        storage-home
          concern: /home
            device: /dev/sda2
            encrypted: no
            layers:
              - kind: partition, name: sda2
              - kind: disk
              - deep:
                  deeper:
                    deepest: x
            names: a, 2, 2.5
        """)
  }

  @Test func aChecksOwnSentenceStandsForItsFacts() throws {
    let texts = [
      "check.storage-home.problem": "{subject} lies on {device}, which is not encrypted.",
      "check.storage-home.concern": "{surprise} is unknown.",
    ]
    let facts = Fact.object(["device": .text("{subject} \u{1B}[2J/dev/sda2")])
    #expect(
      try shown([item("storage-home", .problem, facts)], texts) == """
        storage-home
          problem: /home
            /home lies on {subject} \u{FFFD}[2J/dev/sda2, which is not encrypted.
        """)
    #expect(
      try shown([item("storage-home", .concern, facts)], texts).contains("device: {subject}"))
  }

  @Test func aLongListIsCutAndSaysSo() throws {
    let entries = (0..<100).map { Fact.object(["index": .integer($0)]) }
    let text = try shown([item("dns-compare", .good, .object(["names": .list(entries)]))])
    #expect(text.split(separator: "\n").count == 2 + 24 + 1)
    #expect(text.hasSuffix("    and 77 more"))
  }

  @Test func ofManySubjectsTheGoodOnesAreBrief() throws {
    let facts = Fact.object(["stage": .text("done")])
    let items = (0..<9).map {
      item("tls-reach", $0 == 4 ? .problem : .good, subject: "\($0)", facts)
    }
    #expect(try shown(items).split(separator: "\n").count == 1 + 9 + 1)
    #expect(try shown(Array(items.prefix(3))).split(separator: "\n").count == 1 + 3 + 3)
  }

  @Test func doubtIsSaidOnlyOfConclusions() throws {
    #expect(try shown([item("a", .good, confidence: .low)]).contains("This is not certain."))
    #expect(
      !(try shown([item("a", .unknown(because: .failed), confidence: .low)])).contains("certain"))
  }

  @Test func nothingFromOutsideReachesTheScreenRaw() throws {
    let hostile =
      "\u{1B}]0;x\u{7}\r\n\u{202E}evil\u{0}\u{9B}31m" + String(repeating: "\n", count: 50)
    let facts = Fact.object([hostile: .text(hostile), "b": .list([.text(hostile)])])
    let text = try shown(
      [item("tls-reach", .problem, subject: hostile, facts)], ["check.tls-reach.title": "x"],
      width: 30)
    let forbidden: [Unicode.Scalar] = ["\u{1B}", "\u{7}", "\r", "\u{202E}", "\u{0}", "\u{9B}"]
    #expect(forbidden.allSatisfy { !text.unicodeScalars.contains($0) })
    #expect(text.split(separator: "\n").count < 16)
  }

  @Test func nothingMeasuredIsNoLine() throws {
    #expect(try shown([]).isEmpty)
  }
}
