internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

extension Setting {
  /// Opens an organisation's key, with a passphrase from a descriptor or from the person.
  func unlock(_ organisation: Organisation, descriptor: Int32?) async throws -> UnlockedKey {
    try requireKey(of: organisation)
    return try vault.unlock(
      organisation, with: try await passphrase(of: organisation, descriptor: descriptor))
  }

  /// The organisation that was named or is the only one, if its key is here too.
  func keyHolders(_ alias: String?) async throws -> Organisation {
    let organisation = try await organisation(alias)
    try requireKey(of: organisation)
    return organisation
  }

  /// A computer that can only seal must not ask for a passphrase that opens nothing here.
  private func requireKey(of organisation: Organisation) throws {
    guard organisation.canOpen else {
      throw UserError("vault.no-key", ["alias": organisation.alias], status: .locked)
    }
  }

  /// The organisation's passphrase, from a descriptor or from the person.
  func passphrase(of organisation: Organisation, descriptor: Int32?) async throws -> Secret {
    try await secret(descriptor, asking: "open.passphrase", ["alias": organisation.alias])
  }

  /// A passphrase that exists already, from a descriptor or from the person.
  func secret(
    _ descriptor: Int32?, asking id: String, _ values: [String: String] = [:]
  ) async throws -> Secret {
    if let descriptor { return try Secret.line(from: descriptor) }
    guard world.terminal.isInteractive else { throw UserError("open.no-terminal", status: .usage) }
    return try await dialogue.passphrase(id, values)
  }

  /// A new passphrase, from a descriptor, made, or typed by the person.
  func newPassphrase(_ descriptor: Int32?) async throws -> Secret {
    if let descriptor { return try Secret.line(from: descriptor) }
    guard world.terminal.isInteractive else {
      throw UserError("passphrase.no-terminal", status: .usage)
    }
    return try await NewOrganisation(setting: self).newPassphrase()
  }
}
