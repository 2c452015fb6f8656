public import Hygiene

/// One page for a browser, to be read on a telephone, projected or printed (Docs/Formats/Page.md).
public struct HTML: Format {
  public let name = "html"

  public init() {}

  public func render(_ report: Report, words: Words) -> [UInt8] {
    WebPage(ReportText(report, words: words, explains: true)).bytes
  }
}
