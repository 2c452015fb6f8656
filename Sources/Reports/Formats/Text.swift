public import Hygiene

/// A report for the screen: worst first, then the plan, then every answer.
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
    var text = ReportText(report, words: words, page: Page(width: width, hasColour: colour))
    text.writeTitle()
    text.writeGaps()
    text.writeContradictions()
    text.writeQuality()
    text.writeRisks()
    text.writeOverall()
    text.writeDomains()
    text.writeEvidence()
    text.writePlan()
    text.writeContext()
    text.writeDetail()
    text.writeMethod()
    return Array(text.page.text.utf8)
  }
}
