internal import OpenSSL
public import Platform

/// An organisation's private key, ready to open records. Shared by tasks that open many.
public final class UnlockedKey: Sendable {
  let key: RecipientKey
  /// The organisation's id and the epoch, which each record must name.
  let id: String
  let epoch: Int

  init(_ key: RecipientKey, of organisation: Organisation) {
    (self.key, id, epoch) = (key, organisation.id, organisation.epoch)
  }
}

extension Vault {
  /// Unlocks the key file with the passphrase, or its copy with the recovery passphrase.
  ///
  /// - Throws: `UserError`: `vault.no-key` where there is only the certificate,
  ///   `vault.wrong-passphrase` (also for a key file changed beyond its fixed parts, which looks the
  ///   same), `vault.key-damaged`.
  public func unlock(
    _ organisation: Organisation, with passphrase: borrowing Secret
  ) throws -> UnlockedKey {
    let facts = ["alias": organisation.alias]
    var isDamaged = false
    var isHere = false
    for kind in ["key", "recovery"] {
      let path = "\(keys(of: organisation.alias))/\(organisation.epoch).\(kind)"
      switch try keyFile(path) {
      case .missing: continue
      case .damaged: isDamaged = true
      case .sound(let file):
        guard let key = try unlocked(file, with: passphrase) else { break }
        if key.fingerprint == organisation.recipient.fingerprint {
          return UnlockedKey(key, of: organisation)
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
