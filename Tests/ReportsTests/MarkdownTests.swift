import Hygiene
import Reports
import TestKit
import Testing

@Suite struct MarkdownTests {
  private let allowed: Set<String> = [
    "html", "head", "title", "body", "h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "code",
  ]

  @Test(arguments: SampleReport.allCases)
  func nothingThatTheScreenSaysIsLeftOut(_ sample: SampleReport) throws {
    let words = try interfaceWords()
    for report in [sample.report, sample.report.reducing()] {
      let read = try ReadPage(markdown: report, words: words)
      #expect(read.problems == [])
      let said = Set(read.text.split(separator: "\n").map(String.init))
      #expect(screenLines(of: report, words: words).filter { !said.contains($0) } == [])
    }
  }

  @Test(arguments: 0..<10)
  func anyReportHasHeadingsParagraphsAndLists(_ seed: Int) throws {
    let read = try ReadPage(markdown: RandomAudit(seed: seed).report, words: interfaceWords())
    #expect(read.problems == [])
    #expect(read.elements.subtracting(allowed) == [])
  }

  @Test(arguments: [
    "**b** __b__ *i* _i_ ~~s~~ `c` [x](http://a.example) ![i](x.png) [x]: y [^1] | a | b |",
    "<b>b</b> <script>alert(1)</script> <!-- x --> &lt;b&gt; &#60; \\ \\* $x$ # ## ``` ~~~ ===",
    "https://a.example http://a.example/(x)*y* www.a.example ftp://a.example <https://a.example>",
    "a@b.example mailto:a@b.example `a@b.example ``a@b.example`` @name https://`a`.example",
  ])
  func hostileTextIsTextOnly(_ hostile: String) throws {
    for sample in SampleReport.allCases {
      let read = try ReadPage(
        markdown: sample.report.poisoned(with: " " + hostile), words: interfaceWords())
      let harmless = try ReadPage(
        markdown: sample.report.poisoned(with: " harmless"), words: interfaceWords())
      #expect(read.problems == [])
      #expect(read.skeleton.filter { $0 != "code" } == harmless.skeleton.filter { $0 != "code" })
      #expect(read.text.contains(hostile))
    }
  }

  @Test(arguments: [
    "- ", "+ ", "* ", "1. ", "2) ", "# ", "> ", "===", "---", "| a | b |", "```", "~~~", "[x]: y",
    "[ ] ", "[^1]: ", "<div>", "    code", "\tcode", "***", "&nbsp;", "!", "\\",
  ])
  func noStartOfATextOpensABlock(_ start: String) throws {
    let report = SampleReport.small.report
    let words = try interfaceWords()
    // Every text of the interface begins so.
    let texts = words.ids.map { ($0, start + words[$0]) }
    let hostile = Words(language: "en", texts: Dictionary(uniqueKeysWithValues: texts))
    let read = try ReadPage(markdown: report, words: hostile)
    let harmless = try ReadPage(markdown: report, words: words)
    #expect(read.problems == [])
    #expect(read.skeleton == harmless.skeleton)
  }
}
