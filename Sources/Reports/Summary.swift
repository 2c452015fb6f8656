public import Hygiene

/// The end of an audit in about twenty lines: what matters most, and what to do first.
///
/// `words` are the interface's joined with the checklist's.
public func summary(_ report: Report, words: Words, width: Int) -> String {
  var page = Page(width: width)
  page.write(ReportText(report, words: words).summary)
  return page.text
}

extension ReportText {
  fileprivate var summary: [Block] {
    var blocks = report.practice ? [Block(words["report.practice"])] : []
    blocks += scope
    if let score = report.overall.score, let label = report.overall.label {
      blocks += [gapsInBrief, contradictionCount, figure(score, label), Block(coverage(score))]
    } else {
      blocks.append(Block(words["report.no-score"]))
    }
    return blocks + risksInBrief + qualityInShort + planInBrief
  }

  /// What fits on the first screen of a report, before all is said again in full.
  var firstScreen: [Block] {
    guard report.overall.score != nil else { return [] }
    return [
      section(
        "report.heading.summary", [gapsInBrief] + risksInBrief + [contradictionCount] + planInBrief)
    ]
  }

  private var gapsInBrief: Block {
    let gaps = report.overall.tierOneGaps
    var count = gapCount
    if !gaps.isEmpty { count.inside = [Block(list(gaps, atMost: 6))] }
    return count
  }

  private var risksInBrief: [Block] {
    guard !report.risks.isEmpty else { return [] }
    return [Block(words["report.heading.risks"], inside: report.risks.prefix(4).map(headline))]
  }

  private var planInBrief: [Block] {
    guard !report.plan.isEmpty else { return [] }
    let actions = report.plan.prefix(3).enumerated().map { index, todo in
      Block(text(of: todo), mark: .number(index + 1))
    }
    return [Block(words["report.summary.plan"], inside: actions)]
  }

  var contradictionCount: Block {
    Block(words["report.contradiction-count", ["count": String(report.contradictions.count)]])
  }
}
