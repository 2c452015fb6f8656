import ChecklistFiles
import Hygiene
import Reports
import TestKit
import Testing

@Suite struct ChecklistTextTests {
  private let words = try? interfaceWords()

  private func checklist() throws -> Checklist {
    try readChecklist(.builtIn("newsroom"), language: "en", in: .unplugged)
  }

  @Test(arguments: [80, 40])
  func oneControlReadsLikeThis(columns: Int) throws {
    let words = try #require(words)
    let pages = try ["dev-01", "WEB-06"].map { name in
      try #require(text(of: name, in: checklist(), words: words, width: columns))
    }
    try expectGolden(
      pages.joined(separator: "\n"), at: "Tests/Golden/reports/control-\(columns).txt")
  }

  @Test func everyControlIsListedAndCanBeShown() throws {
    let (words, checklist) = (try #require(words), try checklist())
    let all = text(of: checklist, words: words, width: 80)
    for control in checklist.controls {
      #expect(all.contains(control.id.rawValue))
      let shown = try #require(
        text(of: control.id.rawValue, in: checklist, words: words, width: 72))
      #expect(!shown.contains("{") && !shown.contains("<"), "\(shown)")
      #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 72 })
    }
    #expect(text(of: "ZZZ-01", in: checklist, words: words, width: 80) == nil)
  }
}
