internal import Arguments
internal import ChecklistFiles
internal import Interview
internal import Platform
internal import Vault

/// `saqta org rotate`: a new key; the old one may be destroyed, and with it the old reports.
struct OrgRotate: Verb {
  var common = Common()
  var alias: String?
  var destroys = false
  var isConfirmed = false
  var passphraseDescriptor: Int32?
  var recoveryDescriptor: Int32?

  static let name = "org rotate"
  static let arguments: [Argument<OrgRotate>] = [
    .operand("ALIAS", \.alias),
    .flag("--destroy", \.destroys),
    .flag("--yes", \.isConfirmed),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
    .option("--recovery-fd", "N", \.recoveryDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let vault = setting.vault
    let organisation = try await setting.keyHolders(alias)
    try await confirm(in: setting)
    let passphrase = try await setting.passphrase(
      of: organisation, descriptor: passphraseDescriptor)
    let key = try vault.unlockDaily(organisation, with: passphrase)
    let recovery = try await newRecovery(in: setting)
    let rotation = try vault.rotate(
      organisation, with: key, passphrase: passphrase, recovery: recovery)
    tell(rotation, in: setting)
    if destroys {
      let gone = try vault.destroyOldKeys(of: rotation.organisation, passphrase: passphrase)
      setting.say("rotate.destroyed", ["count": String(gone)])
    }
    setting.world.output.write("\(rotation.organisation.alias)\n")
    return .done
  }

  private func tell(_ rotation: Rotation, in setting: Setting) {
    let organisation = rotation.organisation
    if rotation.wasFinished { setting.say("rotate.finished") }
    setting.say(
      "rotate.done",
      [
        "epoch": String(organisation.epoch), "alias": organisation.alias,
        "words": organisation.spokenFingerprint(from: passphraseWords()),
      ])
    if rotation.left > 0 { setting.say("rotate.left", ["count": String(rotation.left)]) }
  }

  private func confirm(in setting: Setting) async throws {
    setting.say(destroys ? "rotate.explain-destroy" : "rotate.explain")
    guard destroys, !isConfirmed else { return }
    try await setting.requireConsent("rotate.question", else: "rotate.kept")
  }

  /// Nil when it cannot be handed to anybody.
  private func newRecovery(in setting: Setting) async throws -> Secret? {
    let maker = NewOrganisation(setting: setting)
    if let recoveryDescriptor {
      let recovery = try maker.generated()
      try recovery.write(to: recoveryDescriptor)
      return recovery
    }
    guard passphraseDescriptor == nil, setting.world.terminal.isInteractive else {
      setting.say("org.no-recovery")
      return nil
    }
    let recovery = try maker.generated()
    try await maker.showOnce(recovery, under: "org.recovery")
    return recovery
  }
}
