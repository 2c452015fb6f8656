internal import Arguments
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// `saqta erase`: a draft, an organisation, or everything of saqta's on this computer.
struct Erase: Verb {
  var common = Common()
  var organisation: String?
  var drafts = false
  var everything = false
  var isConfirmed = false

  static let name = "erase"
  static let arguments: [Argument<Erase>] = [
    .option("--org", "ALIAS", \.organisation),
    .flag("--drafts", \.drafts),
    .flag("--everything", \.everything),
    .flag("--yes", \.isConfirmed),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard [organisation != nil, drafts, everything].filter({ $0 }).count == 1 else {
      throw UserError("erase.what", status: .usage)
    }
    let vault = setting.vault
    let paths =
      if let organisation {
        try vault.contents(ofOrganisation: organisation)
      } else {
        drafts ? try vault.draftContents() : try vault.everything() + remembered(in: setting)
      }
    guard !paths.isEmpty else {
      setting.say("erase.nothing")
      return .done
    }
    try await confirm(paths, in: setting)
    if let organisation {
      try vault.erase(organisation: organisation)
    } else if drafts {
      try vault.eraseDrafts()
    } else {
      for path in remembered(in: setting) { try setting.world.files.remove(path) }
      try vault.eraseEverything()
    }
    setting.say("erase.done", ["count": String(paths.count)])
    return .done
  }

  /// What is kept beside the vault.
  private func remembered(in setting: Setting) -> [String] {
    [RememberedChoice(setting).path].filter(setting.world.files.exists)
  }

  private func confirm(_ paths: [String], in setting: Setting) async throws {
    setting.say("erase.will-go")
    for path in paths { setting.world.output.complain("  \(cleaned(path))\n") }
    setting.say(drafts ? "erase.no-way-back-drafts" : "erase.no-way-back")
    if isConfirmed { return }
    try await setting.requireConsent("erase.question", else: "erase.kept")
  }
}
