internal import Hygiene

extension ReportText {
  /// The plan by how soon its actions can be done, and what they bring together.
  var plan: Block {
    guard !report.plan.isEmpty else {
      return section("report.heading.plan", [Block(words["report.plan.none"])])
    }
    var groups: [Block] = []
    var horizon: Effort.Horizon?
    for (index, todo) in report.plan.enumerated() {
      if todo.action.effort.within != horizon {
        horizon = todo.action.effort.within
        groups.append(Block(words["horizon.\(todo.action.effort.within.rawValue)"], as: .group))
      }
      groups[groups.count - 1].inside.append(action(todo, number: index + 1))
    }
    return section("report.heading.plan", groups + steps)
  }

  func action(_ todo: Report.Todo, number: Int) -> Block {
    var lines: [Block] = []
    let answer = item(todo.action.control)?.reply.answer
    if answer == .unknown || answer == .unanswered {
      lines.append(Block(words["report.action.look"]))
    }
    if let caution = caution(of: todo) {
      lines.append(Block(words["report.caution", ["text": caution]], style: .warning))
    }
    if todo.action.riskReduction > 0 {
      lines.append(Block(words["report.action.lowers"], style: .good))
    }
    return Block(
      "\(text(of: todo)) (\(todo.action.control))", mark: .number(number), inside: lines)
  }

  /// What several actions bring together where none brings anything alone.
  private var steps: [Block] {
    guard !report.steps.isEmpty else { return [] }
    return [
      Block(
        words["report.steps"], as: .group,
        inside: report.steps.map { Block(text(of: $0), mark: .bullet) })
    ]
  }

  func text(of step: Step) -> String {
    let values = [
      "controls": step.controls.map(\.rawValue).joined(separator: ", "),
      "scenario": title(step.scenario), "from": text(step.from), "to": text(step.to),
    ]
    return words[step.controls.count == 1 ? "report.step.alone" : "report.step", values]
  }

  var evidence: [Block] {
    // A reduced report has none, and that says nothing about what was measured.
    guard report.reduced != true else { return [] }
    let blocks = EvidenceText(words: interface).blocks(of: report.evidence)
    return [
      section(
        "report.heading.evidence", blocks.isEmpty ? [Block(words["report.evidence.none"])] : blocks)
    ]
  }

  /// Every answer, by domain.
  var detail: Block {
    var domains: [Block] = []
    var domain: DomainID?
    for item in report.items {
      if item.domain != domain {
        domain = item.domain
        domains.append(Block(title(item.domain), as: .group))
      }
      domains[domains.count - 1].inside.append(answer(item))
    }
    return section(
      "report.heading.detail", domains.isEmpty ? [Block(words["report.no-score"])] : domains)
  }

  private func answer(_ item: Report.Item) -> Block {
    let option = item.reply.option.map { title("\(item.control).option.\($0)", else: $0) }
    let answer = text(item.reply.answer)
    var lines = [
      words["report.answer", ["answer": option.map { "\(answer) – \($0)" } ?? answer]]
    ]
    if let note = item.reply.note { lines.append(words["report.note", ["note": note]]) }
    if let due = item.reply.due { lines.append(words["report.due", ["day": words.day(due)]]) }
    lines.append(
      words[
        "report.about", ["unit": words["unit.\(item.unit.rawValue)"], "tier": String(item.tier)]])
    if item.measured != .nothing {
      lines.append(words["report.measured.\(item.measured.rawValue)"])
    }
    if let cost = item.contribution, cost > Rational(0) {
      lines.append(words["report.cost", ["points": words.oneDecimal(cost)]])
    }
    return Block(
      question(item.control), as: .answer, mark: .control(item.control),
      inside: lines.map { Block($0) })
  }
}
