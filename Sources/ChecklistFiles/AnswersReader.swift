internal import Hygiene
internal import YAML

/// Reads an answers file. No error shows a value: a note may have slipped into its place.
struct AnswersReader {
  private(set) var reading: Reading
  private let checklist: Checklist
  private let controls: [ControlID: Control]
  private let questions: [ContextID: ContextQuestion]
  private var file = AnswersFile(context: Context(), answers: Answers())

  init(file: String, for checklist: Checklist) {
    reading = Reading(file: file)
    self.checklist = checklist
    controls = Dictionary(checklist.controls.map { ($0.id, $0) }) { first, _ in first }
    questions = Dictionary(checklist.questions.map { ($0.id, $0) }) { first, _ in first }
  }

  mutating func read(_ bytes: [UInt8], limit: Int) -> AnswersFile {
    guard let root = reading.parse(bytes, limits: YAMLLimits(size: limit, depth: 8)),
      let fields = reading.fields(root, ["role", "profile", "context", "answers", "notes", "due"])
    else { return file }
    file.answers.role = oneOf(checklist.roles, "role", of: fields)
    file.answers.profile = oneOf(checklist.profiles.map(\.id), "profile", of: fields)
    for entry in entries("context", of: fields) { readContext(entry) }
    checkAsked(entries("context", of: fields))
    for entry in entries("answers", of: fields) { readAnswer(entry) }
    for entry in entries("notes", of: fields) { readNote(entry) }
    for entry in entries("due", of: fields) { readDue(entry) }
    return file
  }

  /// A name that may be left out, of those that the checklist knows.
  private mutating func oneOf(_ known: [String], _ key: String, of fields: Fields) -> String? {
    guard let node = fields[key], let text = reading.text(node, key) else { return nil }
    if known.contains(text.value) { return text.value }
    let id = known.isEmpty ? "answers.none-known" : "lint.wrong-value"
    reading.report(id, line: text.line, ["key": key, "known": known.joined(separator: ", ")])
    return nil
  }

  /// The entries of a map that may be left out, or be left empty.
  private mutating func entries(_ key: String, of fields: Fields) -> [Entry] {
    guard let node = fields[key], node.content != .text("") else { return [] }
    guard case .map(let entries) = node.content else {
      reading.report("answers.not-a-map", line: node.place.line, ["key": key])
      return []
    }
    return entries
  }

  private mutating func control(_ entry: Entry) -> Control? {
    let id = ControlID(rawValue: entry.key)
    if let control = controls[id] { return control }
    if let successor = checklist.successors[id] {
      reading.report(
        "answers.retired-control", line: entry.place.line,
        ["control": shown(entry.key), "successor": successor.rawValue])
      return nil
    }
    reading.report(
      "answers.unknown-control", line: entry.place.line,
      ["control": shown(entry.key), "checklist": checklist.id])
    return nil
  }

  private mutating func readAnswer(_ entry: Entry) {
    guard let control = control(entry) else { return }
    if case .text(let text) = entry.value.content {
      if let option = control.options.first(where: { $0.id == text }) {
        file.answers.replies[control.id] = Reply(option.answer, option: option.id)
        return
      }
      if let answer = Answer(rawValue: text), answer.isAnswer {
        file.answers.replies[control.id] = Reply(answer)
        return
      }
    }
    let known = Answer.allCases.filter(\.isAnswer).map(\.rawValue) + control.options.map(\.id)
    reading.report(
      "answers.wrong-answer", line: entry.value.place.line,
      ["control": control.id.rawValue, "known": known.joined(separator: ", ")])
  }

  private mutating func readNote(_ entry: Entry) {
    guard let control = control(entry) else { return }
    guard case .text(let note) = entry.value.content else {
      return reading.report(
        "answers.note-not-text", line: entry.value.place.line,
        ["control": control.id.rawValue])
    }
    guard !note.isEmpty else { return }
    file.answers.replies[control.id, default: Reply(.unanswered)].note = note
  }

  private mutating func readDue(_ entry: Entry) {
    guard let control = control(entry) else { return }
    guard case .text(let text) = entry.value.content, let day = Day(text) else {
      return reading.report(
        "answers.not-a-day", line: entry.value.place.line, ["control": control.id.rawValue])
    }
    file.answers.replies[control.id, default: Reply(.unanswered)].due = day
  }

  private mutating func readContext(_ entry: Entry) {
    let id = ContextID(rawValue: entry.key)
    guard let question = questions[id] else {
      return reading.report(
        "answers.unknown-question", line: entry.place.line,
        [
          "question": shown(entry.key),
          "known": checklist.questions.map(\.id.rawValue).joined(separator: ", "),
        ])
    }
    let nodes: [Node] =
      if case .list(let items) = entry.value.content { items } else { [entry.value] }
    var given: [String] = []
    for node in nodes {
      guard case .text(let text) = node.content, question.choices.contains(text),
        !given.contains(text)
      else {
        return reading.report(
          "answers.wrong-choice", line: node.place.line,
          ["question": id.rawValue, "known": question.choices.joined(separator: ", ")])
      }
      given.append(text)
    }
    guard given.count == 1 || (question.allowsSeveral && !given.isEmpty) else {
      return reading.report(
        "answers.one-choice", line: entry.place.line, ["question": id.rawValue])
    }
    guard given.count == 1 || !given.contains(standsAlone) else {
      return reading.report(
        "answers.none-and-others", line: entry.place.line, ["question": id.rawValue])
    }
    file.context.values[id] = given
  }

  /// An answer to a question that nobody would be asked contradicts another answer.
  private mutating func checkAsked(_ entries: [Entry]) {
    for entry in entries {
      let id = ContextID(rawValue: entry.key)
      guard file.context[id] != nil,
        let question = questions[id],
        question.askWhen.holds(in: file.context) == false
      else { continue }
      reading.report("answers.not-asked", line: entry.place.line, ["question": id.rawValue])
    }
  }
}
