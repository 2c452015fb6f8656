internal import OpenSSL
public import Platform

/// The key of one epoch, and what each record that is sealed to it must name.
struct EpochKey: Sendable {
  let key: RecipientKey
  /// The organisation's id.
  let id: String
  let epoch: Int

  /// The key that signs the heads of the ledger.
  func signer() throws(OpenSSLError) -> SigningKey {
    try key.signingKey(for: "saqta-checkpoint-v1")
  }
}

/// An organisation's private keys, ready to open records. Shared by tasks that open many.
public final class UnlockedKey: Sendable {
  /// Newest first; of the older epochs those that the same passphrase opened.
  let keys: [EpochKey]

  init(_ keys: [EpochKey]) { self.keys = keys }

  /// The epochs whose records it opens, newest first.
  public var epochs: [Int] { keys.map(\.epoch) }

  /// Lends the plaintext of a record and the key that opened it.
  ///
  /// - Throws: what opening it with the newest key threw, when none opens it; what `body` throws.
  func open<Result>(
    _ record: SealedRecord, _ body: (UnsafeRawBufferPointer, EpochKey) throws -> Result
  ) throws -> Result {
    var refusal: (any Error)?
    for key in keys {
      do {
        return unsafe try key.key.open(record) { unsafe try body($0, key) }
      } catch let error as OpenSSLError {
        refusal = refusal ?? error
      }
    }
    throw refusal ?? RecordProblem.damaged
  }

}

/// Under which passphrase a key file is. `next` is that of an older epoch while the passphrase is
/// changed: it counts as soon as the newest key is under the new one.
enum KeyKind: String, CaseIterable {
  case key, next, recovery
  static let daily = [KeyKind.key, .next]
}

extension Vault {
  func keyPath(_ alias: String, _ epoch: Int, _ kind: KeyKind) -> String {
    "\(keys(of: alias))/\(epoch).\(kind.rawValue)"
  }

  /// Unlocks the key file with the passphrase, or its copy with the recovery passphrase, and the
  /// keys of older epochs that are still here and have the same passphrase.
  ///
  /// - Throws: `UserError`: `vault.no-key` where there is only the certificate,
  ///   `vault.wrong-passphrase` (also for a key file changed beyond its fixed parts, which looks the
  ///   same), `vault.key-damaged`.
  public func unlock(
    _ organisation: Organisation, with passphrase: borrowing Secret
  ) throws -> UnlockedKey {
    try unlock(organisation, with: passphrase, trying: KeyKind.allCases)
  }

  func unlock(
    _ organisation: Organisation, with passphrase: borrowing Secret, trying kinds: [KeyKind]
  ) throws -> UnlockedKey {
    let current = try epochKey(of: organisation, with: passphrase, trying: kinds)
    var all = [current.key]
    for epoch in try epochs(of: organisation.alias).reversed() where epoch < organisation.epoch {
      guard let older = try? self.organisation(organisation.alias, epoch: epoch), older.canOpen,
        older.id == organisation.id
      else { continue }
      // The file of the same kind first: every attempt costs a third of a second.
      let order = [current.kind] + kinds.filter { $0 != current.kind }
      if let key = try? epochKey(of: older, with: passphrase, trying: order).key { all.append(key) }
    }
    return UnlockedKey(all)
  }

  func epochKey(
    of organisation: Organisation, with passphrase: borrowing Secret, trying kinds: [KeyKind]
  ) throws -> (key: EpochKey, kind: KeyKind) {
    let facts = ["alias": organisation.alias]
    var isDamaged = false
    var isHere = false
    for kind in kinds {
      switch try keyFile(keyPath(organisation.alias, organisation.epoch, kind)) {
      case .missing: continue
      case .damaged: isDamaged = true
      case .sound(let file):
        guard let key = try unlocked(file, with: passphrase) else { break }
        if key.fingerprint == organisation.recipient.fingerprint {
          return (EpochKey(key: key, id: organisation.id, epoch: organisation.epoch), kind)
        }
        isDamaged = true
      }
      isHere = true
    }
    guard isHere else { throw UserError("vault.no-key", facts, status: .locked) }
    if isDamaged { throw UserError("vault.key-damaged", facts, status: .refused) }
    throw UserError("vault.wrong-passphrase", facts, status: .locked)
  }

  enum FoundKeyFile { case missing, damaged, sound(KeyFile) }

  func keyFile(_ path: String) throws -> FoundKeyFile {
    do {
      return KeyFile(try files.read(path, atMost: KeyFile.size)).map { .sound($0) } ?? .damaged
    } catch {
      switch error.kind {
      case .missing: return .missing
      case .tooLarge: return .damaged
      default: throw UserError(error)
      }
    }
  }

  /// The key, or nil when the passphrase does not open it.
  func unlocked(_ file: KeyFile, with passphrase: borrowing Secret) throws -> RecipientKey? {
    do {
      return try unsafe passphrase.withBytes { bytes throws(OpenSSLError) in
        unsafe try file.unlock(with: bytes)
      }
    } catch {
      guard error.kind == .refused else { throw UserError("vault.no-memory", status: .stopped) }
      return nil
    }
  }

  /// A key file under a passphrase, with a salt of its own.
  func locked(
    _ key: RecipientKey, under passphrase: borrowing Secret, cost: Int
  ) throws -> [UInt8] {
    guard !passphrase.isEmpty else { throw UserError("vault.empty-passphrase", status: .usage) }
    let salt = try world.randomness.bytes(16)
    do {
      return try unsafe passphrase.withBytes { bytes throws(OpenSSLError) in
        unsafe try key.locked(under: bytes, cost: cost, salt: salt).bytes
      }
    } catch {
      let id = error.kind == .noMemory ? "vault.no-memory" : "vault.cannot-seal"
      throw UserError(id, status: .stopped)
    }
  }

  /// A new key pair and its certificate.
  func newKey(stamped stamp: Stamp) throws -> (RecipientKey, RecipientCertificate) {
    do {
      let key = try RecipientKey.generated()
      return (key, try key.certificate(serial: stamp.serial))
    } catch {
      throw UserError("vault.cannot-seal", status: .stopped)
    }
  }
}
