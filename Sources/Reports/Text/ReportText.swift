internal import Hygiene

/// A report as it is being written on a page. Each section is an extension in a file of its own.
struct ReportText {
  let report: Report
  let words: Words
  /// Without the report's own texts, which a hostile one may fill with anything.
  let interface: Words
  var page: Page
  private let items: [ControlID: Report.Item]
  private let contradicted: Set<ControlID>

  init(_ report: Report, words: Words, page: Page) {
    (self.report, self.page, interface) = (report, page, words)
    // Today's words are the reader's language; the report's own stand in where there are none.
    self.words = Words(language: words.language, texts: report.texts).joined(with: words)
    items = Dictionary(
      report.items.map { ($0.control, $0) }, uniquingKeysWith: { first, _ in first })
    contradicted = Set(report.contradictions.map(\.control))
  }

  func isContradicted(_ control: ControlID) -> Bool { contradicted.contains(control) }

  func item(_ control: ControlID) -> Report.Item? { items[control] }

  /// The question in the reader's language, else as it was asked.
  func question(_ control: ControlID) -> String {
    title("\(control).question", else: items[control]?.question ?? control.rawValue)
  }

  func text(of todo: Report.Todo) -> String {
    title("\(todo.action.control).action", else: todo.text)
  }

  func caution(of todo: Report.Todo) -> String? {
    todo.caution.map { title("\(todo.action.control).caution", else: $0) }
  }

  /// The text of an id that only its checklist or its check knows, else the plain name.
  func title(_ id: String, else name: String) -> String { words[id, else: name] }

  func title(_ scenario: ScenarioID) -> String {
    title("\(scenario).title", else: scenario.rawValue)
  }

  func title(_ domain: DomainID) -> String { title("\(domain).title", else: domain.rawValue) }

  func title(_ check: CheckID) -> String { title("check.\(check).title", else: check.rawValue) }

  func text(_ level: Level) -> String { words["level.\(level.rawValue)"] }

  /// "moderate to high", or one level when nothing is open.
  func text(_ range: LevelRange) -> String {
    guard range.best != range.worst else { return text(range.worst) }
    return words["report.levels", ["best": text(range.best), "worst": text(range.worst)]]
  }

  func text(_ answer: Answer) -> String { words["answer.\(answer.rawValue)"] }

  func points(_ score: Score) -> String {
    words[
      "report.points",
      ["worst": words.oneDecimal(score.worst), "best": words.oneDecimal(score.best)]]
  }

  func coverage(_ score: Score) -> String {
    words[
      "report.coverage",
      [
        "answered": String(score.answered), "applicable": String(score.applicable),
        "unknown": String(score.unknown),
      ]]
  }

  mutating func writeTitle() {
    page.write(words["report.title"], style: .strong)
    page.write(
      words[
        "report.made",
        [
          "day": words.day(report.time.day), "tool": report.tool,
          "checklist": title("checklist.title", else: report.checklist.id),
          "version": report.checklist.version,
        ]])
    if let role = report.role {
      page.write(words["report.role", ["role": title("role.choice.\(role)", else: role)]])
    }
    writeScope()
    if report.practice { page.write(words["report.practice"], style: .warning) }
    if report.reduced == true { page.write(words["report.reduced"]) }
  }

  mutating func writeScope() {
    let asked = report.items.count(where: \.asked)
    guard asked < report.items.count else { return }
    if let profile = report.profile {
      let title = title("profile.\(profile).title", else: profile)
      page.write(words["report.profile", ["profile": title]])
    }
    page.write(
      words[
        "report.not-asked",
        ["asked": String(asked), "fitting": String(report.items.count)]])
  }

  mutating func writeContext() {
    guard !report.context.values.isEmpty else { return }
    page.heading(words["report.heading.context"])
    for (question, values) in report.context.values.sorted(by: { $0.key < $1.key }) {
      let answers = values.map { title("\(question).choice.\($0)", else: $0) }
      page.write(title("\(question).question", else: question.rawValue), indent: 2)
      page.write(answers.joined(separator: ", "), indent: 4)
    }
  }

  mutating func writeMethod() {
    page.heading(words["report.heading.method"])
    page.write(
      words[
        "report.method",
        [
          "partly": words.oneDecimal(report.method.partlyCredit),
          "tables": report.method.riskTables,
        ]],
      indent: 2)
    page.write(
      words[
        "report.method.checklist",
        [
          "id": report.checklist.id, "version": report.checklist.version,
          "digest": report.checklist.digest,
        ]], indent: 2)
  }
}

extension Level {
  var style: Page.Style {
    switch self {
    case .veryLow, .low: .good
    case .moderate: .warning
    case .high, .veryHigh: .bad
    }
  }
}
