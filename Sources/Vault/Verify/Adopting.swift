internal import Hygiene
internal import OpenSSL
internal import Platform

extension Vault {
  /// Enters the sealed records that have no line; with the key only those that it opens, and each
  /// after the record that it says it came after.
  ///
  /// Two computers may have gone on apart from one ledger, and a sync program kept one of the two and
  /// a copy of the other. With the key, a head that fits only the copy is not missed any more, once
  /// all that the copy lists has a line: nothing was taken away, only the order is another.
  ///
  /// - Returns: how many.
  /// - Throws: `UserError` for a disk that refuses.
  public func adoptRecords(
    into organisation: Organisation, with key: UnlockedKey?
  ) throws -> Int {
    try locking(organisation) { organisation in
      if let key { try requireKeys(key, of: organisation) }
      for folder in [keys(of: organisation.alias), records(of: organisation.alias)] {
        files.sweep(folder)
      }
      let listed = Set(try ledger(of: organisation.alias).hashes)
      var found: [Orphan] = []
      inBatches(try records(of: organisation), { orphan(at: $0, unless: listed, with: key) }) {
        if let orphan = $0 { found.append(orphan) }
      }
      let settled =
        key == nil
        ? [] : headsOfCopies(of: organisation, within: listed.union(found.map(\.hash)))
      try enterLines(inOrder(found), of: organisation, with: key, settling: settled)
      return found.count
    }
  }

  private func orphan(
    at path: String, unless listed: Set<String>, with key: UnlockedKey?
  ) -> Orphan? {
    guard let bytes = try? files.read(path, atMost: SealedRecord.largestFile),
      let record = SealedRecord(bytes), path.hasSuffix("/\(recordName(of: bytes))"),
      case let hash = hex(sha256(bytes)), !listed.contains(hash)
    else { return nil }
    return key.map { Orphan(record, hash: hash, with: $0) } ?? Orphan(hash: hash, header: nil)
  }

  /// The heads of all states of copies of the ledger that list nothing but `known`.
  private func headsOfCopies(
    of organisation: Organisation, within known: Set<String>
  ) -> Set<Head> {
    let folder = "\(organisations)/\(organisation.alias)"
    var heads: Set<Head> = []
    for name in (try? files.list(folder)) ?? [] where name != "ledger" {
      guard name.hasPrefix("ledger"),
        let bytes = try? files.read("\(folder)/\(name)", atMost: Ledger.largestFile),
        case let copy = Ledger(bytes), copy.isWellFormed, known.isSuperset(of: copy.hashes)
      else { continue }
      heads.formUnion(copy.heads(of: organisation.id))
    }
    return heads
  }

  /// By the time that they claim, for want of better, but none before what it came after.
  private func inOrder(_ orphans: [Orphan]) -> [String] {
    let byHash = Dictionary(uniqueKeysWithValues: orphans.map { ($0.hash, $0) })
    var order: [String] = []
    var placed: Set<String> = []
    for orphan in orphans.sorted(by: <) {
      var chain: [String] = []
      var next: Orphan? = orphan
      // A record is sealed after the one that it names, so there is no circle.
      while let current = next, placed.insert(current.hash).inserted {
        chain.append(current.hash)
        next = current.prev.flatMap { byHash[$0] }
      }
      order += chain.reversed()
    }
    return order
  }
}

/// A sealed record without a line, and of its header what gives it a place.
private struct Orphan: Comparable, Sendable {
  let hash: String
  let prev: String?
  private let time: Int, seq: Int

  init(hash: String, header: RecordHeader?) {
    (self.hash, prev) = (hash, header?.prev)
    (time, seq) = (header?.claimedTime.secondsSinceEpoch ?? .max, header?.seq ?? .max)
  }

  /// Nil when the key does not open it. A later version's record opens, but its header is unknown.
  init?(_ record: SealedRecord, hash: String, with key: UnlockedKey) {
    do {
      let header = unsafe try key.open(record) {
        unsafe try OpenedRecord($0, sealedTo: $1).header
      }
      self.init(hash: hash, header: header)
    } catch RecordProblem.tooNew {
      self.init(hash: hash, header: nil)
    } catch {
      return nil
    }
  }

  static func < (one: Orphan, other: Orphan) -> Bool {
    (one.time, one.seq, one.hash) < (other.time, other.seq, other.hash)
  }
}
