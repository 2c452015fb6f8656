internal import Hygiene
internal import YAML

extension StructureReader {
  mutating func readScenario(_ node: Node) {
    guard let fields = reading.fields(node, ["id", "likelihood", "impact"]) else { return }
    let likelihood = readRules("likelihood", of: fields)
    let impact = readRules("impact", of: fields)
    guard let id = reading.text("id", of: fields), checkName(id),
      claim(id.value, as: "scenario", line: id.line)
    else { return }
    if ["all", "checklist"].contains(id.value) {
      reading.report("lint.reserved-name", line: id.line, ["id": id.value])
    }
    let scenario = Scenario(
      id: ScenarioID(rawValue: id.value), likelihood: likelihood, impact: impact)
    structure.scenarios.append(scenario)
    structure.scenarioLines[scenario.id] = id.line
    var reasons: Set<String> = []
    structure.require(
      ["\(id.value).title", "\(id.value).meaning"]
        + (likelihood + impact).map(\.reason).filter { reasons.insert($0).inserted }
        .map { "\(id.value).because.\($0)" },
      line: id.line)
  }

  /// Rules that are read top to bottom: the last one holds always, and no other does.
  private mutating func readRules(_ key: String, of fields: Fields) -> [LevelRule] {
    guard let node = reading.node(key, of: fields) else { return [] }
    let items = reading.list(node, key)
    if items.isEmpty {
      reading.report("lint.last-rule-missing", line: node.place.line, ["key": key])
    }
    return items.enumerated().compactMap { index, item in
      readRule(item, isLast: index == items.count - 1)
    }
  }

  private mutating func readRule(_ node: Node, isLast: Bool) -> LevelRule? {
    guard let fields = reading.fields(node, ["level", "because", "when"]) else { return nil }
    let when = fields["when"].map { readCondition($0) }
    if isLast && when != nil {
      reading.report("lint.last-rule-has-when", line: fields.line)
    } else if !isLast && when == nil {
      reading.report("lint.rule-without-when", line: fields.line)
    }
    let level = reading.oneOf(Level.self, "level", of: fields)
    guard let reason = reading.text("because", of: fields), checkName(reason), let level else {
      return nil
    }
    return LevelRule(level, when: when ?? .always, because: reason.value)
  }
}
