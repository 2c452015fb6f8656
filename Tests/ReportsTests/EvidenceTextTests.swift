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
        Your files, if the computer is taken
          could not tell: /home
            this account may not look there
        Memory moved to the disk (swap)
          not looked at
            reason-of-2031
        dns-compare
          good: 192.0.2.1
        """)
  }

  private static let facts = Fact.object([
    "device": .text("/dev/sda2"), "encrypted": .bool(false), "absent": .null, "empty": .list([]),
    "names": .list([.text("a"), .integer(2), .number(2.5), .text("a")]), "kind": .text("box"),
    "until": .text("2027-01-01T00:00:00Z"), "name": .text("www.example."),
    "none": .integer(0), "one": .integer(1), "some": .integer(7),
    "layers": .list([
      .object(["kind": .text("box"), "name": .text("sda2"), "label": .null]),
      .object(["name": .text("sda"), "parts": .list([.object(["a": .text("x")])])]),
      .object(["deep": .object(["deeper": .text("y")])]),
    ]),
  ])

  private func lines(_ texts: [String: String], of facts: Fact = facts) throws -> [String] {
    let check: CheckID = "disk-of-2031"
    let text = try shown([item(check, .concern, facts)], texts, width: 400)
    return text.split(separator: "\n").dropFirst(2).map { String($0.drop { $0 == " " }) }
  }

  @Test func factsWithoutWordsStayInTheJSON() throws {
    #expect(try lines([:]) == [])
  }

  @Test(arguments: [
    ("{device}: {encrypted}", nil), ("{absent}", nil), ("{empty}", nil), ("{missing}", nil),
    ("{}", nil), ("{layers.9.name}", nil), ("{layers.x}", nil), ("{layers.0}", nil),
    ("It is {device}.", "It is /dev/sda2."), ("{names}", "a, 2, 2.5"), ("{kind}", "a box"),
    ("{until}", "2027-01-01"), ("{name}", "www.example"), ("{subject}", "/home"),
    ("{layers.1.parts.0.a}", "x"), ("{layers.2.deep.deeper}", "y"), ("{layers.0.kind}", "a box"),
  ])
  func aLineIsShownIfAllItsGapsCanBeFilled(_ template: String, _ line: String?) throws {
    let texts = ["disk.fact.1": template, "disk.kind.box": "a box"]
    #expect(try lines(texts) == (line.map { [$0] } ?? []))
  }

  @Test func ofSeveralTextsTheFirstThatCanBeFilledIsTaken() throws {
    let texts = [
      "disk.fact.1.1": "{missing}", "disk.fact.1.2": "{device}", "disk.fact.1.3": "{subject}",
    ]
    #expect(try lines(texts) == ["/dev/sda2"])
  }

  @Test func theChecksTextGoesBeforeTheFamilysAndTheOutcomesBeforeAll() throws {
    let texts = [
      "disk.concern": "Mend it.", "disk.fact.1": "family", "check.disk-of-2031.fact.1": "check",
      "disk.fact.2": "all", "disk.concern.fact.2": "concern", "disk.problem.fact.2": "problem",
    ]
    #expect(try lines(texts) == ["Mend it.", "check", "concern"])
  }

  @Test func objectsOfAListHaveATemplateAndAJoint() throws {
    let texts = [
      "disk.fact.1": "{layers}.", "disk.item.layers.1": "{name} [{kind}]",
      "disk.item.layers.2": "{name}", "kind.box": "any box",
    ]
    #expect(try lines(texts) == ["sda2 [any box], sda."])
    let joint = ["disk.between.layers": "{before} -> {after}"]
    #expect(try lines(texts.merging(joint) { $1 }) == ["sda2 [any box] -> sda."])
  }

  @Test(arguments: [
    ("none", nil), ("one", "one thing"), ("some", "7 things"), ("encrypted", "in clear"),
  ])
  func numbersAndTruthsAreSentences(_ field: String, _ line: String?) throws {
    let texts = [
      "disk.fact.1": "{\(field)}", "disk.encrypted.false": "in clear",
      "disk.one.one": "one thing", "disk.one.other": "{count} things",
      "disk.none.one": "one", "disk.none.other": "{count} things", "disk.some.one": "one",
      "disk.some.other": "{count} things",
    ]
    #expect(try lines(texts) == (line.map { [$0] } ?? []))
  }

  @Test func evidenceWithoutFactsSaysOnlyWhy() throws {
    #expect(try lines(["disk.concern": "Mend it."], of: .object([:])) == [])
  }

  @Test func whatAFactHoldsIsNoTemplate() throws {
    let texts = ["check.storage-home.problem": "{subject} lies on {device}, which is in clear."]
    let facts = Fact.object(["device": .text("{subject} \u{1B}[2J/dev/sda2")])
    #expect(
      try shown([item("storage-home", .problem, facts)], texts) == """
        Your files, if the computer is taken
          problem: /home
            /home lies on {subject} \u{FFFD}[2J/dev/sda2, which is in clear.
        """)
  }

  @Test func aLongListIsCutAndSaysSo() throws {
    let entries = (0..<100).map { Fact.object(["index": .integer($0)]) }
    let texts = ["disk.fact.1": "{names}", "disk.item.names": "{index}"]
    #expect(
      try lines(texts, of: .object(["names": .list(entries)])) == ["0, 1, 2, 3, 4, 5, 6, 7, …"])
  }

  @Test func ofManySubjectsTheGoodOnesAreBrief() throws {
    let facts = Fact.object(["stage": .text("done")])
    let items = (0..<9).map {
      item("tls-reach", $0 == 4 ? .problem : .good, subject: "\($0)", facts)
    }
    let texts = ["tls.fact.1": "{stage}", "check.tls-reach.fact.1": "{stage}"]
    #expect(try shown(items, texts).split(separator: "\n").count == 1 + 9 + 1)
    #expect(try shown(Array(items.prefix(3)), texts).split(separator: "\n").count == 1 + 3 + 3)
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
      [item("tls-reach", .problem, subject: hostile, facts)],
      ["check.tls-reach.title": "x", "check.tls-reach.fact.1": "{b}"], width: 30)
    #expect(text.contains("evil"))
    let forbidden: [Unicode.Scalar] = ["\u{1B}", "\u{7}", "\r", "\u{202E}", "\u{0}", "\u{9B}"]
    #expect(forbidden.allSatisfy { !text.unicodeScalars.contains($0) })
    #expect(text.split(separator: "\n").count < 16)
  }

  @Test func nothingMeasuredIsNoLine() throws {
    #expect(try shown([]).isEmpty)
  }
}
