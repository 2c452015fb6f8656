internal import Documents
public import Hygiene

/// The plan of an organisation on one day, with what the last audit proposes beside it.
public struct PlanSheet: Sendable {
  public let plan: ActionPlan
  public let day: Day
  /// Actions of the last audit that nobody has taken up, the most urgent first.
  public let proposed: [ControlID]

  public init(_ plan: ActionPlan, on day: Day, proposed: [ControlID]) {
    (self.plan, self.day, self.proposed) = (plan, day, proposed)
  }
  var tasks: [ActionPlan.Task] { plan.ordered(on: day) }
}

/// A plan for a program to read (Docs/Formats/Progress.md), and a line end.
public func json(of sheet: PlanSheet) throws -> [UInt8] {
  let tasks = sheet.tasks.map { task in
    PlanDocument.Row(
      control: task.control, state: task.state, owner: task.owner, due: task.due,
      reason: task.reason, overdue: task.isOverdue(on: sheet.day), reopened: task.isReopened)
  }
  let document = PlanDocument(day: sheet.day, tasks: tasks, proposed: sheet.proposed)
  return try Documents.encode(document) + [UInt8(ascii: "\n")]
}

private struct PlanDocument: Encodable {
  struct Row: Encodable {
    let control: ControlID
    let state: PlanChange.State
    let owner: String?, due: Day?, reason: String?
    let overdue: Bool, reopened: Bool
  }
  var format = "saqta-plan"
  var version = 1
  let day: Day
  let tasks: [Row]
  let proposed: [ControlID]
}

/// A plan for a spreadsheet (RFC 4180, with a header).
public func csv(of sheet: PlanSheet, words: Words) -> String {
  let rows = sheet.tasks.map { task in
    [
      task.control.rawValue, task.state.rawValue, task.isOverdue(on: sheet.day) ? "yes" : "no",
      task.isReopened ? "yes" : "no", task.owner ?? "", task.due?.description ?? "",
      task.reason ?? "", words.action(for: task.control),
    ]
  }
  let header = ["control", "state", "overdue", "reopened", "owner", "due", "reason", "action"]
  return ([header] + rows).map { $0.map(csvField).joined(separator: ",") + "\r\n" }.joined()
}

/// A plan for a calendar: a VTODO for each action (RFC 5545).
///
/// The same action of the same organisation keeps its UID, so that importing again updates it.
public func calendar(
  of sheet: PlanSheet, words: Words, organisation: String, at time: Timestamp
) -> String {
  var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//saqta//saqta//EN"]
  let stamp = time.description.filter { $0 != "-" && $0 != ":" }
  for task in sheet.tasks {
    lines += [
      "BEGIN:VTODO",
      "UID:\(calendarText("\(task.control.rawValue)-\(organisation)"))@saqta.invalid",
      "DTSTAMP:\(stamp)", "SUMMARY:\(calendarText(words.action(for: task.control)))",
    ]
    if let due = task.due {
      lines.append("DUE;VALUE=DATE:\(due.description.filter { $0 != "-" })")
    }
    if let owner = task.owner {
      let text = words["plan.owner", ["owner": words.role(owner)]]
      lines.append("DESCRIPTION:\(calendarText(text))")
    }
    let status = task.isOpen ? "NEEDS-ACTION" : task.state == .done ? "COMPLETED" : "CANCELLED"
    lines += ["STATUS:\(status)", "END:VTODO"]
  }
  lines.append("END:VCALENDAR")
  return lines.map { folded($0) + "\r\n" }.joined()
}

/// TEXT (RFC 5545, 3.3.11).
private func calendarText(_ text: String) -> String {
  cleaned(text, atMost: 8192).map { character in
    ["\\", ";", ","].contains(character) ? "\\\(character)" : String(character)
  }.joined()
}

/// No line longer than 75 octets, and no character torn apart (RFC 5545, 3.1).
private func folded(_ line: String) -> String {
  var (result, used) = ("", 0)
  for scalar in line.unicodeScalars {
    let size = String(scalar).utf8.count
    if used + size > 75 {
      result += "\r\n "
      used = 1
    }
    result.unicodeScalars.append(scalar)
    used += size
  }
  return result
}

extension Words {
  /// What is to be done for a control, as far as the checklist is at hand.
  func action(for control: ControlID) -> String {
    has("\(control).action") ? self["\(control).action"] : control.rawValue
  }

  func role(_ role: String) -> String {
    has("role.choice.\(role)") ? self["role.choice.\(role)"] : role
  }
}
