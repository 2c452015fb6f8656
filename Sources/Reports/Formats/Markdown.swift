public import Hygiene

/// CommonMark, to be put into other documents; what the page for browsers draws, it says.
public struct Markdown: Format {
  public let name = "markdown"

  public init() {}

  public func render(_ report: Report, words: Words) -> [UInt8] {
    var text = MarkdownText()
    text.write(ReportText(report, words: words, explains: true))
    return Array(text.lines.map { $0 + "\n" }.joined().utf8)
  }
}
