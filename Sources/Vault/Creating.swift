internal import Hygiene
internal import OpenSSL
public import Platform

extension Vault {
  /// Makes an organisation: a key pair, its key file under the passphrase and, if there is one, a
  /// copy under the recovery passphrase, the certificate, and a sealed record of its real name,
  /// which is the ledger's first.
  ///
  /// The certificate is written last, and an organisation without one does not exist: what a crash
  /// leaves makes room for the next one. After an error nothing is left.
  ///
  /// - Throws: `UserError`: `vault.bad-alias`, `vault.alias-taken`, `vault.empty-passphrase`, or a
  ///   disk that refuses.
  public func create(
    alias: String, name: String, passphrase: borrowing Secret, recovery: borrowing Secret?
  ) throws -> Organisation {
    try requireFree(alias)
    let stamp = Stamp(id: try world.randomness.bytes(16), epoch: 1)
    let (key, certificate) = try newKey(stamped: stamp)
    let organisation = Organisation(
      alias: alias, stamp: stamp, recipient: certificate, canOpen: true)
    let epochKey = EpochKey(key: key, id: organisation.id, epoch: stamp.epoch)
    let facts = try seal(
      .facts(OrganisationFacts(name: name)), for: organisation, after: Ledger(),
      signedWith: epochKey)
    let ledger = Ledger().adding([hex(sha256(facts))])

    let stem = "\(keys(of: alias))/\(stamp.epoch)"
    var contents = [("\(stem).key", try locked(key, under: passphrase, cost: keyCost))]
    switch recovery {
    case .some(let recovery):
      contents.append(("\(stem).recovery", try locked(key, under: recovery, cost: keyCost)))
    case .none: break
    }
    contents.append(("\(records(of: alias))/\(recordName(of: facts))", facts))
    contents.append((ledgerFile(of: alias), Ledger().lines(for: ledger.hashes)))
    contents.append(("\(stem).cert", certificate.der))
    try claiming(alias) { try write(contents, of: alias) }
    noteHead(of: ledger, for: organisation, with: UnlockedKey([epochKey]))
    return organisation
  }

  /// Takes in the certificate of an organisation, so that this computer can seal for it. The same
  /// organisation's certificate of another epoch may join under its alias.
  ///
  /// - Throws: `UserError`: `vault.bad-alias`, `vault.alias-taken`, `vault.not-a-certificate`, or a
  ///   disk that refuses.
  public func join(certificate der: [UInt8], alias: String) throws -> Organisation {
    let joined = try recipient(certificate: der)
    let contents = [("\(keys(of: alias))/\(joined.epoch).cert", der)]
    if (try? organisation(alias))?.id == joined.id {
      try write(contents, of: alias)
    } else {
      try claiming(alias) { try write(contents, of: alias) }
    }
    return try organisation(alias)
  }

  /// The holder of a certificate that is not kept here, to seal for.
  ///
  /// - Throws: `UserError`, `vault.not-a-certificate`.
  public func recipient(certificate der: [UInt8]) throws -> Organisation {
    guard let certificate = try? RecipientCertificate(der),
      let stamp = Stamp(serial: certificate.serial), stamp.epoch > 0
    else { throw UserError("vault.not-a-certificate", status: .refused) }
    return Organisation(alias: "", stamp: stamp, recipient: certificate, canOpen: false)
  }

  /// Refuses an alias that no organisation here can get.
  ///
  /// - Throws: `UserError`, `vault.bad-alias` or `vault.alias-taken`.
  public func requireFree(_ alias: String) throws {
    let facts = ["alias": cleaned(alias)]
    guard Alias.isValid(alias) else { throw UserError("vault.bad-alias", facts, status: .usage) }
    guard !files.exists("\(organisations)/\(alias)") || isUnfinished(alias) else {
      throw UserError("vault.alias-taken", facts, status: .usage)
    }
  }

  /// Takes an alias, if it is free, while no other terminal can take it.
  private func claiming(_ alias: String, _ body: () throws -> Void) throws {
    try requireFree(alias)
    let folder = "\(organisations)/\(alias)"
    try telling { () throws(FileProblem) in try files.makeFolder(folder) }
    try locking(alias) {
      try requireFree(alias)
      for name in try names(in: folder) {
        try telling { () throws(FileProblem) in try files.remove("\(folder)/\(name)") }
      }
      try body()
    }
  }

  /// Whether no more lies there than making an organisation leaves when it is broken off. One that
  /// lost its certificate has a checkpoint, or reports, or had no key here.
  private func isUnfinished(_ alias: String) -> Bool {
    let folder = "\(organisations)/\(alias)"
    guard (try? files.status(of: folder, followingLinks: false))?.kind == .folder,
      let inside = try? names(in: folder), let keys = try? names(in: keys(of: alias)),
      let records = try? names(in: records(of: alias))
    else { return false }
    return inside.allSatisfy { ["keys", "records"].contains($0) || $0.hasPrefix("ledger") }
      && keys.allSatisfy { $0.hasPrefix("1.") && !$0.hasSuffix(".cert") }
      && (records.isEmpty || records.count == 1 && keys.contains("1.key"))
  }

  /// Writes files that do not exist yet, all or none.
  func write(_ contents: [(path: String, bytes: [UInt8])], of alias: String) throws {
    var written: [String] = []
    do {
      for folder in [keys(of: alias), records(of: alias)] {
        try telling { () throws(FileProblem) in try files.makeFolder(folder) }
      }
      for (path, bytes) in contents {
        try telling { () throws(FileProblem) in
          try files.write(bytes, to: path, replacing: false)
        }
        written.append(path)
      }
    } catch {
      // Only what we wrote: someone else may be making an organisation of the same alias.
      for path in written.reversed() { try? files.remove(path) }
      for folder in [keys(of: alias), records(of: alias), "\(organisations)/\(alias)"]
      where (try? files.list(folder))?.isEmpty == true {
        try? files.remove(folder)
      }
      throw error
    }
  }
}
