internal import Arguments
internal import Platform
internal import Vault

/// `saqta org recover`: a new passphrase, for whoever has the recovery passphrase on paper.
struct OrgRecover: Verb {
  var common = Common()
  var alias: String?
  var recoveryDescriptor: Int32?
  var newDescriptor: Int32?

  static let name = "org recover"
  static let arguments: [Argument<OrgRecover>] = [
    .operand("ALIAS", \.alias),
    .option("--recovery-fd", "N", \.recoveryDescriptor),
    .option("--new-passphrase-fd", "N", \.newDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let organisation = try await setting.keyHolders(alias)
    let recovery = try await setting.secret(
      recoveryDescriptor, asking: "recover.passphrase", ["alias": organisation.alias])
    try setting.vault.requireRecovery(organisation, with: recovery)
    let new = try await setting.newPassphrase(newDescriptor)
    try setting.vault.recover(organisation, with: recovery, to: new)
    setting.say("passphrase.changed")
    return .done
  }
}
