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
  let text = ReportText(report, words: words)
  var page = Page(width: width, hasColour: colour)
  switch explained {
  case .overall:
    page.write(text.explanation)
    if report.overall.score != nil {
      page.blank()
      page.write(words["explain.more"])
    }
  case .control(let control): page.write(text.explanation(of: control))
  case .scenario(let scenario): page.write(text.explanation(of: scenario))
  }
  return page.text
}

extension ReportText {
  fileprivate var explanation: [Block] {
    var head = [Block(words["explain.overall"], style: .strong)]
    guard let score = report.overall.score else {
      head[0].inside = [Block(words["report.no-score"])]
      return head
    }
    head += scope
    let asked = report.items.filter(\.asked)
    head[head.count - 1].inside = sum(over: asked, score) + [Block(coverage(score))]
    return head + [dearest(in: asked)]
  }

  /// Below a figure: how it was made.
  func folded(_ blocks: [Block]) -> Block {
    Block(words["report.how"], as: .folded, inside: blocks)
  }

  /// The weights by what was answered, and the two divisions that give worst and best.
  func sum(over items: [Report.Item], _ score: Score) -> [Block] {
    let base = items.filter { $0.worst != nil }
    let total = base.reduce(0) { $0 + $1.soundWeight }
    var lines = Answer.allCases.compactMap { answer -> String? in
      let given = items.filter { $0.reply.answer == answer }
      guard !given.isEmpty else { return nil }
      let weight = given.reduce(0) { $0 + $1.soundWeight }
      let row = ["answer": text(answer), "weight": String(weight), "worth": worth(of: given)]
      let id = answer == .notApplicable ? "explain.left-out" : "explain.row"
      return words[id, count: given.count, values: row]
    }
    let contradicted = base.count { isContradicted($0.control) && $0.worst != $0.best }
    if contradicted > 0 { lines.append(words["explain.contradicted", count: contradicted]) }
    lines.append(
      words[
        "explain.sum",
        [
          "total": String(total), "worst": words.oneDecimal(score.worst),
          "best": words.oneDecimal(score.best),
          "worst-credit": words.oneDecimal(score.worst * Rational(total, over: 100)),
          "best-credit": words.oneDecimal(score.best * Rational(total, over: 100)),
        ]])
    return lines.map { Block($0) }
  }

  /// "0 to 1" when the items' worths differ, else the one worth.
  private func worth(of items: [Report.Item]) -> String {
    let low = items.compactMap(\.worst).min() ?? Rational(0)
    let high = items.compactMap(\.best).max() ?? Rational(0)
    let (best, worst) = (words.oneDecimal(high), words.oneDecimal(low))
    return low == high ? best : words["report.levels", ["best": worst, "worst": best]]
  }

  func dearest(in items: [Report.Item]) -> Block {
    let dearest = report.dearest(in: items, atMost: 10)
    return section(
      dearest.isEmpty ? "explain.nothing-lost" : "explain.dearest",
      dearest.map { item, cost in
        let values = ["points": words.oneDecimal(cost), "answer": state(of: item)]
        return Block(
          question(item.control), mark: .control(item.control),
          inside: [Block(words["explain.cost", values])])
      })
  }

  private func state(of item: Report.Item) -> String {
    guard item.asked else { return words["explain.not-asked"] }
    let answer = text(item.reply.answer)
    return isContradicted(item.control) ? "\(answer); \(words["report.contradicted"])" : answer
  }
}

