public import Hygiene

/// The plan of an organisation in words, overdue first.
///
/// `words` are the interface's joined with the checklist's.
public func text(
  of sheet: PlanSheet, words: Words, width: Int, colour: Bool = false
) -> String {
  var text = PlanSheetText(
    sheet: sheet, words: words, page: Page(width: width, hasColour: colour))
  text.writeAll()
  return text.page.text
}

private struct PlanSheetText {
  let sheet: PlanSheet
  let words: Words
  var page: Page

  mutating func writeAll() {
    let (tasks, day) = (sheet.tasks, sheet.day)
    page.write(words["plan.title", ["day": words.day(day)]], style: .strong)
    if tasks.isEmpty { page.write(words["plan.empty"]) }
    write("plan.overdue", tasks.filter { $0.isOverdue(on: day) }, .bad)
    write("plan.open", tasks.filter { $0.isOpen && !$0.isOverdue(on: day) }, .plain)
    write("plan.done", tasks.filter { $0.state == .done }, .good)
    write("plan.dropped", tasks.filter { $0.state == .dropped }, .plain)
    guard !sheet.proposed.isEmpty else { return }
    page.heading(words["plan.proposed"])
    for control in sheet.proposed.prefix(10) { writeAction(control) }
    let more = sheet.proposed.count - 10
    if more > 0 { page.write(words["report.more", ["count": String(more)]], indent: 2) }
  }

  private mutating func write(_ heading: String, _ tasks: [ActionPlan.Task], _ style: Style) {
    guard !tasks.isEmpty else { return }
    page.heading("\(words[heading]): \(tasks.count)")
    for task in tasks {
      writeAction(task.control)
      if task.isOpen {
        let owner = task.owner.map { words["plan.owner", ["owner": words.role($0)]] }
        page.write(owner ?? words["plan.no-owner"], indent: 4)
        if let due = task.due {
          page.write(words["plan.due", ["day": words.day(due)]], indent: 4, style: style)
        }
      }
      if task.isReopened { page.write(words["plan.reopened"], indent: 4, style: .warning) }
      if let reason = task.reason {
        page.write(words["plan.reason", ["reason": reason]], indent: 4)
      }
    }
  }

  private mutating func writeAction(_ control: ControlID) {
    page.write(words.action(for: control), indent: 2, mark: "\(control)  ")
  }
}
