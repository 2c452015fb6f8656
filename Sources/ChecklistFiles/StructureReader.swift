internal import Hygiene
internal import YAML

/// Reads `checklist.yaml`. What is wrong is reported and left out, and reading goes on.
struct StructureReader {
  var reading: Reading
  var structure = Structure()
  /// Names that were used, each kind by itself.
  private var names: [String: Set<String>] = [:]

  init(file: String) { reading = Reading(file: file) }

  mutating func read(_ root: Node) {
    let keys = [
      "id", "version", "partly", "weights", "roles", "context", "scenarios", "domains", "profiles",
      "retired",
    ]
    guard let fields = reading.fields(root, keys) else { return }
    structure.require(["checklist.title"], line: fields.line)
    if let id = reading.text("id", of: fields), checkName(id) { structure.id = id.value }
    if let version = reading.text("version", of: fields) { structure.version = version.value }
    if let partly = fields["partly"] { readPartly(partly) }
    if let weights = fields["weights"] { readWeights(weights) }
    if let roles = fields["roles"] { readRoles(roles) }
    for node in fields["context"].map({ reading.list($0, "context") }) ?? [] {
      readQuestion(node)
    }
    for node in reading.node("scenarios", of: fields).map({ reading.list($0, "scenarios") }) ?? [] {
      readScenario(node)
    }
    for node in reading.node("domains", of: fields).map({ reading.list($0, "domains") }) ?? [] {
      readDomain(node)
    }
    for node in fields["profiles"].map({ reading.list($0, "profiles") }) ?? [] {
      readProfile(node)
    }
    if let retired = fields["retired"] { readRetired(retired) }
  }

  /// Reports a name that may not be one.
  mutating func checkName(_ text: Placed<String>) -> Bool {
    guard isName(text.value) else {
      reading.report("lint.not-a-name", line: text.line)
      return false
    }
    return true
  }

  /// Reports a name that its kind has already.
  mutating func claim(_ name: String, as kind: String, line: Int) -> Bool {
    guard names[kind, default: []].insert(name).inserted else {
      reading.report("lint.duplicate-id", line: line, ["id": shown(name)])
      return false
    }
    return true
  }

  /// A fraction between 0 and 1 such as `1/2`, or 0 or 1.
  private mutating func readPartly(_ node: Node) {
    guard let text = reading.text(node, "partly") else { return }
    let parts = text.value.split(separator: "/", omittingEmptySubsequences: false)
      .map { wholeNumber(String($0)) }
    let over = parts.count == 2 ? parts[1] : 1
    guard parts.count <= 2, let part = parts[0], let over, (1...1000).contains(over), part <= over
    else {
      return reading.report("lint.wrong-partly", line: text.line)
    }
    structure.partlyCredit = Rational(part, over: over)
  }

  private mutating func readWeights(_ node: Node) {
    guard let fields = reading.fields(node, ["1", "2", "3"]) else { return }
    for tier in 1...3 {
      if let weight = reading.number(String(tier), of: fields, in: 1...100) {
        structure.weights[tier] = weight
      }
    }
  }

  private mutating func readQuestion(_ node: Node) {
    guard let fields = reading.fields(node, ["id", "choices", "several", "when"]) else { return }
    let when = fields["when"].map { readCondition($0) } ?? .always
    for name in when.questions where names["question"]?.contains(name.rawValue) != true {
      // The answer would not be there yet.
      reading.report(
        "lint.question-not-yet-asked", line: fields.line, ["question": shown(name.rawValue)])
    }
    guard let id = reading.text("id", of: fields), checkName(id),
      claim(id.value, as: "question", line: id.line)
    else { return }
    if ["any", "not", "checklist", "role", "profile", "review"].contains(id.value) {
      reading.report("lint.reserved-name", line: id.line, ["id": id.value])
    }
    let choices = readChoices(of: fields)
    structure.questions.append(
      ContextQuestion(
        id: ContextID(rawValue: id.value), choices: choices,
        allowsSeveral: isYes("several", fields),
        askWhen: when))
    structure.require(
      ["\(id.value).question", "\(id.value).why"] + choices.map { "\(id.value).choice.\($0)" },
      line: id.line)
  }

  private mutating func readChoices(of fields: Fields) -> [String] {
    guard let node = reading.node("choices", of: fields) else { return [] }
    var seen: Set<String> = []
    let choices = reading.texts(node, "choices").filter { choice in
      guard checkName(choice) else { return false }
      if seen.insert(choice.value).inserted { return true }
      reading.report("lint.duplicate-id", line: choice.line, ["id": shown(choice.value)])
      return false
    }
    if choices.count < 2 { reading.report("lint.too-few-choices", line: node.place.line) }
    return choices.map(\.value)
  }

  private enum YesOrNo: String, CaseIterable { case `true`, `false` }

  mutating func isYes(_ key: String, _ fields: Fields) -> Bool {
    fields[key] != nil && reading.oneOf(YesOrNo.self, key, of: fields) == .true
  }
}
