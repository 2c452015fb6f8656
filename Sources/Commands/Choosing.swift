internal import ChecklistFiles
internal import Checks
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// What a person means: the name of a built-in checklist, else a folder.
func checklistSource(_ name: String) -> ChecklistSource {
  (builtInChecklists() + ["interface"]).contains(name) ? .builtIn(name) : .folder(name)
}

extension Setting {
  /// The checklist in a folder, or the built-in one for newsrooms.
  func checklist(_ folder: String?) throws -> Checklist {
    try readChecklist(
      folder.map { checklistSource($0) } ?? .builtIn("newsroom"), language: language, in: world)
  }

  /// The built-in checklist of an id, as it is today; nil when there is none.
  func builtInChecklist(_ id: String) -> Checklist? {
    guard builtInChecklists().contains(id) else { return nil }
    return try? readChecklist(.builtIn(id), language: language, in: world)
  }

  /// Asks before something is destroyed for good; `kept` is said by whoever decides against it.
  func requireConsent(_ question: String, else kept: String) async throws {
    guard world.terminal.isInteractive else { throw UserError("erase.no-terminal", status: .usage) }
    guard try await dialogue.confirm(question) else {
      throw UserError(kept, status: .interrupted)
    }
  }

  /// What the checks look at.
  ///
  /// Without a targets file it is the built-in list.
  func survey(targets: String?, resolvers: [String]) throws -> Survey {
    var chosen = Targets.builtIn
    if let targets {
      chosen = try self.targets(from: targets)
    }
    return Survey(
      targets: chosen, resolvers: try resolvers.map { try Endpoint($0, defaultPort: 53) },
      home: world.environment["HOME"] ?? "/")
  }

  func targets(from file: String, categories: Set<String> = []) throws -> [Target] {
    let bytes = try world.files.read(file, atMost: 4 << 20, followingLinks: true)
    return try Targets.read(
      text: String(decoding: bytes, as: UTF8.self), named: file, categories: categories)
  }

  /// The organisation that was named, the only one there is, or the one that the person picks.
  ///
  /// With `mayMake` the person may make a first one.
  func organisation(_ alias: String?, mayMake: Bool = false) async throws -> Organisation {
    if let alias { return try vault.organisation(alias) }
    let aliases = try vault.aliases()
    if aliases.count == 1 { return try vault.organisation(aliases[0]) }
    if aliases.isEmpty {
      guard mayMake, world.terminal.isInteractive else {
        throw UserError("org.none", status: .usage)
      }
      dialogue.say("org.offer")
      guard try await dialogue.confirm("org.offer-question") else {
        throw UserError("org.none", status: .usage)
      }
      return try await NewOrganisation(setting: self).make(alias: nil, name: nil)
    }
    guard world.terminal.isInteractive else {
      throw UserError("org.several", ["aliases": aliases.joined(separator: ", ")], status: .usage)
    }
    let index = try await dialogue.choose("org.which", from: aliases)
    return try vault.organisation(aliases[index])
  }
}
