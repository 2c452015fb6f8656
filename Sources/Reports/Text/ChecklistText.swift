public import Hygiene

/// A checklist to be read: every control with its question, by domain.
///
/// `words` are the interface's.
public func text(of checklist: Checklist, words: Words, width: Int, colour: Bool = false) -> String
{
  var text = ChecklistText(checklist, words: words, page: Page(width: width, hasColour: colour))
  text.writeAll()
  return text.page.text
}

/// All that a checklist says about one control; nil when it has none of that name.
public func text(
  of control: String, in checklist: Checklist, words: Words, width: Int, colour: Bool = false
) -> String? {
  let name = control.lowercased()
  guard let control = checklist.controls.first(where: { $0.id.rawValue.lowercased() == name })
  else { return nil }
  var text = ChecklistText(checklist, words: words, page: Page(width: width, hasColour: colour))
  text.write(control)
  return text.page.text
}

private struct ChecklistText {
  let checklist: Checklist
  let words: Words
  var page: Page

  init(_ checklist: Checklist, words: Words, page: Page) {
    (self.checklist, self.page) = (checklist, page)
    self.words = checklist.words.joined(with: words)
  }

  mutating func writeAll() {
    page.write(
      words[
        "show.title", count: checklist.controls.count,
        values: [
          "title": words["checklist.title"], "id": checklist.id, "version": checklist.version,
        ]], style: .strong)
    for profile in checklist.profiles {
      page.write(words["profile.\(profile.id).title"], indent: 2, mark: "\(profile.id): ")
    }
    for domain in checklist.domains {
      page.heading("\(domain.id)  \(words["\(domain.id).title"])")
      for control in domain.controls {
        page.write(
          words["\(control.id).question"], indent: 2, mark: "\(control.id) (\(control.tier))  ")
      }
    }
    page.blank()
    page.write(words["show.more"])
  }

  mutating func write(_ control: Control) {
    let id = control.id
    page.write(words["\(id).question"], mark: "\(id)  ", style: .strong)
    for option in control.options {
      let answer = words["answer.\(option.answer.rawValue)"]
      page.write("\(words["\(id).option.\(option.id)"]) (\(answer))", indent: 2, mark: "- ")
    }
    write("interview.why.title", "\(id).why")
    write("interview.why.action", "\(id).action")
    if words.has("\(id).caution") {
      page.blank()
      page.write(words["report.caution", ["text": words["\(id).caution"]]], style: .warning)
    }
    writeFacts(of: control)
    if !control.references.isEmpty { page.heading(words["interview.why.references"]) }
    for (number, address) in control.references.enumerated() {
      page.write("\(words["\(id).reference.\(number + 1)"]): \(address)", indent: 2)
    }
  }

  private mutating func write(_ heading: String, _ text: String) {
    page.heading(words[heading])
    page.write(words[text], indent: 2)
  }

  private mutating func writeFacts(of control: Control) {
    page.heading(words["show.facts"])
    let about = ["unit": words["unit.\(control.unit.rawValue)"], "tier": String(control.tier)]
    page.write(words["report.about", about], indent: 2)
    page.write(words["show.weight", ["weight": String(control.weight)]], indent: 2)
    let scenarios = control.scenarios.map { words["\($0).title"] }.joined(separator: "; ")
    page.write(
      control.isBasic ? words["report.basics"] : words["show.lowers", ["scenarios": scenarios]],
      indent: 2)
    if control.appliesWhen != .always { page.write(words["show.conditional"], indent: 2) }
    if !control.roles.isEmpty {
      let roles = control.roles.map { words["role.choice.\($0)"] }.joined(separator: "; ")
      page.write(words["show.roles", ["roles": roles]], indent: 2)
    }
    for link in control.evidence {
      let check = words["check.\(link.check).title", else: link.check.rawValue]
      page.write(words["show.check", ["check": check]], indent: 2)
    }
    page.write(words["horizon.\(control.effort.within.rawValue)"], indent: 2)
  }
}
