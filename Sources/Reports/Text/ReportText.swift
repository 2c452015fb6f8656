internal import Hygiene

/// A report in words. Each section is an extension in a file of its own, and a format lays them out.
struct ReportText {
  let report: Report
  let words: Words
  /// Without the report's own texts, which a hostile one may fill with anything.
  let interface: Words
  /// Whether to say below each figure how it was made.
  let explains: Bool
  private let items: [ControlID: Report.Item]
  private let contradicted: Set<ControlID>

  init(_ report: Report, words: Words, explains: Bool = false) {
    (self.report, interface, self.explains) = (report, words, explains)
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

  func section(_ heading: String, _ blocks: [Block]) -> Block {
    Block(words[heading], as: .section, inside: blocks)
  }

  var title: Block { Block(words["report.title"], style: .strong) }

  /// When, how and by whom it was made.
  var about: [Block] {
    let values = [
      "day": words.day(report.time.day), "tool": report.tool,
      "checklist": title("checklist.title", else: report.checklist.id),
      "version": report.checklist.version,
    ]
    var blocks = [Block(words["report.made", values])]
    if let role = report.role {
      let title = title("role.choice.\(role)", else: role)
      blocks.append(Block(words["report.role", ["role": title]]))
    }
    return blocks + scope
  }

  /// That it is no real report, or not a whole one.
  var marks: [Block] {
    var blocks: [Block] = []
    if report.practice { blocks.append(Block(words["report.practice"], style: .warning)) }
    if report.reduced == true { blocks.append(Block(words["report.reduced"])) }
    return blocks
  }

  var scope: [Block] {
    let asked = report.items.count(where: \.asked)
    guard asked < report.items.count else { return [] }
    let profile = report.profile.map { profile in
      let title = title("profile.\(profile).title", else: profile)
      return Block(words["report.profile", ["profile": title]])
    }
    let values = ["asked": String(asked), "fitting": String(report.items.count)]
    return [profile, Block(words["report.not-asked", values])].compactMap(\.self)
  }

  var context: [Block] {
    guard !report.context.values.isEmpty else { return [] }
    let answers = report.context.values.sorted { $0.key < $1.key }.map { question, values in
      let answers = values.map { title("\(question).choice.\($0)", else: $0) }
      return Block(
        title("\(question).question", else: question.rawValue),
        inside: [Block(answers.joined(separator: ", "))])
    }
    return [section("report.heading.context", answers)]
  }

  var method: Block {
    let credits = [
      "partly": words.oneDecimal(report.method.partlyCredit), "tables": report.method.riskTables,
    ]
    let checklist = [
      "id": report.checklist.id, "version": report.checklist.version,
      "digest": report.checklist.digest,
    ]
    return section(
      "report.heading.method",
      [
        Block(words["report.method", credits]),
        Block(words["report.method.checklist", checklist]),
      ])
  }
}

extension Level {
  var style: Style {
    switch self {
    case .veryLow, .low: .good
    case .moderate: .warning
    case .high, .veryHigh: .bad
    }
  }
}
