internal import Hygiene

extension ReportText {
  /// A whole report for people who did not make it: what matters in short, then the rest.
  var sections: [Block] {
    [inShort, gaps, risks, overall, domains, plan] + contradictions + quality + evidence + context
      + [detail, method]
  }

  /// What an editor reads who has a minute.
  private var inShort: Block {
    let most = 6
    var blocks = [
      short(gapCount.text, report.overall.tierOneGaps, atMost: most) {
        Block(question($0), mark: .control($0))
      }
    ]
    if !report.risks.isEmpty {
      blocks.append(
        short(words["report.heading.risks"], report.risks, atMost: most, line: headline))
    }
    blocks.append(
      short(contradictionCount.text, report.contradictions, atMost: most) {
        Block(question($0.control), mark: .control($0.control))
      })
    let first = report.plan.prefix { $0.action.effort.within == .hour }
    if !first.isEmpty {
      blocks.append(
        short(words["horizon.hour"], Array(first.enumerated()), atMost: most) { index, todo in
          action(todo, number: index + 1)
        })
    }
    if let score = report.overall.score, let label = report.overall.label {
      blocks.append(
        Block(
          words["report.heading.overall"], as: .group,
          inside: [figure(score, label), Block(coverage(score))]))
    }
    return section("report.heading.summary", blocks)
  }

  private func short<Item>(
    _ heading: String, _ items: [Item], atMost most: Int, line: (Item) -> Block
  ) -> Block {
    var lines = items.prefix(most).map(line)
    if items.count > most {
      lines.append(Block(words["report.more", ["count": String(items.count - most)]]))
    }
    return Block(heading, as: .group, inside: lines)
  }
}
