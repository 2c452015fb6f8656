internal import Arguments
internal import ChecklistFiles
internal import Platform
internal import Vault

/// `saqta org join`: keeps an organisation's certificate, so that this computer can seal for it.
struct OrgJoin: Verb {
  var common = Common()
  var file: String?
  var alias: String?

  static let name = "org join"
  static let arguments: [Argument<OrgJoin>] = [
    .operand("FILE", \.file),
    .option("--alias", "ALIAS", \.alias),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let file else { throw missing("FILE") }
    let bytes = try setting.world.files.read(file, atMost: 1 << 16, followingLinks: true)
    let alias = try alias ?? setting.vault.neutralAlias()
    let organisation = try setting.vault.join(certificate: bytes, alias: alias)
    setting.say("org.joined", ["fingerprint": organisation.fingerprint])
    setting.say(
      "org.joined-words", ["words": organisation.spokenFingerprint(from: passphraseWords())])
    setting.world.output.write("\(organisation.alias)\n")
    return .done
  }
}
