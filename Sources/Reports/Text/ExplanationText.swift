public import Hygiene

/// What an explanation is about.
public enum Explained: Hashable, Sendable {
  case overall
  case control(ControlID)
  case scenario(ScenarioID)

  /// The control or scenario of a report that is called so, in any case of letters.
  public init?(_ name: String, in report: Report) {
    let name = name.lowercased()
    if let item = report.items.first(where: { $0.control.rawValue.lowercased() == name }) {
      self = .control(item.control)
    } else if let risk = report.risks.first(where: { $0.scenario.rawValue.lowercased() == name }) {
      self = .scenario(risk.scenario)
    } else {
      return nil
    }
  }
}

/// How a figure of a report was made and what one change would do, in words.
///
/// `words` are the interface's joined with the checklist's.
public func explanation(
  of explained: Explained, in report: Report, words: Words, width: Int, colour: Bool = false
) -> String {
  var text = ReportText(report, words: words, page: Page(width: width, hasColour: colour))
  switch explained {
  case .overall: text.explainOverall()
  case .control(let control): text.explain(control)
  case .scenario(let scenario): text.explain(scenario)
  }
  return text.page.text
}

extension ReportText {
  fileprivate mutating func explainOverall() {
    page.write(words["explain.overall"], style: .strong)
    guard let score = report.overall.score else {
      page.write(words["report.no-score"], indent: 2)
      return
    }
    writeScope()
    let asked = report.items.filter(\.asked)
    writeSum(over: asked, score)
    page.write(coverage(score), indent: 2)
    writeDearest(in: asked)
    page.blank()
    page.write(words["explain.more"])
  }

  /// The weights by what was answered, and the two divisions that give worst and best.
  fileprivate mutating func writeSum(over items: [Report.Item], _ score: Score) {
    let base = items.filter { $0.worst != nil }
    let total = base.reduce(0) { $0 + $1.weight }
    for answer in Answer.allCases {
      let given = items.filter { $0.reply.answer == answer }
      guard !given.isEmpty else { continue }
      let weight = given.reduce(0) { $0 + $1.weight }
      let row = [
        "answer": text(answer), "weight": String(weight), "worth": worth(of: given),
      ]
      let id = answer == .notApplicable ? "explain.left-out" : "explain.row"
      page.write(words[id, count: given.count, values: row], indent: 2)
    }
    let contradicted = base.filter { isContradicted($0.control) && $0.worst != $0.best }
    if !contradicted.isEmpty {
      page.write(words["explain.contradicted", count: contradicted.count], indent: 2)
    }
    page.write(
      words[
        "explain.sum",
        [
          "total": String(total), "worst": words.oneDecimal(score.worst),
          "best": words.oneDecimal(score.best),
          "worst-credit": words.oneDecimal(score.worst * Rational(total, over: 100)),
          "best-credit": words.oneDecimal(score.best * Rational(total, over: 100)),
        ]], indent: 2)
  }

  /// "0 to 1" when the items' worths differ, else the one worth.
  private func worth(of items: [Report.Item]) -> String {
    let low = items.compactMap(\.worst).min() ?? Rational(0)
    let high = items.compactMap(\.best).max() ?? Rational(0)
    let (best, worst) = (words.oneDecimal(high), words.oneDecimal(low))
    return low == high ? best : words["report.levels", ["best": worst, "worst": best]]
  }

  fileprivate mutating func writeDearest(in items: [Report.Item]) {
    let dearest = report.dearest(in: items, atMost: 10)
    page.heading(words[dearest.isEmpty ? "explain.nothing-lost" : "explain.dearest"])
    for (item, cost) in dearest {
      page.write(question(item.control), indent: 2, mark: "\(item.control)  ")
      let values = ["points": words.oneDecimal(cost), "answer": state(of: item)]
      page.write(words["explain.cost", values], indent: 4)
    }
  }

  fileprivate func state(of item: Report.Item) -> String {
    guard item.asked else { return words["explain.not-asked"] }
    let answer = text(item.reply.answer)
    return isContradicted(item.control) ? "\(answer); \(words["report.contradicted"])" : answer
  }
}

