internal import Arguments
internal import Platform
internal import Vault

/// `saqta org new`: makes an organisation and its key on this computer.
struct OrgNew: Verb {
  var common = Common()
  var alias: String?
  var orgName: String?
  var passphraseDescriptor: Int32?
  var recoveryDescriptor: Int32?

  static let name = "org new"
  static let arguments: [Argument<OrgNew>] = [
    .option("--alias", "ALIAS", \.alias),
    .option("--name", "NAME", \.orgName),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
    .option("--recovery-fd", "N", \.recoveryDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let maker = NewOrganisation(setting: setting)
    guard let passphraseDescriptor else {
      guard setting.world.terminal.isInteractive else {
        throw UserError("org.no-terminal", status: .usage)
      }
      setting.world.output.write("\(try await maker.make(alias: alias, name: orgName).alias)\n")
      return .done
    }
    guard let orgName, !orgName.isEmpty else { throw UserError("org.no-name", status: .usage) }
    let passphrase = try Secret.line(from: passphraseDescriptor)
    let organisation = try maker.make(
      alias: alias, name: orgName, passphrase: passphrase,
      recoveryDescriptor: recoveryDescriptor)
    setting.world.output.write("\(organisation.alias)\n")
    return .done
  }
}
