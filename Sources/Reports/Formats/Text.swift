public import Hygiene

/// A report for the screen: what matters on the first page, then worst first, the plan, every answer.
///
/// Colour only repeats what the words say.
public struct Text: Format {
  public let name = "text"
  /// Columns of the screen; less than 20 counts as 20.
  public var width: Int
  public var colour: Bool

  public init() { self.init(width: 80) }

  public init(width: Int, colour: Bool = false) {
    (self.width, self.colour) = (width, colour)
  }

  public func render(_ report: Report, words: Words) -> [UInt8] {
    let text = ReportText(report, words: words)
    var page = Page(width: width, hasColour: colour)
    page.write([text.title] + text.about + text.marks + text.firstScreen + [text.gaps])
    page.write(text.contradictions + text.quality)
    page.write([text.risks, text.overall, text.domains])
    page.write(text.evidence + [text.plan] + text.context + [text.detail, text.method])
    return Array(page.text.utf8)
  }
}
