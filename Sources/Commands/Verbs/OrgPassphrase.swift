internal import Arguments
internal import Platform
internal import Vault

/// `saqta org passphrase`: another passphrase for the same key.
struct OrgPassphrase: Verb {
  var common = Common()
  var alias: String?
  var passphraseDescriptor: Int32?
  var newDescriptor: Int32?

  static let name = "org passphrase"
  static let arguments: [Argument<OrgPassphrase>] = [
    .operand("ALIAS", \.alias),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
    .option("--new-passphrase-fd", "N", \.newDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let organisation = try await setting.keyHolders(alias)
    let old = try await setting.passphrase(of: organisation, descriptor: passphraseDescriptor)
    // Known to be right before a new one is made and written on paper.
    _ = try setting.vault.unlockDaily(organisation, with: old)
    let new = try await setting.newPassphrase(newDescriptor)
    try setting.vault.changePassphrase(of: organisation, from: old, to: new)
    setting.say("passphrase.changed")
    return .done
  }
}
