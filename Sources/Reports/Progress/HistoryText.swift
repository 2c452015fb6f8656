public import Hygiene

/// How the audits of an organisation went from round to round, in words.
///
/// `words` are the interface's joined with the checklist's. With `chart` there are bars, which only
/// repeat the figures.
public func text(
  of history: History, words: Words, width: Int, chart: Bool, colour: Bool = false
) -> String {
  var text = HistoryText(
    history: history, steps: history.steps, words: words,
    page: Page(width: width, hasColour: colour), hasChart: chart)
  text.writeAll()
  return text.page.text
}

private struct HistoryText {
  let history: History
  let steps: [CommonPart]
  let words: Words
  var page: Page
  let hasChart: Bool

  mutating func writeAll() {
    page.write(words["history.title"], style: .strong)
    guard let last = history.rounds.last else {
      page.write(words["history.none"])
      return
    }
    page.write(words["history.meaning"])
    if hasChart { page.write(words["history.legend"]) }
    for index in history.rounds.indices { writeRound(index) }
    if let step = steps.last {
      let from = history.rounds[history.rounds.count - 2].name
      page.heading(words["history.last-step", ["from": from, "to": last.name]])
      write(step)
    } else {
      page.heading(words["history.one-round", ["round": last.name]])
      write(last)
    }
    page.blank()
    page.write(words["history.method"])
  }

  private mutating func writeRound(_ index: Int) {
    let round = history.rounds[index]
    page.heading(
      words["history.round", count: round.audits, values: ["round": round.name]])
    guard let own = round.overall else {
      page.write(words["report.no-score"], indent: 2)
      return
    }
    page.write(words["history.own", words.values(of: own)], indent: 2)
    guard index > 0 else {
      bar(own)
      return
    }
    let step = steps[index - 1]
    guard let shift = step.overall else {
      page.write(words["history.nothing-shared"], indent: 2, style: .warning)
      bar(own)
      return
    }
    let values = [
      "shared": String(step.pairs.count), "either": String(step.either),
      "before": words.range(of: shift.before), "after": words.range(of: shift.after),
      "gain": words.gain(of: shift), "gaps-before": String(shift.before.tierOneGaps),
      "gaps-after": String(shift.after.tierOneGaps),
    ]
    page.write(words["history.step", values], indent: 2, style: shift.style)
    page.write(words["history.step-gaps", values], indent: 2)
    bar(shift.before)
    bar(shift.after)
  }

  /// Full up to the worst, light up to the best.
  private mutating func bar(_ figures: Figures) {
    guard hasChart else { return }
    let room = min(50, page.width - 6)
    func cells(_ share: Rational) -> Int {
      (share * Rational(room, over: 100)).rounded(toParts: 1)
    }
    let (full, light) = (cells(figures.worst), cells(figures.best))
    let text =
      String(repeating: "█", count: full) + String(repeating: "▒", count: max(0, light - full))
      + String(repeating: "·", count: max(0, room - max(full, light)))
    page.write("│\(text)│", indent: 2)
  }

  private mutating func write(_ step: CommonPart) {
    write("history.heading.units", step.units, Unit.allCases) { "unit.\($0.rawValue)" }
    write("history.heading.domains", step.domains, step.domains.keys.sorted()) { "\($0).title" }
    write("history.heading.scenarios", step.scenarios, step.scenarios.keys.sorted()) {
      "\($0).title"
    }
  }

  private mutating func write<Group>(
    _ heading: String, _ shifts: [Group: Shift], _ order: [Group], _ title: (Group) -> String
  ) {
    guard !shifts.isEmpty else { return }
    page.write(words[heading], indent: 2, style: .strong)
    for group in order {
      guard let shift = shifts[group] else { continue }
      let values = [
        "title": name(title(group)), "before": words.range(of: shift.before),
        "after": words.range(of: shift.after), "gain": words.gain(of: shift),
      ]
      page.write(words["compare.shift", values], indent: 4, style: shift.style)
    }
  }

  private mutating func write(_ round: History.Round) {
    write("history.heading.units", round.units, Unit.allCases) { "unit.\($0.rawValue)" }
    write("history.heading.domains", round.domains, round.domains.keys.sorted()) { "\($0).title" }
    write("history.heading.scenarios", round.scenarios, round.scenarios.keys.sorted()) {
      "\($0).title"
    }
  }

  private mutating func write<Group>(
    _ heading: String, _ figures: [Group: Figures], _ order: [Group], _ title: (Group) -> String
  ) {
    guard !figures.isEmpty else { return }
    page.write(words[heading], indent: 2, style: .strong)
    for group in order {
      guard let own = figures[group] else { continue }
      page.write(
        words[
          "history.group", ["title": name(title(group)), "range": words.range(of: own)]],
        indent: 4)
    }
  }

  /// The text, or the id of the group where this checklist's words are not at hand.
  private func name(_ id: String) -> String {
    words.has(id) ? words[id] : String(id.prefix { $0 != "." })
  }
}
