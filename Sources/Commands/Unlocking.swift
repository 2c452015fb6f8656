internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

extension Setting {
  /// Opens an organisation's key, with a passphrase from a descriptor or from the person.
  func unlock(_ organisation: Organisation, descriptor: Int32?) async throws -> UnlockedKey {
    // A computer that can only seal must not ask for a passphrase that opens nothing here.
    guard organisation.canOpen else {
      throw UserError("vault.no-key", ["alias": organisation.alias], status: .locked)
    }
    if let descriptor {
      return try vault.unlock(organisation, with: try Secret.line(from: descriptor))
    }
    guard world.terminal.isInteractive else {
      throw UserError("open.no-terminal", status: .usage)
    }
    let passphrase = try await dialogue.passphrase("open.passphrase", ["alias": organisation.alias])
    return try vault.unlock(organisation, with: passphrase)
  }
}
