internal import Hygiene

extension ReportText {
  mutating func writePlan() {
    page.heading(words["report.heading.plan"])
    guard !report.plan.isEmpty else {
      page.write(words["report.plan.none"], indent: 2)
      return
    }
    var (number, group): (Int, Effort.Horizon?) = (0, nil)
    for todo in report.plan {
      if todo.action.effort.within != group {
        group = todo.action.effort.within
        page.blank()
        page.write(
          words["horizon.\(todo.action.effort.within.rawValue)"], indent: 2, style: .strong)
      }
      number += 1
      write(todo, number)
    }
    writeSteps()
  }

  private mutating func write(_ todo: Report.Todo, _ number: Int) {
    let mark = "\(number). "
    page.write("\(text(of: todo)) (\(todo.action.control))", indent: 2, mark: mark)
    let answer = item(todo.action.control)?.reply.answer
    if answer == .unknown || answer == .unanswered {
      page.write(words["report.action.look"], indent: 2 + mark.count)
    }
    if let caution = caution(of: todo) {
      page.write(
        words["report.caution", ["text": caution]], indent: 2 + mark.count, style: .warning)
    }
    if todo.action.riskReduction > 0 {
      page.write(words["report.action.lowers"], indent: 2 + mark.count, style: .good)
    }
  }

  /// What several actions bring together where none brings anything alone.
  private mutating func writeSteps() {
    guard !report.steps.isEmpty else { return }
    page.blank()
    page.write(words["report.steps"], indent: 2, style: .strong)
    for step in report.steps { page.write(text(of: step), indent: 2, mark: "- ") }
  }

  func text(of step: Step) -> String {
    let values = [
      "controls": step.controls.map(\.rawValue).joined(separator: ", "),
      "scenario": title(step.scenario), "from": text(step.from), "to": text(step.to),
    ]
    return words[step.controls.count == 1 ? "report.step.alone" : "report.step", values]
  }

  mutating func writeEvidence() {
    // A reduced report has none, and that says nothing about what was measured.
    guard report.reduced != true else { return }
    page.heading(words["report.heading.evidence"])
    if report.evidence.isEmpty { page.write(words["report.evidence.none"], indent: 2) }
    page.write(report.evidence, words: interface, indent: 2)
  }

  mutating func writeDetail() {
    page.heading(words["report.heading.detail"])
    if report.items.isEmpty { page.write(words["report.no-score"], indent: 2) }
    var domain: DomainID?
    for item in report.items {
      if item.domain != domain {
        domain = item.domain
        page.blank()
        page.write(title(item.domain), indent: 2, style: .strong)
      }
      write(item)
    }
  }

  private mutating func write(_ item: Report.Item) {
    page.write(question(item.control), indent: 2, mark: "\(item.control)  ")
    let option = item.reply.option.map { title("\(item.control).option.\($0)", else: $0) }
    let answer = text(item.reply.answer)
    page.write(
      words["report.answer", ["answer": option.map { "\(answer) – \($0)" } ?? answer]], indent: 4)
    if let note = item.reply.note {
      page.write(words["report.note", ["note": note]], indent: 4)
    }
    if let due = item.reply.due {
      page.write(words["report.due", ["day": words.day(due)]], indent: 4)
    }
    page.write(
      words[
        "report.about", ["unit": words["unit.\(item.unit.rawValue)"], "tier": String(item.tier)]],
      indent: 4)
    if item.measured != .nothing {
      page.write(words["report.measured.\(item.measured.rawValue)"], indent: 4)
    }
    if let cost = item.contribution, cost > Rational(0) {
      page.write(words["report.cost", ["points": words.oneDecimal(cost)]], indent: 4)
    }
  }
}
