internal import Hygiene
internal import OpenSSL
public import Platform

extension Vault {
  /// Puts the keys under another passphrase. The recovery passphrase stays what it was.
  ///
  /// - Throws: `UserError`, as `unlock`; `vault.empty-passphrase`; a disk that refuses. Then the old
  ///   passphrase still opens the newest key.
  public func changePassphrase(
    of organisation: Organisation, from old: borrowing Secret, to new: borrowing Secret
  ) throws {
    try relock(organisation, try unlockDaily(organisation, with: old), under: new)
  }

  /// Puts the keys under a new passphrase with the recovery passphrase, which stays what it was.
  ///
  /// - Throws: `UserError`: `vault.no-recovery`, `vault.wrong-recovery`, `vault.key-damaged`,
  ///   `vault.empty-passphrase`; a disk that refuses.
  public func recover(
    _ organisation: Organisation, with recovery: borrowing Secret, to new: borrowing Secret
  ) throws {
    try relock(organisation, try unlockRecovery(organisation, with: recovery), under: new)
  }

  /// Refuses a recovery passphrase that does not open the key.
  ///
  /// - Throws: `UserError`, as `recover`.
  public func requireRecovery(
    _ organisation: Organisation, with recovery: borrowing Secret
  ) throws {
    _ = try unlockRecovery(organisation, with: recovery)
  }

  /// Unlocks with the daily passphrase and not with the one on paper.
  ///
  /// - Throws: `UserError`, as `unlock`.
  public func unlockDaily(
    _ organisation: Organisation, with passphrase: borrowing Secret
  ) throws -> UnlockedKey {
    try unlock(organisation, with: passphrase, trying: [.key])
  }

  private func unlockRecovery(
    _ organisation: Organisation, with recovery: borrowing Secret
  ) throws -> UnlockedKey {
    let facts = ["alias": organisation.alias]
    do {
      return try unlock(organisation, with: recovery, trying: [.recovery])
    } catch let error as UserError {
      switch error.message.id {
      case "vault.no-key": throw UserError("vault.no-recovery", facts, status: .locked)
      case "vault.wrong-passphrase": throw UserError("vault.wrong-recovery", facts, status: .locked)
      default: throw error
      }
    }
  }

  /// The newest key last: until it is done the old passphrase is the one that counts.
  private func relock(
    _ organisation: Organisation, _ key: UnlockedKey, under passphrase: borrowing Secret
  ) throws {
    for epoch in key.keys.reversed() {
      let file = try locked(epoch.key, under: passphrase, cost: keyCost)
      try telling { () throws(FileProblem) in
        try files.write(
          file, to: keyPath(organisation.alias, epoch.epoch, .key), replacing: true)
      }
    }
  }
}