extension ReportText {
  fileprivate func explanation(of control: ControlID) -> [Block] {
    guard let item = item(control), let gain = report.gain(from: control) else { return [] }
    var head = Block(question(control), mark: .control(control), style: .strong)
    head.inside.append(Block(words["report.answer", ["answer": state(of: item)]]))
    if item.measured != .nothing {
      head.inside.append(Block(words["report.measured.\(item.measured.rawValue)"]))
    }
    let weight = ["weight": String(item.weight), "tier": String(item.tier)]
    guard let worst = item.worst, let best = item.best else {
      head.inside.append(Block(words["explain.not-in-base", weight]))
      return [head]
    }
    let credits = ["worst": words.oneDecimal(worst), "best": words.oneDecimal(best)]
    head.inside += [
      Block(words["explain.weight", weight]),
      Block(words[worst == best ? "explain.credit" : "explain.credits", credits]),
    ]
    guard worst < Rational(1) else {
      head.inside.append(Block(words["explain.nothing-lost"], style: .good))
      return [head]
    }
    let costs = [
      "overall": words.oneDecimal(gain.overall), "points": words.oneDecimal(gain.domain),
      "domain": title(item.domain),
    ]
    head.inside.append(
      Block(
        item.asked ? words["explain.costs", costs] : words["explain.costs-scenarios-only"]))
    return [head, changes(gain, of: item)]
  }

  private func changes(_ gain: Report.Gain, of item: Report.Item) -> Block {
    var blocks = gain.scenarios.map { change in
      let values = [
        "scenario": title(change.scenario), "points": words.oneDecimal(change.points),
        "from": text(change.from), "to": text(change.to),
      ]
      let id = change.lowers ? "explain.change" : "explain.no-change"
      let step = report.steps.first { $0.scenario == change.scenario }
      let isPart = step?.controls.contains(item.control) == true && !change.lowers
      return Block(
        words[id, values], style: change.lowers ? .good : .plain,
        inside: step.map { isPart ? [Block(text(of: $0))] : [] } ?? [])
    }
    if blocks.isEmpty {
      blocks = [Block(words[item.scenarios.isEmpty ? "explain.basic" : "report.risks.none"])]
    }
    let todo = report.plan.first { $0.action.control == item.control }
    if let todo { blocks.append(Block(words["explain.todo", ["action": text(of: todo)]])) }
    if let caution = todo.flatMap({ caution(of: $0) }) {
      blocks.append(Block(words["report.caution", ["text": caution]], style: .warning))
    }
    return section("explain.changes", blocks)
  }
}

extension ReportText {
  fileprivate func explanation(of scenario: ScenarioID) -> [Block] {
    guard let risk = report.risks.first(where: { $0.scenario == scenario }) else { return [] }
    let steps = steps(to: risk)
    guard !steps.isEmpty else { return [] }
    return [Block(headline(of: risk).text, style: .strong)] + steps
  }

  /// From how likely it is that somebody tries to the risk, as NIST SP 800-30 goes.
  func steps(to risk: ScenarioRisk) -> [Block] {
    guard let score = report.scenarios[risk.scenario]?.score else { return [] }
    func step(_ number: Int, _ id: String, _ range: LevelRange, _ inside: [Block] = []) -> Block {
      Block("\(number). \(words[id, ["range": text(range)]])", as: .section, inside: inside)
    }
    let members = report.members(of: risk.scenario)
    var exposure = sum(over: members, score)
    exposure.append(
      Block(
        words[
          "explain.exposure",
          [
            "least": words.oneDecimal(Rational(100) - score.best),
            "most": words.oneDecimal(Rational(100) - score.worst), "range": text(risk.exposure),
          ]]))
    let unasked = members.count { !$0.asked }
    if unasked > 0 { exposure.append(Block(words["explain.unasked", count: unasked])) }
    var dearest = dearest(in: members)
    if let step = report.steps.first(where: { $0.scenario == risk.scenario }) {
      dearest.inside.append(Block(text(of: step), as: .aside))
    }
    return [
      step(
        1, "report.risk.initiation", risk.initiation.range,
        reasons(risk.initiation, of: risk.scenario)),
      step(2, "report.risk.exposure", risk.exposure, exposure),
      step(3, "explain.likelihood", risk.likelihood),
      step(4, "report.risk.impact", risk.impact.range, reasons(risk.impact, of: risk.scenario)),
      step(
        5, "explain.risk", risk.risk,
        [Block(words["report.risk.inherent", ["range": text(risk.inherent)]])]),
      dearest,
    ]
  }
}
