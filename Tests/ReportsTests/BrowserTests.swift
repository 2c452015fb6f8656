import ChecklistFiles
import FoundationEssentials
import Glibc
import Hygiene
import Reports
import TestKit
import Testing

/// The page in a real browser, as `Tests/Vectors/browse.py` drives it.
@Suite(.enabled(if: access("/usr/bin/chromium", X_OK) == 0, "chromium is missing"))
struct BrowserTests {
  private struct Seen: Decodable {
    let widths: [String: Int]
    let ground: [String: String]
    let complaints: [String], asked: [String]
    let pages: Int
    let isA4: Bool
  }

  @Test func thePageFitsEveryScreenAndSheetAndAsksForNothing() throws {
    let scratch = try Scratch()
    let hostile = #"<img src="http://127.0.0.1:9/x"><style>*{width:9999px}</style>"#
    let long = String(repeating: "ұзынсөз", count: 60)
    let reports = [
      SampleReport.contradictions.report, try SampleReport.small.report.poisoned(with: hostile),
      try SampleReport.small.report.poisoned(with: long), RandomAudit(seed: 3).report,
    ]
    let names = try zip(reports, ["en", "ru", "kk", "tg"]).map { report, language in
      let words = try interfaceWords(language: language)
      try scratch.write(HTML().render(report, words: words), to: "\(language).html")
      return "\(language).html"
    }
    let pages = try look(at: names, in: scratch)
    #expect(pages.count == names.count)
    for (name, seen) in zip(names, pages) {
      expectFitting(seen, name)
      #expect(seen.ground["light"] != seen.ground["dark"], "\(name)")
      #expect(seen.complaints == [] && seen.asked == [], "\(name)")
      #expect(seen.isA4 && seen.pages > 0, "\(name)")
    }
  }

  /// No report can put markup into the page. If one could, the policy would still hold it.
  @Test func thePolicyStopsWhatShouldNeverBeThere() throws {
    let scratch = try Scratch()
    let markup = """
      <main><img src="http://127.0.0.1:9/x"><script>document.body.style.width = "9999px"</script>
      <style>body { width: 9999px }</style><p style="width: 9999px">x</p>
      <link rel="stylesheet" href="http://127.0.0.1:9/x.css"><base href="http://127.0.0.1:9/">
      """
    let page = String(
      decoding: HTML().render(SampleReport.small.report, words: try interfaceWords()),
      as: UTF8.self)
    try scratch.write(Array(page.replacing("<main>", with: markup).utf8), to: "page.html")
    let seen = try #require(try look(at: ["page.html"], in: scratch).first)
    expectFitting(seen, "page.html")
    #expect(seen.complaints.count >= 6)
    #expect(seen.complaints.allSatisfy { $0.contains("Content Security Policy directive") })
  }

  private func look(at pages: [String], in scratch: Scratch) throws -> [Seen] {
    let ran = try run(["/usr/bin/python3", "\(vectors)/browse.py"] + pages, in: scratch.path)
    return try JSONDecoder().decode([Seen].self, from: Data(ran.output))
  }

  private func expectFitting(_ seen: Seen, _ name: String) {
    #expect(!seen.widths.isEmpty)
    for (screen, width) in seen.widths {
      #expect(width <= Int(screen.prefix { $0.isNumber }) ?? 0, "\(name) at \(screen)")
    }
  }
}
