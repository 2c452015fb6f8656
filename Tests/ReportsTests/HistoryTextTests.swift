import Hygiene
import Reports
import TestKit
import Testing

@Suite struct HistoryTextTests {
  /// Three rounds of the sample newsroom: two people, one of them later, and by a newer checklist.
  private var history: History {
    let editor = Report(
      replies: [
        "ACC-01": Reply(.notMet), "ACC-03": Reply(.met), "DEV-01": Reply(.unknown),
        "NET-03": Reply(.notMet), "CEN-01": Reply(.notMet),
      ], by: SampleReport.checklist, on: "2026-11-25T12:00:00Z", role: "editor")
    let spring = Report(
      replies: [
        "ACC-01": Reply(.met), "ACC-03": Reply(.partly), "DEV-01": Reply(.unknown),
        "NET-03": Reply(.met), "CEN-01": Reply(.met),
      ], by: SampleReport.checklist, on: "2027-02-01T12:00:00Z")
    let reports = [SampleReport.small.report, editor, spring, SampleReport.later]
    return reports.reduce(
      into: History(of: "sample", successors: SampleReport.changedChecklist.successors)
    ) { $0.add(PastAudit($1)) }
  }

  private func words() throws -> Words {
    try interfaceWords().joined(with: SampleReport.checklist.words)
  }

  @Test(arguments: [(80, true), (40, true), (80, false)])
  func aHistoryReadsLikeThis(_ width: Int, _ chart: Bool) throws {
    let text = text(of: history, words: try words(), width: width, chart: chart)
    try expectGolden(text, named: "history-\(width)\(chart ? "" : "-plain").txt")
  }

  @Test func theTablesOfAHistoryAreGolden() throws {
    try expectGolden(String(decoding: json(of: history), as: UTF8.self), named: "history.json")
    try expectGolden(csv(of: history), named: "history.csv")
  }

  @Test func anEmptyAndASingleHistoryAreReadable() throws {
    let empty = text(of: History(of: "sample"), words: try words(), width: 80, chart: true)
    #expect(empty.contains("There is no audit in the vault yet."))
    var one = History(of: "sample")
    one.add(PastAudit(SampleReport.small.report))
    let single = text(of: one, words: try words(), width: 80, chart: true)
    #expect(single.contains("2026-11, all that was asked") && single.contains("Computers: 0.0 to"))
  }

  @Test(arguments: 0..<20)
  func everyHistoryFitsAnyScreenAndHasNoGap(_ seed: Int) throws {
    var history = History(of: "random")
    for offset in 0..<3 {
      let audit = PastAudit(RandomAudit(seed: seed + 100 * offset).report)
      history.add(
        PastAudit(
          time: audit.time, round: "round-\(offset)", practice: false, checklist: "random",
          version: "1", partly: audit.partly, asked: audit.asked))
    }
    for width in [20, 40, 80] {
      let text = text(of: history, words: try words(), width: width, chart: true)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
      #expect(!text.contains("{") && text.firstMatch(of: /<[a-z0-9.-]+>/) == nil, "\(text)")
    }
    for line in csv(of: history).split(separator: "\r\n") {
      #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 13)
    }
  }

  @Test func nobodyIsNamedAndNoTextIsKept() throws {
    let kept = try String(decoding: json(of: history), as: UTF8.self) + csv(of: history)
    for word in ["editor", "mail, not yet chats", "/home", "2026-11-25"] {
      #expect(!kept.contains(word))
    }
  }
}