extension ReportText {
  fileprivate mutating func explain(_ control: ControlID) {
    guard let item = item(control), let gain = report.gain(from: control) else { return }
    page.write(question(control), mark: "\(control)  ", style: .strong)
    page.write(words["report.answer", ["answer": state(of: item)]], indent: 2)
    if item.measured != .nothing {
      page.write(words["report.measured.\(item.measured.rawValue)"], indent: 2)
    }
    let weight = ["weight": String(item.weight), "tier": String(item.tier)]
    guard let worst = item.worst, let best = item.best else {
      page.write(words["explain.not-in-base", weight], indent: 2)
      return
    }
    page.write(words["explain.weight", weight], indent: 2)
    page.write(
      words[
        worst == best ? "explain.credit" : "explain.credits",
        ["worst": words.oneDecimal(worst), "best": words.oneDecimal(best)]], indent: 2)
    guard worst < Rational(1) else {
      page.write(words["explain.nothing-lost"], indent: 2, style: .good)
      return
    }
    if item.asked {
      let costs = [
        "overall": words.oneDecimal(gain.overall), "points": words.oneDecimal(gain.domain),
        "domain": title(item.domain),
      ]
      page.write(words["explain.costs", costs], indent: 2)
    } else {
      page.write(words["explain.costs-scenarios-only"], indent: 2)
    }
    writeChanges(gain, of: item)
  }

  private mutating func writeChanges(_ gain: Report.Gain, of item: Report.Item) {
    page.heading(words["explain.changes"])
    if gain.scenarios.isEmpty {
      page.write(words[item.scenarios.isEmpty ? "explain.basic" : "report.risks.none"], indent: 2)
    }
    for change in gain.scenarios {
      let values = [
        "scenario": title(change.scenario), "points": words.oneDecimal(change.points),
        "from": text(change.from), "to": text(change.to),
      ]
      let id = change.lowers ? "explain.change" : "explain.no-change"
      page.write(words[id, values], indent: 2, style: change.lowers ? .good : .plain)
      let step = report.steps.first { $0.scenario == change.scenario }
      if !change.lowers, let step, step.controls.contains(item.control) {
        page.write(text(of: step), indent: 4)
      }
    }
    let todo = report.plan.first { $0.action.control == item.control }
    if let todo { page.write(words["explain.todo", ["action": text(of: todo)]], indent: 2) }
    if let caution = todo.flatMap({ caution(of: $0) }) {
      page.write(words["report.caution", ["text": caution]], indent: 2, style: .warning)
    }
  }

}

extension ReportText {
  fileprivate mutating func explain(_ scenario: ScenarioID) {
    guard let risk = report.risks.first(where: { $0.scenario == scenario }),
      let score = report.scenarios[scenario]?.score
    else { return }
    page.write(headline(of: risk), style: .strong)
    page.heading("1. " + words["report.risk.initiation", ["range": text(risk.initiation.range)]])
    writeReasons(risk.initiation, of: scenario)
    page.heading("2. " + words["report.risk.exposure", ["range": text(risk.exposure)]])
    let members = report.members(of: scenario)
    writeSum(over: members, score)
    page.write(
      words[
        "explain.exposure",
        [
          "least": words.oneDecimal(Rational(100) - score.best),
          "most": words.oneDecimal(Rational(100) - score.worst), "range": text(risk.exposure),
        ]], indent: 2)
    let unasked = members.count { !$0.asked }
    if unasked > 0 { page.write(words["explain.unasked", count: unasked], indent: 2) }
    page.heading("3. " + words["explain.likelihood", ["range": text(risk.likelihood)]])
    page.heading("4. " + words["report.risk.impact", ["range": text(risk.impact.range)]])
    writeReasons(risk.impact, of: scenario)
    page.heading("5. " + words["explain.risk", ["range": text(risk.risk)]])
    page.write(words["report.risk.inherent", ["range": text(risk.inherent)]], indent: 2)
    writeDearest(in: members)
    if let step = report.steps.first(where: { $0.scenario == scenario }) {
      page.blank()
      page.write(text(of: step), indent: 4)
    }
  }

  private mutating func writeReasons(_ judgement: Judgement, of scenario: ScenarioID) {
    let reasons = judgement.reasons.map { title("\(scenario).because.\($0)", else: $0) }
    let ids =
      reasons.count == 2 ? ["report.at-worst", "report.at-best"] : ["report.because"]
    for (id, reason) in zip(ids, reasons) {
      page.write(words[id, ["reason": reason]], indent: 2)
    }
  }
}
