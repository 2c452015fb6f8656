import ChecklistFiles
import Hygiene
import Reports
import TestKit
import Testing

private let languages = ["en", "ru", "kk", "ky", "tg", "uz"]

private func page(of report: Report, words: Words? = nil) throws -> String {
  String(decoding: HTML().render(report, words: try words ?? interfaceWords()), as: UTF8.self)
}

@Suite struct WebPageTests {
  @Test(arguments: SampleReport.allCases, languages)
  func thePageIsValidInEveryLanguage(_ sample: SampleReport, _ language: String) throws {
    let words = try interfaceWords(language: language)
    for report in [sample.report, sample.report.reducing()] {
      let read = try ReadPage(html: report, words: words)
      #expect(read.problems == [])
      #expect(try page(of: report, words: words).contains("<html lang=\"\(language)\">"))
      #expect(!read.text.contains("<report.") && !read.text.contains("{"))
    }
  }

  @Test(arguments: 0..<10)
  func anyReportIsAValidPage(_ seed: Int) throws {
    let report = RandomAudit(seed: seed).report
    #expect(try ReadPage(html: report, words: interfaceWords()).problems == [])
  }

  @Test(arguments: SampleReport.allCases)
  func nothingThatTheScreenSaysIsLeftOut(_ sample: SampleReport) throws {
    let words = try interfaceWords()
    for report in [sample.report, sample.report.reducing()] {
      let said = Set(
        try ReadPage(html: report, words: words).text.split(separator: "\n").map(String.init))
      #expect(screenLines(of: report, words: words).filter { !said.contains($0) } == [])
    }
  }

  @Test(arguments: [
    #"<img src=x onerror=alert(1)><script>alert(1)</script><b>b</b>"#,
    #"" onload="alert(1)" style='x' <!-- ]]> </style></title><svg onload=alert(1)>"#,
    #"&lt;script&gt; &#60;b&#62; javascript:alert(1) ' " ` </p></li><a href="http://a.example">"#,
  ])
  func hostileTextIsTextOnly(_ hostile: String) throws {
    for sample in SampleReport.allCases {
      let poisoned = try sample.report.poisoned(with: hostile)
      let read = try ReadPage(html: poisoned, words: interfaceWords())
      let harmless = try ReadPage(
        html: sample.report.poisoned(with: " harmless"), words: interfaceWords())
      #expect(read.problems == [])
      #expect(read.skeleton == harmless.skeleton)
      #expect(read.text.contains(hostile))
    }
  }

  @Test func controlsAndTurnsOfDirectionDoNotReachThePage() throws {
    let hostile = "\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{0}\u{7}\u{FEFF}\u{E0041}"
    let text = try page(of: SampleReport.small.report.poisoned(with: hostile))
    #expect(text.contains("\u{FFFD}[2J\u{FFFD}31m\u{FFFD}"))
    let forbidden = hostile.unicodeScalars.filter { !"[2J31m".unicodeScalars.contains($0) }
    #expect(!text.unicodeScalars.contains { forbidden.contains($0) })
  }

  @Test func practiceAndReducedReportsSayThatTheyAre() throws {
    let words = try interfaceWords()
    let small = SampleReport.small.report
    #expect(try page(of: small).contains("<body class=\"practice\">"))
    #expect(try page(of: small).contains("– \(words["report.practice"])</title>"))
    #expect(try page(of: small.reducing()).contains(words["report.reduced"]))
    let real = try page(of: SampleReport.contradictions.report)
    #expect(!real.contains(words["report.practice"]) && !real.contains("class=\"practice\""))
  }

  @Test func everyFigureIsARangeWithWords() throws {
    let page = try page(of: SampleReport.contradictions.report)
    #expect(page.contains("<svg class=\"share\" role=\"img\" aria-label=\"54.5 to 81.8 of 100\">"))
    #expect(page.contains("<svg class=\"levels\" role=\"img\" aria-label=\"moderate to high\">"))
  }
}
