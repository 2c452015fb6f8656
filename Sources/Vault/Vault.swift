internal import Hygiene
internal import OpenSSL
public import Platform

/// The folder that holds organisations, their sealed records, and drafts.
///
/// All that lies in it is encrypted or names nobody: certificates, key files under a passphrase,
/// sealed records and drafts. Folders have mode 0700, files 0600.
public struct Vault: Sendable {
  let home: String
  let world: World
  /// The program and its version, written into each record.
  let tool: String
  /// log2 of scrypt's N for an organisation's key file.
  let keyCost: Int

  /// 128 MiB and about a third of a second on an old laptop (Docs/Formats/KeyFile.md).
  public static let keyCost = 17

  /// `home` is an absolute path; the folder need not exist yet.
  public init(home: String, in world: World, tool: String, keyCost: Int = Vault.keyCost) {
    _ = SecureMemory.isLocked
    (self.home, self.world, self.tool, self.keyCost) = (home, world, tool, keyCost)
  }

  var files: any Files { world.files }
  var organisations: String { "\(home)/organisations" }
  var drafts: String { "\(home)/drafts" }
  func keys(of alias: String) -> String { "\(organisations)/\(alias)/keys" }
  func records(of alias: String) -> String { "\(organisations)/\(alias)/records" }

  /// The organisations here, sorted.
  ///
  /// - Throws: `UserError` for a folder that cannot be read.
  public func aliases() throws -> [String] {
    try names(in: organisations).filter { name in
      try Alias.isValid(name) && !epochs(of: name).isEmpty
    }
  }

  /// - Throws: `UserError`, `vault.no-organisation` or `vault.certificate-damaged`.
  public func organisation(_ alias: String) throws -> Organisation {
    guard Alias.isValid(alias), let epoch = try epochs(of: alias).last else {
      throw noOrganisation(alias)
    }
    return try organisation(alias, epoch: epoch)
  }

  /// The organisation as it was in one of its epochs.
  func organisation(_ alias: String, epoch: Int) throws -> Organisation {
    let path = "\(keys(of: alias))/\(epoch).cert"
    let der = try telling { () throws(FileProblem) in
      try files.read(path, atMost: RecipientCertificate.largestFile)
    }
    guard let certificate = try? RecipientCertificate(der),
      let stamp = Stamp(serial: certificate.serial), stamp.epoch == epoch
    else {
      throw UserError(
        "vault.certificate-damaged", ["file": cleaned(path)], status: .refused)
    }
    let canOpen = KeyKind.allCases.contains { files.exists(keyPath(alias, epoch, $0)) }
    return Organisation(alias: alias, stamp: stamp, recipient: certificate, canOpen: canOpen)
  }

  /// The epochs that there is a certificate of, oldest first.
  func epochs(of alias: String) throws -> [Int] {
    try names(in: keys(of: alias)).compactMap { name in
      guard name.hasSuffix(".cert"), let epoch = Int(name.dropLast(5)), name == "\(epoch).cert"
      else { return nil }
      return epoch
    }.sorted()
  }

  /// The names in a folder of ours; none when it does not exist yet.
  func names(in folder: String) throws -> [String] {
    do {
      return try files.list(folder)
    } catch {
      if error.kind == .missing { return [] }
      throw UserError(error)
    }
  }
}
