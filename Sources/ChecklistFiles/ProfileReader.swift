internal import Hygiene
internal import YAML

extension StructureReader {
  /// Who may be asked: `roles`, needed before the controls that name them.
  mutating func readRoles(_ node: Node) {
    let roles = reading.texts(node, "roles")
    if roles.isEmpty { reading.report("lint.no-role", line: node.place.line) }
    for role in roles where checkName(role) {
      guard claim(role.value, as: "role", line: role.line) else { continue }
      structure.roles.append(role.value)
      structure.require(["role.choice.\(role.value)"], line: role.line)
    }
    structure.require(["role.question", "role.why"], line: node.place.line)
  }

  /// Roles that are pointed at.
  mutating func readRoleUses(_ node: Node) -> [String] {
    let names = reading.texts(node, "roles")
    if names.isEmpty { reading.report("lint.no-role", line: node.place.line) }
    for name in names where !structure.roles.contains(name.value) {
      reading.report("lint.unknown-role", line: name.line, ["role": shown(name.value)])
    }
    return names.map(\.value)
  }

  mutating func readProfile(_ node: Node) {
    let keys = ["id", "context", "tiers", "units", "controls", "most", "role-decides"]
    guard let fields = reading.fields(node, keys) else { return }
    let context = fields["context"].map { readContextUses($0) }
    let tiers = fields["tiers"].map { readTiers($0) } ?? []
    let units = fields["units"].map { readUnits($0) } ?? []
    let controls = fields["controls"].map { reading.texts($0, "controls") } ?? []
    let most = fields["most"] == nil ? nil : reading.number("most", of: fields, in: 1...10_000)
    let roleDecides = fields["role-decides"].map { node -> Condition in
      node.content == .text("always") ? .always : readCondition(node)
    }
    guard let id = reading.text("id", of: fields), checkName(id),
      claim(id.value, as: "profile", line: id.line)
    else { return }
    structure.controlUses += controls.map {
      Placed(ControlID(rawValue: $0.value), line: $0.line)
    }
    let profile = Profile(
      id: id.value, context: context, tiers: tiers, units: units,
      controls: controls.map { ControlID(rawValue: $0.value) }, most: most,
      roleDecides: roleDecides)
    structure.profiles.append(profile)
    structure.profileLines[id.value] = id.line
    structure.require(["profile.\(id.value).title"], line: id.line)
  }

  private mutating func readContextUses(_ node: Node) -> Set<ContextID> {
    let names = reading.texts(node, "context")
    let known = Set(structure.questions.map(\.id.rawValue))
    for name in names where !known.contains(name.value) {
      reading.report("lint.unknown-question", line: name.line, ["question": shown(name.value)])
    }
    return Set(names.map { ContextID(rawValue: $0.value) })
  }

  private mutating func readTiers(_ node: Node) -> Set<Int> {
    let texts = reading.texts(node, "tiers")
    let tiers = texts.compactMap { wholeNumber($0.value) }.filter((1...3).contains)
    if tiers.isEmpty || tiers.count < texts.count {
      reading.report(
        "lint.wrong-value", line: node.place.line, ["key": "tiers", "known": "1, 2, 3"])
    }
    return Set(tiers)
  }

  private mutating func readUnits(_ node: Node) -> Set<Unit> {
    let texts = reading.texts(node, "units")
    let units = texts.compactMap { Unit(rawValue: $0.value) }
    if units.isEmpty || units.count < texts.count {
      let known = Unit.allCases.map(\.rawValue).joined(separator: ", ")
      reading.report("lint.wrong-value", line: node.place.line, ["key": "units", "known": known])
    }
    return Set(units)
  }

  /// Controls that are no more, each with the one that took its place.
  mutating func readRetired(_ node: Node) {
    guard case .map(let entries) = node.content else {
      return reading.report("lint.retired-not-a-map", line: node.place.line)
    }
    for entry in entries {
      guard let domain = entry.key.split(separator: "-").first,
        isDomainName(String(domain)), isControlName(entry.key, in: String(domain))
      else {
        reading.report("lint.not-a-control-name", line: entry.place.line)
        continue
      }
      guard let successor = reading.text(entry.value, entry.key),
        claim(entry.key, as: "control", line: entry.place.line)
      else { continue }
      let id = ControlID(rawValue: successor.value)
      structure.controlUses.append(Placed(id, line: successor.line))
      structure.successors[ControlID(rawValue: entry.key)] = id
    }
  }
}
