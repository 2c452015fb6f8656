internal import ChecklistFiles
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// Makes an organisation: alias, real name, passphrase, key, recovery passphrase.
struct NewOrganisation {
  /// Seven words of the long list: 90 bits, out of reach of guessing even offline.
  private static let words = 7

  let setting: Setting
  private var dialogue: Dialogue { setting.dialogue }

  /// With a person at the terminal; what is already known is not asked.
  func make(alias: String?, name: String?) async throws -> Organisation {
    let alias = try await chosenAlias(alias)
    let name = if let name { name } else { try await dialogue.ask("org.name") }
    guard !name.isEmpty else { throw UserError("org.no-name", status: .usage) }
    let passphrase = try await newPassphrase()
    let recovery = try generated()
    try await showOnce(recovery, under: "org.recovery")
    let organisation = try setting.vault.create(
      alias: alias, name: name, passphrase: passphrase, recovery: consume recovery)
    setting.say("org.made", ["alias": organisation.alias])
    return organisation
  }

  /// Without a person: the passphrase comes from a descriptor, the recovery passphrase goes to one.
  func make(
    alias: String?, name: String, passphrase: borrowing Secret, recoveryDescriptor: Int32?
  ) throws -> Organisation {
    let alias = try alias ?? setting.vault.neutralAlias()
    try setting.vault.requireFree(alias)
    guard let recoveryDescriptor else {
      setting.say("org.no-recovery")
      return try setting.vault.create(
        alias: alias, name: name, passphrase: passphrase, recovery: nil)
    }
    let recovery = try generated()
    try recovery.write(to: recoveryDescriptor)
    return try setting.vault.create(
      alias: alias, name: name, passphrase: passphrase, recovery: consume recovery)
  }

  private func chosenAlias(_ alias: String?) async throws -> String {
    // Before any passphrase is made and written on paper.
    if let alias {
      try setting.vault.requireFree(alias)
      return alias
    }
    let proposal = try setting.vault.neutralAlias()
    while true {
      let typed = try await dialogue.ask("org.alias", ["alias": proposal])
      if typed.isEmpty { return proposal }
      do {
        try setting.vault.requireFree(typed)
        return typed
      } catch let error as UserError {
        dialogue.warn(error.message.id, error.message.values)
      }
    }
  }

  func newPassphrase() async throws -> Secret {
    let labels = ["org.passphrase-generate", "org.passphrase-type"].map { setting.words[$0] }
    guard try await dialogue.choose("org.passphrase-kind", from: labels) == 0 else {
      while true {
        let typed = try await dialogue.newPassphrase("org.passphrase")
        if !typed.isEmpty { return typed }
        dialogue.warn("org.passphrase-needed")
      }
    }
    let secret = try generated()
    try await showOnce(secret, under: "org.passphrase-is")
    return secret
  }

  func generated() throws -> Secret {
    try generatedPassphrase(
      from: passphraseWords(), count: NewOrganisation.words, by: setting.world.randomness)
  }

  /// The one place where a secret becomes text: the person must read it off the screen.
  ///
  /// Afterwards the screen and its scrollback are wiped (ECMA-48 ED 2; xterm's ED 3), because
  /// whoever sits down next could scroll up. Plain rendering sends no such codes and says so.
  func showOnce(_ secret: borrowing Secret, under title: String) async throws {
    dialogue.say(title)
    let text = unsafe secret.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    dialogue.showToCopy(text)
    _ = try await dialogue.ask("org.written-down")
    if setting.rendering.style == .inline {
      setting.world.terminal.show("\u{1B}[H\u{1B}[2J\u{1B}[3J")
    } else {
      dialogue.warn("org.clear-window")
    }
  }
}
