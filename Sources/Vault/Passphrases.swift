internal import Hygiene
internal import OpenSSL
public import Platform

extension Vault {
  /// Puts the keys under another passphrase. The recovery passphrase stays what it was.
  ///
  /// - Throws: `UserError`, as `unlock`; `vault.empty-passphrase`; a disk that refuses.
  public func changePassphrase(
    of organisation: Organisation, from old: borrowing Secret, to new: borrowing Secret
  ) throws {
    try locking(organisation) { try relock($0, try unlockDaily($0, with: old), under: new) }
  }

  /// Puts the keys under a new passphrase with the recovery passphrase, which stays what it was.
  ///
  /// - Throws: `UserError`: `vault.no-recovery`, `vault.wrong-recovery`, `vault.key-damaged`,
  ///   `vault.empty-passphrase`; a disk that refuses.
  public func recover(
    _ organisation: Organisation, with recovery: borrowing Secret, to new: borrowing Secret
  ) throws {
    try locking(organisation) {
      try relock($0, try unlockRecovery($0, with: recovery), under: new)
    }
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
    try unlock(organisation, with: passphrase, trying: KeyKind.daily)
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

  /// One of the two passphrases opens all keys at any moment. The older keys lie beside first under
  /// the new one; it counts, and the old one does not, when the newest key is replaced.
  private func relock(
    _ organisation: Organisation, _ key: UnlockedKey, under passphrase: borrowing Secret
  ) throws {
    let alias = organisation.alias
    var locked: [(epoch: Int, file: [UInt8])] = []
    for epoch in key.keys {
      locked.append(
        (epoch.epoch, try self.locked(epoch.key, under: passphrase, cost: keyCost)))
    }
    let (newest, older) = (locked.prefix(1), locked.dropFirst())
    do {
      for (epoch, file) in older { try write(key: file, to: keyPath(alias, epoch, .next)) }
      for (epoch, file) in newest { try write(key: file, to: keyPath(alias, epoch, .key)) }
    } catch {
      // A disk that refuses only at the end has replaced it nevertheless.
      let isReplaced = newest.contains { epoch, file in
        (try? files.read(keyPath(alias, epoch, .key), atMost: KeyFile.size)) == file
      }
      if !isReplaced { try? removeNext(of: alias) }
      throw error
    }
    for (epoch, file) in older { try write(key: file, to: keyPath(alias, epoch, .key)) }
    try removeNext(of: alias)
  }

  private func write(key file: [UInt8], to path: String) throws {
    try telling { () throws(FileProblem) in try files.write(file, to: path, replacing: true) }
  }

  private func removeNext(of alias: String) throws {
    for epoch in try epochs(of: alias) {
      let path = keyPath(alias, epoch, .next)
      if files.exists(path) { try telling { () throws(FileProblem) in try files.remove(path) } }
    }
  }
}
