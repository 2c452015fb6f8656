public import Hygiene

/// The end of an audit in about twenty lines: what matters most, and what to do first.
///
/// `words` are the interface's joined with the checklist's.
public func summary(_ report: Report, words: Words, width: Int) -> String {
  var text = ReportText(report, words: words, page: Page(width: width))
  text.writeSummary()
  return text.page.text
}

extension ReportText {
  fileprivate mutating func writeSummary() {
    if report.practice { page.write(words["report.practice"]) }
    writeScope()
    if let score = report.overall.score, let label = report.overall.label {
      let gaps = report.overall.tierOneGaps
      page.write(words["report.gap-count", ["count": String(gaps.count)]])
      if !gaps.isEmpty { page.write(list(gaps, atMost: 6), indent: 2) }
      page.write(
        words["report.contradiction-count", ["count": String(report.contradictions.count)]])
      page.write("\(points(score)): \(words["label.\(label.rawValue)"])")
      page.write(coverage(score))
    } else {
      page.write(words["report.no-score"])
    }
    if !report.risks.isEmpty {
      page.write(words["report.heading.risks"])
      for risk in report.risks.prefix(4) { page.write(headline(of: risk), indent: 2) }
    }
    writeQuality(isSummary: true)
    if !report.plan.isEmpty {
      page.write(words["report.summary.plan"])
      for (index, todo) in report.plan.prefix(3).enumerated() {
        page.write(text(of: todo), indent: 2, mark: "\(index + 1). ")
      }
    }
  }
}
