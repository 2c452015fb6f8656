import Documents
import FoundationEssentials
import Hygiene
import Reports
import TestKit
import Testing

/// Whoever holds the certificate can seal anything; the key-holder's program must survive it.
@Suite struct HostileReportTests {
  private func render(_ report: Report) throws -> String {
    let words = try interfaceWords()
    let texts = [
      String(decoding: Text(width: 40).render(report, words: words), as: UTF8.self),
      summary(report, words: words, width: 40),
    ]
    for format in formats { _ = try format.render(report, words: words) }
    let explained =
      [Explained.overall] + report.items.map { .control($0.control) }
      + report.risks.map { .scenario($0.scenario) }
    let explanations = explained.map { explanation(of: $0, in: report, words: words, width: 40) }
    return (texts + explanations).joined()
  }

  private let forbidden: Set<Unicode.Scalar> = [
    "\u{1B}", "\u{7}", "\r", "\u{202E}", "\u{0}", "\u{9B}",
  ]

  @Test(arguments: SampleReport.allCases)
  func noTextOfAReportReachesTheScreenRaw(_ sample: SampleReport) throws {
    let fact = try Documents.fact(sample.report)
    let hostile = try Documents.encode(fact.poisoned)
    let report = try Documents.decode(Report.self, from: hostile)
    let text = try render(report)
    #expect(text.contains("\u{FFFD}"))
    #expect(!text.unicodeScalars.contains { forbidden.contains($0) })
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 })
  }

  @Test func bytesThatWereTurnedNeverTrap() throws {
    let bytes = try Documents.encode(SampleReport.contradictions.report)
    var dice = SplitMix(seed: 2026)
    var read = 0
    for _ in 0..<400 {
      var turned = bytes
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let place = Int.random(in: 0..<turned.count, using: &dice)
        turned[place] = UInt8.random(in: 0x20...0x7E, using: &dice)
      }
      guard let report = try? Documents.decode(Report.self, from: turned) else { continue }
      read += 1
      _ = try render(report)
    }
    #expect(read > 0)
  }

  /// Else templates that repeat their gaps could make a small report endless.
  @Test func aReportBringsNoTemplatesForItsFacts() throws {
    guard case .object(var members) = try Documents.fact(SampleReport.small.report),
      case .object(var texts) = members["texts"]
    else {
      Issue.record("a report has texts")
      return
    }
    for id in ["check.storage-home.fact.6", "check.dns-compare.fact.1", "storage.fact.6"] {
      texts[id] = .text("forged {unreadHeaders}{unreadHeaders}")
    }
    members["texts"] = .object(texts)
    let report = try Documents.decode(Report.self, from: Documents.encode(Fact.object(members)))
    #expect(report.texts["storage.fact.6"] != nil)
    #expect(try !render(report).contains("forged"))
  }

  @Test func hugeNumbersAndEmptyListsNeverTrap() throws {
    let fact = try Documents.fact(SampleReport.small.report)
    for number in [Int.max, Int.min, 0, -1] {
      let bytes = try Documents.encode(fact.replacingIntegers(with: number))
      _ = try render(Documents.decode(Report.self, from: bytes))
    }
    _ = try render(Documents.decode(Report.self, from: Documents.encode(fact.emptied)))
  }
}

extension Fact {
  /// The same with control characters in every text that is not a name.
  fileprivate var poisoned: Fact {
    switch self {
    case .object(let members):
      let names = [
        "note", "question", "text", "caution", "subject", "role", "tool", "device", "option",
      ]
      return .object(
        Dictionary(
          uniqueKeysWithValues: members.map { name, fact in
            if names.contains(name), case .text(let text) = fact {
              return (name, .text("\u{1B}[2J\u{9B}31m\(text)\r\u{202E}\u{0}\u{7}"))
            }
            return (name, fact.poisoned)
          }))
    case .list(let members): return .list(members.map(\.poisoned))
    default: return self
    }
  }

  fileprivate func replacingIntegers(with number: Int) -> Fact {
    switch self {
    case .object(let members):
      // The number beside a fraction must agree with it.
      if members["exact"] != nil { return self }
      return .object(members.mapValues { $0.replacingIntegers(with: number) })
    case .list(let members): return .list(members.map { $0.replacingIntegers(with: number) })
    case .integer: return .integer(number)
    default: return self
    }
  }

  /// The same with every list empty.
  fileprivate var emptied: Fact {
    switch self {
    case .object(let members): .object(members.mapValues(\.emptied))
    case .list: .list([])
    default: self
    }
  }
}
