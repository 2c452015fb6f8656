import Checks
import ChecklistFiles
import Documents
import Hygiene
import Platform
import Reports
import TestKit
import Testing

/// What `saqta check` says, for every example of every check.
@Suite struct EvidenceWordsTests {
  private static let words = try? interfaceWords(language: "en")

  private func evidence<C: Check>(of check: C) throws -> [Evidence] {
    try check.examples.enumerated().map { index, example in
      Evidence(
        check: check.id, version: check.version, subject: "example \(index + 1)",
        outcome: example.1, facts: try Documents.fact(example.0), confidence: .high,
        time: FixedClock().now)
    }
  }

  private func screen(_ evidence: [Evidence], width: Int) throws -> String {
    let words = try #require(Self.words)
    // One by one, because of many the good ones are brief.
    return evidence.map { item in
      evidenceLines([item], words: words, width: width).dropFirst().joined(separator: "\n") + "\n"
    }.joined()
  }

  @Test(arguments: catalogue.map(\.id.rawValue), [80, 40])
  func everyExampleReadsAsWritten(_ id: String, _ width: Int) throws {
    let check = try #require(catalogue.first { $0.id.rawValue == id })
    let text = try screen(evidence(of: check), width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    #expect(text.firstMatch(of: /[{}<]/) == nil)
    try expectGolden(text, at: "Tests/Golden/evidence/\(id)-\(width).txt")
  }

  @Test(arguments: catalogue.map(\.id.rawValue))
  func everyOutcomeOfACheckHasWords(_ id: String) throws {
    let words = try #require(Self.words)
    let check = try #require(catalogue.first { $0.id.rawValue == id })
    #expect(words.has("check.\(id).title"))
    for item in try evidence(of: check) {
      let lines = evidenceLines([item], words: words, width: 4000)
      // The title, the outcome and the reason stand there without any words of the check.
      let least = item.outcome.reason == nil ? 3 : 4
      #expect(lines.count >= least, "\(item.subject) has no words")
      #expect(lines.count <= least + 6, "\(item.subject) is long")
      if let reason = item.outcome.reason { #expect(words.has("reason.\(reason)")) }
    }
  }

  @Test func everyFailureHasWords() throws {
    let words = try #require(Self.words)
    #expect(FailureWord.allCases.filter { !words.has("word.\($0.rawValue)") } == [])
  }

  @Test func everyStorageWordHasWords() throws {
    let words = try #require(Self.words)
    let ids =
      StorageVerdict.allCases.map { "storage.verdict.\($0.rawValue)" }
      + StorageTrail.End.allCases.map { "storage.end.\($0.rawValue)" }
      + Unlocking.allCases.map { "storage.unlocking.\($0.rawValue)" }
    #expect(ids.filter { !words.has($0) } == [])
  }

  /// Reasons for which a device check has no facts at all stand in no example.
  @Test(arguments: ["en", "ru", "kk", "ky", "tg", "uz"])
  func everyReasonOfTheDeviceChecksHasWords(_ language: String) throws {
    let words = try interfaceWords(language: language)
    let names = [
      "inside-another", "local-proxy", "only-settings", "other-system", "root-alone", "stale",
      "unreadable",
    ]
    #expect(names.filter { !words.has("reason.\($0)") } == [])
  }
}
