internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform
internal import Vault

/// `saqta org show`: an organisation with its real name, for the key-holder.
struct OrgShow: Verb {
  var common = Common()
  var alias: String?
  var passphraseDescriptor: Int32?

  static let name = "org show"
  static let arguments: [Argument<OrgShow>] = [
    .operand("ALIAS", \.alias),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let organisation = try await setting.organisation(alias)
    let vault = setting.vault
    var lines = [
      ("org.show-alias", organisation.alias),
      ("org.show-fingerprint", organisation.fingerprint),
      ("org.show-words", organisation.spokenFingerprint(from: passphraseWords())),
      ("org.show-epoch", String(organisation.epoch)),
      ("org.show-records", String(try vault.records(of: organisation).count)),
    ]
    if organisation.canOpen {
      let key = try await setting.unlock(organisation, descriptor: passphraseDescriptor)
      if let facts = try vault.facts(of: organisation, with: key) {
        lines.insert(("org.show-name", cleaned(facts.name)), at: 1)
      }
    } else {
      setting.say("org.show-only-seals")
    }
    for (id, value) in lines { setting.world.output.write("\(setting.words[id]): \(value)\n") }
    return .done
  }
}
