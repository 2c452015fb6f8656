public import Hygiene
internal import OpenSSL
internal import Platform

extension Vault {
  func ledgerFile(of alias: String) -> String { "\(organisations)/\(alias)/ledger" }
  func checkpointFile(of alias: String) -> String { "\(organisations)/\(alias)/checkpoint" }
  var pins: String { "\(home)/pins" }
  func pinFile(ofID id: String) -> String { "\(pins)/\(id)" }

  /// Seals an event and adds it to the organisation's records.
  ///
  /// With the key the record also says what it came after, and the new head is signed. Returns the
  /// path of the new file.
  ///
  /// - Throws: `UserError`, as `seal` and for a disk that refuses; then nothing was added.
  public func append(
    _ event: Event, to organisation: Organisation, with key: UnlockedKey? = nil
  ) throws -> String {
    let paths = try append([event], to: organisation, with: key)
    return paths.joined()
  }

  /// Adds several events, all or none of them.
  func append(
    _ events: [Event], to organisation: Organisation, with key: UnlockedKey?
  ) throws -> [String] {
    // Sealing takes time and needs nobody's leave, so it happens outside the lock.
    let sealed = key == nil ? try events.map { try seal($0, for: organisation) } : []
    return try locking(organisation) { now in
      let isSame = now.epoch == organisation.epoch
      try telling { () throws(FileProblem) in try files.makeFolder(records(of: now.alias)) }
      guard key == nil else {
        guard isSame else { throw rotatedMeanwhile(now.alias) }
        return try appendLocked(events, to: now, with: key)
      }
      // An audit takes an hour; the key of its beginning may be destroyed by its end.
      let current = isSame ? sealed : try events.map { try seal($0, for: now) }
      return try enterLocked(current, of: now, with: nil)
    }
  }

  /// Adds events that say what they came after. The caller holds the lock.
  func appendLocked(
    _ events: [Event], to organisation: Organisation, with key: UnlockedKey?
  ) throws -> [String] {
    var ledger = try ledger(of: organisation.alias)
    var sealed: [[UInt8]] = []
    for event in events {
      sealed.append(
        try seal(event, for: organisation, after: ledger, signedWith: key?.keys.first))
      ledger = ledger.adding([hex(sha256(sealed.last ?? []))])
    }
    return try enterLocked(sealed, of: organisation, with: key)
  }

  /// Writes sealed records and their lines, all or none of them. The caller holds the lock.
  ///
  /// The file first, then its line: a crash in between leaves a record that `verify` can enter, and
  /// never a line without its record.
  func enterLocked(
    _ sealed: [[UInt8]], of organisation: Organisation, with key: UnlockedKey?
  ) throws -> [String] {
    let alias = organisation.alias
    let paths = sealed.map { "\(records(of: alias))/\(recordName(of: $0))" }
    var written: [String] = []
    do {
      for (record, path) in zip(sealed, paths) where try !isThere(record, at: path) {
        try write(sealed: record, to: path)
        written.append(path)
      }
      try enterLines(sealed.map { hex(sha256($0)) }, of: organisation, with: key)
    } catch {
      for path in written { try? files.remove(path) }
      throw error
    }
    return paths
  }

  /// Whether exactly this record lies there already. One that was damaged since makes room.
  private func isThere(_ record: [UInt8], at path: String) throws -> Bool {
    guard files.exists(path) else { return false }
    if (try? files.read(path, atMost: SealedRecord.largestFile)) == record { return true }
    try telling { () throws(FileProblem) in
      guard try files.status(of: path, followingLinks: false).kind == .regular else {
        throw FileProblem(.notAFile, path)
      }
      try files.write(record, to: path, replacing: true)
    }
    return true
  }

  /// Adds lines for the hashes that have none. The caller holds the lock.
  func enterLines(
    _ hashes: [String], of organisation: Organisation, with key: UnlockedKey?,
    settling settled: Set<Head> = []
  ) throws {
    let old = try ledger(of: organisation.alias)
    let listed = Set(old.hashes)
    let new = hashes.filter { !listed.contains($0) }
    if !new.isEmpty {
      try telling { () throws(FileProblem) in
        try files.append(
          old.lines(for: new), to: ledgerFile(of: organisation.alias), keeping: old.wholeBytes)
      }
    }
    noteHead(of: old.adding(new), for: organisation, with: key, settling: settled)
  }

  func ledger(of alias: String) throws -> Ledger {
    do {
      return Ledger(try files.read(ledgerFile(of: alias), atMost: Ledger.largestFile))
    } catch {
      if error.kind == .missing { return Ledger() }
      throw UserError(error)
    }
  }
}

extension Vault {
  func checkpoint(of alias: String) -> Checkpoint? {
    (try? files.read(checkpointFile(of: alias), atMost: Checkpoint.largestFile))
      .flatMap { Checkpoint($0) }
  }

  func pin(ofID id: String) -> Pin? {
    (try? files.read(pinFile(ofID: id), atMost: Pin.largestFile)).flatMap { Pin($0) }
  }

  /// Signs the head, if the key is here, and pins it, as far as it goes on from what was signed and
  /// pinned before. What does not is left as it is, for `verify` to tell.
  ///
  /// The record is in by now, so a disk that refuses here is no reason to say that it is not: the
  /// next head that is noted makes up for it. What is in `settled` need not fit.
  func noteHead(
    of ledger: Ledger, for organisation: Organisation, with key: UnlockedKey?,
    settling settled: Set<Head> = []
  ) {
    // A head that was not written leaves nothing to wait for its next one.
    for folder in ["\(organisations)/\(organisation.alias)", pins] { files.sweep(folder) }
    let signed = checkpoint(of: organisation.alias)
    let pinned = pin(ofID: organisation.id)
    let earlier = [signed?.head, pinned?.head].compactMap(\.self).filter { !settled.contains($0) }
    let heads = ledger.heads(
      of: organisation.id, sizes: Set(earlier.map(\.size) + [ledger.count]))
    guard ledger.isWellFormed, let head = heads[ledger.count],
      earlier.allSatisfy({ heads[$0.size] == $0 })
    else { return }
    var pin = pinned ?? Pin(head: head, verifiers: [])
    pin.head = head
    if let signer = try? key?.keys.first?.signer() {
      let verifier = Verifier(name: organisation.id, publicKey: signer.publicKey)
      if signed?.head != head || signed?.isSigned(by: verifier) != true,
        let checkpoint = try? Checkpoint(head, signedWith: signer)
      {
        try? files.write(
          checkpoint.file, to: checkpointFile(of: organisation.alias), replacing: true)
      }
      if !pin.verifiers.contains(verifier) { pin.verifiers.append(verifier) }
    }
    guard pin != pinned else { return }
    try? files.makeFolder(pins)
    try? files.write(pin.file, to: pinFile(ofID: organisation.id), replacing: true)
  }
}
