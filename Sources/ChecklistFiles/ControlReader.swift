internal import Hygiene
internal import YAML

extension StructureReader {
  mutating func readDomain(_ node: Node) {
    guard let fields = reading.fields(node, ["id", "controls"]) else { return }
    let nodes = reading.node("controls", of: fields).map { reading.list($0, "controls") } ?? []
    guard let id = reading.text("id", of: fields) else { return }
    guard isDomainName(id.value) else {
      return reading.report("lint.not-a-domain-name", line: id.line)
    }
    guard claim(id.value, as: "domain", line: id.line) else { return }
    if nodes.isEmpty { reading.report("lint.empty-domain", line: id.line, ["id": id.value]) }
    let domain = DomainID(rawValue: id.value)
    structure.require(["\(id.value).title"], line: id.line)
    structure.domains.append(
      Domain(id: domain, controls: nodes.compactMap { readControl($0, in: domain) }))
  }

  private mutating func readControl(_ node: Node, in domain: DomainID) -> Control? {
    let keys = [
      "id", "tier", "weight", "unit", "roles", "scenarios", "when", "effort", "evidence", "options",
      "references",
    ]
    guard let fields = reading.fields(node, keys) else { return nil }
    let tier = reading.number("tier", of: fields, in: 1...3)
    let weight =
      fields["weight"] == nil ? nil : reading.number("weight", of: fields, in: 1...100)
    let unit = reading.oneOf(Unit.self, "unit", of: fields)
    let roles = fields["roles"].map { readRoleUses($0) } ?? []
    let scenarios = readScenarios(of: fields)
    let when = fields["when"].map { readCondition($0) } ?? .always
    let effort = reading.node("effort", of: fields).flatMap { readEffort($0) }
    let evidence = fields["evidence"].map { readEvidence($0) } ?? []
    let options = fields["options"].map { readOptions($0) } ?? []
    let references = fields["references"].map { readReferences($0) } ?? []
    guard let id = reading.text("id", of: fields) else { return nil }
    guard isControlName(id.value, in: domain.rawValue) else {
      reading.report("lint.wrong-control-name", line: id.line, ["domain": domain.rawValue])
      return nil
    }
    guard claim(id.value, as: "control", line: id.line) else { return nil }
    structure.controlNames.insert(ControlID(rawValue: id.value))
    require(of: id, options: options, references: references.count)
    guard let tier, let unit, let effort else { return nil }
    return Control(
      id: ControlID(rawValue: id.value), domain: domain, tier: tier,
      weight: weight ?? structure.weights[tier] ?? 1, unit: unit, roles: roles,
      scenarios: scenarios,
      appliesWhen: when, effort: effort, evidence: evidence, options: options,
      references: references)
  }

  private mutating func require(of id: Placed<String>, options: [AnswerOption], references: Int) {
    structure.require(
      ["question", "why", "action"].map { "\(id.value).\($0)" }
        + options.map { "\(id.value).option.\($0.id)" }
        + (0..<references).map { "\(id.value).reference.\($0 + 1)" },
      line: id.line)
    structure.optionalWords.insert("\(id.value).caution")
  }

  /// Empty for `all`: basic to every scenario.
  private mutating func readScenarios(of fields: Fields) -> [ScenarioID] {
    guard let node = fields["scenarios"] else {
      reading.report("lint.no-scenario", line: fields.line)
      return []
    }
    if node.content == .text("all") { return [] }
    let names = reading.texts(node, "scenarios")
    if names.isEmpty { reading.report("lint.no-scenario", line: node.place.line) }
    var seen: Set<String> = []
    for name in names {
      if !seen.insert(name.value).inserted {
        reading.report("lint.duplicate-id", line: name.line, ["id": shown(name.value)])
      }
      structure.scenarioUses.append(Placed(ScenarioID(rawValue: name.value), line: name.line))
    }
    return names.map { ScenarioID(rawValue: $0.value) }
  }

  private mutating func readEffort(_ node: Node) -> Effort? {
    let keys = ["difficulty", "skill", "disruption", "within"]
    guard let fields = reading.fields(node, keys) else { return nil }
    let scales = keys.prefix(3).map { reading.number($0, of: fields, in: 1...3) }
    let within = reading.oneOf(Effort.Horizon.self, "within", of: fields)
    guard let difficulty = scales[0], let skill = scales[1], let disruption = scales[2],
      let within
    else { return nil }
    return Effort(difficulty: difficulty, skill: skill, disruption: disruption, within: within)
  }

  private enum Gap: String, CaseIterable { case problem, concern }

  private mutating func readEvidence(_ node: Node) -> [EvidenceLink] {
    reading.list(node, "evidence").compactMap { item -> EvidenceLink? in
      guard let fields = reading.fields(item, ["check", "gap", "confirms"]),
        let check = reading.text("check", of: fields)
      else { return nil }
      let id = CheckID(rawValue: check.value)
      structure.checkUses.append(Placed(id, line: check.line))
      // What a check sees only a part of, a good outcome does not confirm.
      let confirms = fields["confirms"] == nil || isYes("confirms", fields)
      guard let gap = fields["gap"] else { return EvidenceLink(check: id, confirms: confirms) }
      let names = reading.texts(gap, "gap")
      let kinds = names.compactMap { Gap(rawValue: $0.value) }
      if kinds.isEmpty || kinds.count < names.count {
        let known = Gap.allCases.map(\.rawValue).joined(separator: ", ")
        reading.report("lint.wrong-value", line: gap.place.line, ["key": "gap", "known": known])
      }
      return EvidenceLink(
        check: id, gaps: kinds.map { $0 == .problem ? .problem : .concern }, confirms: confirms)
    }
  }

  private enum OptionAnswer: String, CaseIterable { case met, partly, notMet = "not-met" }

  private mutating func readOptions(_ node: Node) -> [AnswerOption] {
    var seen: Set<String> = []
    let options = reading.list(node, "options").compactMap { item -> AnswerOption? in
      guard let fields = reading.fields(item, ["id", "answer"]) else { return nil }
      let answer = reading.oneOf(OptionAnswer.self, "answer", of: fields)
        .flatMap { Answer(rawValue: $0.rawValue) }
      guard let id = reading.text("id", of: fields), checkName(id), let answer else { return nil }
      if !seen.insert(id.value).inserted {
        reading.report("lint.duplicate-id", line: id.line, ["id": shown(id.value)])
      }
      // In an answers file the two could not be told apart.
      if let same = Answer(rawValue: id.value), same != answer {
        reading.report("lint.reserved-name", line: id.line, ["id": id.value])
      }
      return AnswerOption(id: id.value, answer: answer)
    }
    if !options.contains(where: { $0.answer == .met }) {
      reading.report("lint.no-met-option", line: node.place.line)
    }
    return options
  }

  private mutating func readReferences(_ node: Node) -> [String] {
    reading.texts(node, "references").map { address in
      let isAddress =
        address.value.hasPrefix("https://") && address.value.utf8.count <= 500
        && address.value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      if !isAddress { reading.report("lint.not-an-address", line: address.line) }
      return address.value
    }
  }
}
