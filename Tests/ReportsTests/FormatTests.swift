import Documents
import Hygiene
import Reports
import TestKit
import Testing

private func allWords() throws -> Words {
  try interfaceWords().joined(with: SampleReport.checklist.words)
}

private func rendered(
  _ report: Report, width: Int = 80, colour: Bool = false, words: Words? = nil
) throws -> String {
  let bytes = Text(width: width, colour: colour).render(report, words: try words ?? allWords())
  return String(decoding: bytes, as: UTF8.self)
}

@Suite struct FormatTests {
  @Test(arguments: SampleReport.allCases)
  func everyFormatWritesWhatIsGolden(_ sample: SampleReport) throws {
    for format in formats {
      let bytes = try format.render(sample.report, words: allWords())
      try expectGolden(String(decoding: bytes, as: UTF8.self), named: "\(sample).\(format.name)")
    }
  }

  @Test(arguments: SampleReport.allCases)
  func aNarrowScreenGetsWhatIsGolden(_ sample: SampleReport) throws {
    try expectGolden(rendered(sample.report, width: 40), named: "\(sample).text-40")
  }

  @Test(arguments: SampleReport.allCases)
  func theEndOfAnAuditIsGoldenAndShort(_ sample: SampleReport) throws {
    let text = summary(sample.report, words: try allWords(), width: 80)
    #expect(text.split(separator: "\n").count <= 20)
    try expectGolden(text, named: "\(sample).summary")
  }

  @Test func namesOfFormatsAreUnique() {
    #expect(Set(formats.map(\.name)).count == formats.count)
    #expect(formats.map(\.name).contains("text") && formats.map(\.name).contains("json"))
  }

  @Test(arguments: SampleReport.allCases)
  func jsonIsTheSealedDocumentAndALineEnd(_ sample: SampleReport) throws {
    let bytes = try JSON().render(sample.report, words: allWords())
    #expect(bytes == (try Documents.encode(sample.report)) + [10])
  }

  @Test(arguments: SampleReport.allCases, [20, 33, 40, 80, 200])
  func noLineIsWiderThanTheScreen(_ sample: SampleReport, _ width: Int) throws {
    for line in try rendered(sample.report, width: width).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test(arguments: SampleReport.allCases)
  func colourOnlyRepeatsWhatTheWordsSay(_ sample: SampleReport) throws {
    let plain = try rendered(sample.report)
    let coloured = try rendered(sample.report, colour: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[31m") || sample == .unknown)
    #expect(coloured.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
  }

  @Test(arguments: SampleReport.allCases)
  func everyWordIsInTheInterface(_ sample: SampleReport) throws {
    let text = try rendered(sample.report, width: 400)
    #expect(text.firstMatch(of: /<[a-z0-9.-]+>/) == nil)
    #expect(text.firstMatch(of: /\{[a-z]+\}/) == nil)
  }

  @Test func everyStateHasAWord() throws {
    let words = try interfaceWords()
    let ids =
      Answer.allCases.map { "answer.\($0.rawValue)" }
      + Level.allCases.map { "level.\($0.rawValue)" }
      + Outcome.Kind.allCases.map { "outcome.\($0.rawValue)" }
      + Label.allCases.map { "label.\($0.rawValue)" } + Unit.allCases.map { "unit.\($0.rawValue)" }
      + Effort.Horizon.allCases.map { "horizon.\($0.rawValue)" }
      + Contradiction.Kind.allCases.map { "report.contradiction.\($0.rawValue)" }
      + [
        Reason.cancelled, .failed, .noConsent, .notPermitted, .notPresent, .timedOut, .unexplained,
      ].map { "reason.\($0)" }
    #expect(ids.filter { !words.has($0) } == [])
  }

  @Test func aReportIsReadableWhereItsChecklistIsNot() throws {
    let report = SampleReport.small.report
    let with = try rendered(report)
    let without = try rendered(report, words: interfaceWords())
    #expect(with == without)
  }

  @Test(arguments: 0..<20)
  func anyReportFitsAnyScreen(_ seed: Int) throws {
    for width in [20, 40, 80] {
      let text = try rendered(RandomAudit(seed: seed).report, width: width)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }
}
