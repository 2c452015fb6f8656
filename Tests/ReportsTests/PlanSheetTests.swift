import Hygiene
import Reports
import TestKit
import Testing

@Suite struct PlanSheetTests {
  private let day = Day("2026-11-24") ?? Day(sinceEpoch: 0)

  private var sheet: PlanSheet {
    var plan = ActionPlan()
    plan.apply(PlanChange("DEV-01", owner: "technical", due: Day("2026-10-01"), state: .open))
    plan.apply(PlanChange("ACC-03", owner: "editor", due: Day("2027-01-31"), state: .open))
    plan.apply(PlanChange("NET-03", state: .done))
    plan.apply(PlanChange("ZZZ-09", state: .dropped, reason: "=cmd, \"too\" dear;\nreally"))
    plan.apply(PlanChange("ACC-03", state: .done))
    let audit = PastAudit(SampleReport.small.report)
    plan.apply(
      PastAudit(
        time: audit.time, round: nil, practice: false, checklist: "sample", version: "1",
        partly: audit.partly, asked: audit.asked))
    return PlanSheet(plan, on: day, proposed: ["CEN-01"])
  }

  private func words() throws -> Words {
    SampleReport.checklist.words.joined(with: try interfaceWords())
  }

  @Test(arguments: [80, 40])
  func aPlanReadsLikeThis(_ width: Int) throws {
    let text = text(of: sheet, words: try words(), width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    try expectGolden(text, named: "plan-\(width).txt")
  }

  @Test func theTablesOfAPlanAreGolden() throws {
    try expectGolden(String(decoding: json(of: sheet), as: UTF8.self), named: "plan.json")
    try expectGolden(csv(of: sheet, words: words()), named: "plan.csv")
    try expectGolden(ics(), named: "plan.ics")
  }

  private func ics(_ words: Words? = nil) throws -> String {
    calendar(
      of: sheet, words: try words ?? self.words(), organisation: "00ff",
      at: Timestamp(secondsSinceEpoch: 0))
  }

  /// RFC 5545, 3.1: CRLF, at most 75 octets a line, and unfolding gives the text back.
  @Test func aCalendarIsFoldedAndEscaped() throws {
    let long = String(repeating: "щит; меч, \\ и 🛡 ", count: 20)
    let own = try self.words().joined(
      with: Words(language: "en", texts: ["DEV-01.action": long]))
    let text = try ics(own)
    let lines = text.utf8.split(separator: 10)
    #expect(lines.allSatisfy { $0.last == 13 && $0.count <= 76 })
    let unfolded = text.replacing("\r\n ", with: "")
    let escaped = long.replacing("\\", with: "\\\\").replacing(";", with: "\\;")
      .replacing(",", with: "\\,")
    #expect(unfolded.contains("SUMMARY:\(escaped)\r\n"))
    #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"))
    #expect(text.hasSuffix("END:VCALENDAR\r\n"))
  }
}
