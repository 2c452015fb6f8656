internal import Documents
internal import Hygiene
internal import OpenSSL
public import Platform

/// What came of a new key.
public struct Rotation: Sendable {
  public let organisation: Organisation
  public let key: UnlockedKey
  /// Whether an earlier rotation that was broken off was finished, and no other key made.
  public let wasFinished: Bool
  /// Records that did not open and whose figures are therefore not carried on.
  public let left: Int
}

extension Vault {
  /// Begins a new key epoch: a new key and certificate, and sealed to it the figures of every report
  /// so far, the changes of the plan and the organisation's facts. The old key stays, until
  /// `destroyOldKeys`.
  ///
  /// The certificate makes the new epoch count. After a crash before it nothing has changed; after
  /// one behind it the next rotation only carries on what is missing. With a recovery passphrase the
  /// copies of the older keys are put under it too, so that one paper is enough.
  ///
  /// - Throws: `UserError`: `vault.rotated-meanwhile`, `vault.empty-passphrase`, a disk that refuses.
  public func rotate(
    _ organisation: Organisation, with key: UnlockedKey, passphrase: borrowing Secret,
    recovery: borrowing Secret?
  ) throws -> Rotation {
    // Outside the lock, because it takes a while and changes nothing that others could see.
    let epoch = try prepareEpoch(
      after: organisation, with: key, passphrase: passphrase, recovery: recovery)
    let rotation = try locking(organisation) { now in
      guard now.epoch == organisation.epoch else { throw rotatedMeanwhile(now.alias) }
      // Changed meanwhile, it would open only the older keys, and this one only the new.
      _ = try epochKey(of: now, with: passphrase, trying: [.key])
      let (state, left) = try knownState(of: organisation, with: key)
      let isUnfinished =
        organisation.epoch > 1 && !state.carriedEpochs.contains(organisation.epoch)
      if !isUnfinished { try write(epoch, of: organisation.alias) }
      let next = isUnfinished ? organisation : try self.organisation(organisation.alias)
      let nextKey = isUnfinished ? key : UnlockedKey([epoch.key] + key.keys)
      _ = try appendLocked(carrying(state, into: next.epoch), to: next, with: nextKey)
      return Rotation(
        organisation: next, key: nextKey, wasFinished: isUnfinished, left: left)
    }
    switch recovery {
    case .some(let recovery):
      try relockCopies(of: rotation, under: recovery)
    case .none: break
    }
    return rotation
  }

  /// The state, and how many listed records are neither open nor known by a key epoch.
  private func knownState(
    of organisation: Organisation, with key: UnlockedKey
  ) throws -> (OrganisationState, left: Int) {
    let state = try state(of: organisation, with: key)
    return (state, try ledger(of: organisation.alias).hashes.count { !state.knows($0) })
  }

  /// A new key with the files that will hold it.
  private struct PreparedEpoch {
    let key: EpochKey
    let contents: [(path: String, bytes: [UInt8])]
  }

  private func prepareEpoch(
    after organisation: Organisation, with key: UnlockedKey, passphrase: borrowing Secret,
    recovery: borrowing Secret?
  ) throws -> PreparedEpoch {
    let (alias, epoch) = (organisation.alias, organisation.epoch + 1)
    guard epoch <= 0xFFFF, let id = bytes(hex: organisation.id) else {
      throw UserError("vault.cannot-seal", status: .stopped)
    }
    let (new, certificate) = try newKey(stamped: Stamp(id: id, epoch: epoch))
    var contents = [
      (keyPath(alias, epoch, .key), try locked(new, under: passphrase, cost: keyCost))
    ]
    switch recovery {
    case .some(let recovery):
      contents.append(
        (keyPath(alias, epoch, .recovery), try locked(new, under: recovery, cost: keyCost)))
    case .none: break
    }
    contents.append(("\(keys(of: alias))/\(epoch).cert", certificate.der))
    return PreparedEpoch(
      key: EpochKey(key: new, id: organisation.id, epoch: epoch), contents: contents)
  }

  private func write(_ epoch: PreparedEpoch, of alias: String) throws {
    // What a rotation left that was broken off before its certificate: nobody has used it.
    for kind in KeyKind.allCases {
      let path = keyPath(alias, epoch.key.epoch, kind)
      if files.exists(path) { try telling { () throws(FileProblem) in try files.remove(path) } }
    }
    try write(epoch.contents, of: alias)
  }

  /// The records of a new epoch; a long history needs several.
  private func carrying(_ state: OrganisationState, into epoch: Int) throws -> [Event] {
    // Bytes of a part: with header and facts it fits a bucket of 4 MiB.
    let most = (4 << 20) - (128 << 10)
    var parts: [[KeyEpoch.Carried]] = [[]]
    var size = 0
    for record in state.records {
      let bytes = try Documents.encode(record).count + 1
      if size + bytes > most {
        parts.append([])
        size = 0
      }
      size += bytes
      parts[parts.count - 1].append(record)
    }
    return parts.enumerated().map { offset, carried in
      .epoch(
        KeyEpoch(
          number: epoch, part: offset + 1, parts: parts.count,
          facts: offset == 0 ? state.facts : nil, carried: carried))
    }
  }

  /// The newest key has its copy already, unless it was made by the rotation that was broken off,
  /// under a paper that may be lost.
  private func relockCopies(of rotation: Rotation, under recovery: borrowing Secret) throws {
    let organisation = rotation.organisation
    for older in rotation.key.keys
    where rotation.wasFinished || older.epoch < organisation.epoch {
      let file = try locked(older.key, under: recovery, cost: keyCost)
      try telling { () throws(FileProblem) in
        try files.write(
          file, to: keyPath(organisation.alias, older.epoch, .recovery), replacing: true)
      }
    }
  }

  /// Destroys the keys of all older epochs. Their reports cannot be opened any more, by anybody;
  /// their figures stay.
  ///
  /// The new key is read back from the disk first and must open what was carried on.
  ///
  /// - Returns: how many keys are gone.
  /// - Throws: `UserError`: `vault.not-carried` when some record's figures would be lost; a disk that
  ///   refuses.
  public func destroyOldKeys(
    of organisation: Organisation, passphrase: borrowing Secret
  ) throws -> Int {
    try locking(organisation) { now in
      guard now.epoch == organisation.epoch else { throw rotatedMeanwhile(now.alias) }
      let key = UnlockedKey([try epochKey(of: now, with: passphrase, trying: [.key]).key])
      let (state, left) = try knownState(of: now, with: key)
      guard left == 0, state.carriedEpochs.contains(now.epoch) else {
        throw UserError("vault.not-carried", ["count": String(left)], status: .refused)
      }
      var gone: Set<Int> = []
      for name in try names(in: keys(of: now.alias)) {
        guard let epoch = epoch(ofKeyNamed: name), epoch < now.epoch else { continue }
        gone.insert(epoch)
        try telling { () throws(FileProblem) in
          try files.remove("\(keys(of: now.alias))/\(name)")
        }
      }
      return gone.count
    }
  }

  /// Of a key file or anything that may be a copy of one: the rest of a write that was broken off, or
  /// what a sync program or an editor made.
  private func epoch(ofKeyNamed name: String) -> Int? {
    let epoch = Int(name.prefix { $0.isNumber })
    return epoch.flatMap { name == "\($0).cert" ? nil : $0 }
  }
}
