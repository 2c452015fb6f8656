public import Hygiene

/// What changed between two audits, in words: the figures of what both asked, then every answer
/// that moved, the bad news first.
///
/// `words` are the interface's joined with the later report's checklist's.
public func text(
  of comparison: Comparison, from before: Report, to after: Report, words: Words, width: Int,
  colour: Bool = false
) -> String {
  var text = ComparisonText(
    comparison: comparison, before: ReportText(before, words: words),
    after: ReportText(after, words: words), page: Page(width: width, hasColour: colour))
  text.writeAll()
  return text.page.text
}

private struct ComparisonText {
  let comparison: Comparison
  /// For the words of each report only.
  let before: ReportText, after: ReportText
  var page: Page
  private var words: Words { after.words }

  mutating func writeAll() {
    page.write(words["compare.title"], style: .strong)
    writeSide("compare.earlier", before)
    writeSide("compare.later", after)
    writeDoubts()
    let common = comparison.common
    page.blank()
    guard !common.pairs.isEmpty else {
      let isSame = before.report.checklist.id == after.report.checklist.id
      page.write(
        words[isSame ? "compare.nothing-shared" : "compare.other-checklist"], style: .warning)
      return
    }
    page.write(
      words[
        "compare.shared",
        [
          "shared": String(common.pairs.count), "either": String(common.either),
          "share": words.oneDecimal(common.share * Rational(100)),
        ]])
    writeOverall()
    writeCounts()
    writeDomains("compare.heading.improved-domains", comparison.improvedDomains())
    writeDomains("compare.heading.declined-domains", comparison.declinedDomains())
    writeScenarios()
    for change: Comparison.Change in [.declined, .new, .stale, .improved, .resolved, .setAside] {
      writeRows(change)
    }
    page.blank()
    page.write(words["compare.method"])
  }

  private mutating func writeSide(_ id: String, _ side: ReportText) {
    let report = side.report
    page.write(
      words[
        id,
        [
          "day": words.day(report.time.day),
          "checklist": side.title("checklist.title", else: report.checklist.id),
          "version": report.checklist.version,
          "asked": words["compare.asked", count: report.items.count(where: \.asked)],
        ]])
    if report.practice { page.write(words["report.practice"], indent: 2, style: .warning) }
  }

  /// What makes the two hard to compare.
  private mutating func writeDoubts() {
    let (then, now) = (before.report, after.report)
    if then.time > now.time { page.write(words["compare.reversed"], style: .warning) }
  }

  private mutating func writeOverall() {
    page.heading(words["report.heading.overall"])
    guard let shift = comparison.common.overall else {
      page.write(words["report.no-score"], indent: 2)
      return
    }
    page.write(words["compare.before", words.values(of: shift.before)], indent: 2)
    page.write(words["compare.after", words.values(of: shift.after)], indent: 2)
    page.write(
      words["compare.gain", ["gain": words.gain(of: shift)]], indent: 2, style: shift.style)
  }

  private mutating func writeCounts() {
    page.heading(words["compare.heading.counts"])
    for change in Comparison.Change.allCases {
      let count = comparison.rows(change).count
      if count > 0 {
        page.write(
          words["compare.count.\(change.rawValue)", ["count": String(count)]], indent: 2)
      }
    }
  }

  private mutating func writeDomains(_ heading: String, _ domains: [DomainID]) {
    guard !domains.isEmpty else { return }
    page.heading(words[heading])
    for domain in domains {
      if let shift = comparison.common.domains[domain] { write(shift, of: after.title(domain)) }
    }
  }

  private mutating func writeScenarios() {
    let shifts = comparison.common.scenarios
    guard !shifts.isEmpty else { return }
    page.heading(words["compare.heading.scenarios"])
    for scenario in shifts.keys.sorted() {
      if let shift = shifts[scenario] { write(shift, of: after.title(scenario)) }
    }
  }

  private mutating func write(_ shift: Shift, of title: String) {
    let values = [
      "title": title, "before": words.range(of: shift.before),
      "after": words.range(of: shift.after),
      "gain": words.gain(of: shift),
    ]
    page.write(words["compare.shift", values], indent: 2, style: shift.style)
  }

  private mutating func writeRows(_ change: Comparison.Change) {
    let rows = comparison.rows(change)
    guard !rows.isEmpty else { return }
    page.heading(words["compare.heading.\(change.rawValue)"])
    for row in rows {
      page.write(after.question(row.control), indent: 2, mark: "\(row.control)  ")
      page.write(state(of: row), indent: 4)
      if let former = row.formerly {
        page.write(words["compare.formerly", ["control": former.rawValue]], indent: 4)
      }
    }
  }

  private func state(of row: Comparison.Row) -> String {
    let now = row.after.map { answer($0, isContradicted: after.isContradicted(row.control)) } ?? ""
    guard let then = row.before else {
      return words["compare.answer-new", ["after": now]]
    }
    let name = row.formerly ?? row.control
    return words[
      "compare.answers",
      ["before": answer(then, isContradicted: before.isContradicted(name)), "after": now]]
  }

  private func answer(_ answer: Answer, isContradicted: Bool) -> String {
    let text = after.text(answer)
    return isContradicted ? "\(text) (\(words["report.contradicted"]))" : text
  }
}

extension Words {
  /// "40.0 to 62.5".
  func range(of figures: Figures) -> String {
    self[
      "report.levels",
      ["best": oneDecimal(figures.worst), "worst": oneDecimal(figures.best)]]
  }

  func values(of figures: Figures) -> [String: String] {
    [
      "range": range(of: figures), "gaps": String(figures.tierOneGaps),
      "answered": String(figures.answered), "applicable": String(figures.applicable),
    ]
  }

  /// With its sign.
  func gain(of shift: Shift) -> String {
    shift.gain > Rational(0) ? "+" + oneDecimal(shift.gain) : oneDecimal(shift.gain)
  }
}

extension Shift {
  var style: Style {
    if gain > Rational(0) { return .good }
    return gain < Rational(0) ? .bad : .plain
  }
}
