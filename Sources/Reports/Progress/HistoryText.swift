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
    write(step.units, step.domains, step.scenarios) { page, words, title, shift in
      let values = [
        "title": title, "before": words.range(of: shift.before),
        "after": words.range(of: shift.after), "gain": words.gain(of: shift),
      ]
      page.write(words["compare.shift", values], indent: 4, style: shift.style)
    }
  }

  private mutating func write(_ round: History.Round) {
    write(round.units, round.domains, round.scenarios) { page, words, title, own in
      page.write(
        words["history.group", ["title": title, "range": words.range(of: own)]], indent: 4)
    }
  }

  private typealias Row<Value> = (inout Page, Words, _ title: String, Value) -> Void

  private mutating func write<Value>(
    _ units: [Unit: Value], _ domains: [DomainID: Value], _ scenarios: [ScenarioID: Value],
    _ row: Row<Value>
  ) {
    write("history.heading.units", units, Unit.allCases, row) { "unit.\($0.rawValue)" }
    write("history.heading.domains", domains, domains.keys.sorted(), row) { "\($0).title" }
    write("history.heading.scenarios", scenarios, scenarios.keys.sorted(), row) { "\($0).title" }
  }

  private mutating func write<Group, Value>(
    _ heading: String, _ values: [Group: Value], _ order: [Group], _ row: Row<Value>,
    title: (Group) -> String
  ) {
    guard !values.isEmpty else { return }
    page.write(words[heading], indent: 2, style: .strong)
    for group in order {
      if let value = values[group] { row(&page, words, name(title(group)), value) }
    }
  }

  /// The text, or the id of the group where this checklist's words are not at hand.
  private func name(_ id: String) -> String {
    words[id, else: String(id.prefix { $0 != "." })]
  }
}
