internal import Hygiene
internal import OpenSSL
public import Platform

/// What became of a sealed report that somebody handed over.
public enum TakenIn: Hashable, Sendable {
  /// It is in now, at this path.
  case added(String)
  /// The same file is in already.
  case known
  /// The same file was in, and is back: it had been missing or altered.
  case restored
  /// The same report is in already, sealed another time.
  case sameReport
  /// It was not taken in; the error says why.
  case refused(UserError)
}

extension Vault {
  /// Takes sealed reports in that were handed over. Each is opened and read first: what is damaged,
  /// sealed to another key, or anything but a report stays outside.
  ///
  /// - Returns: what became of each file, in the order given.
  /// - Throws: `UserError` for a disk that refuses; what was taken in before stays in.
  public func takeIn(
    _ paths: [String], into organisation: Organisation, with key: UnlockedKey
  ) throws -> [TakenIn] {
    try locking(organisation) { now in
      try telling { () throws(FileProblem) in try files.makeFolder(records(of: now.alias)) }
    }
    var listed = Set(try ledger(of: organisation.alias).hashes)
    var reports: Set<[UInt8]>?
    // Hashes of what is to be entered, and the paths of the files that were not there before.
    var (taken, written): ([String], [String]) = ([], [])
    func enterTaken() throws {
      do {
        try locking(organisation) { now in
          try requireKeys(key, of: now)
          try enterLines(taken, of: now, with: key)
        }
      } catch {
        for path in written { try? files.remove(path) }
        throw error
      }
    }
    let results: [TakenIn]
    do {
      results = try paths.map { path -> TakenIn in
        let handed: HandedOver
        do {
          handed = try handedOver(path, with: key)
        } catch let error as UserError {
          return .refused(error)
        }
        if listed.contains(handed.hash) {
          return try put(handed, of: organisation) ? .restored : .known
        }
        if reports == nil { reports = try knownReports(of: organisation, with: key) }
        guard reports?.insert(handed.report).inserted == true else { return .sameReport }
        let place = self.path(ofRecord: handed.hash, of: organisation)
        if try put(handed, of: organisation) { written.append(place) }
        listed.insert(handed.hash)
        taken.append(handed.hash)
        return .added(place)
      }
    } catch {
      // What is whole is kept: a full disk may still have room for a line.
      try? enterTaken()
      throw error
    }
    try enterTaken()
    return results
  }

  /// A sealed report from elsewhere that opened.
  private struct HandedOver {
    let bytes: [UInt8]
    let hash: String
    /// SHA-256 of the report itself, which is the same however often it is sealed.
    let report: [UInt8]
  }

  private func handedOver(_ path: String, with key: UnlockedKey) throws -> HandedOver {
    let bytes = try readRecord(path)
    let report = unsafe try open(bytes, named: path, with: key) { plaintext, key -> [UInt8]? in
      guard case .report = unsafe try OpenedRecord(plaintext, sealedTo: key).event else {
        return nil
      }
      return unsafe try documentDigest(of: plaintext)
    }
    guard let report else {
      throw UserError("open.not-a-report", ["file": cleaned(path)], status: .refused)
    }
    return HandedOver(bytes: bytes, hash: hex(sha256(bytes)), report: report)
  }

  /// Writes a record where it belongs; false when it lies there already.
  private func put(_ handed: HandedOver, of organisation: Organisation) throws -> Bool {
    let path = path(ofRecord: handed.hash, of: organisation)
    if (try? files.read(path, atMost: SealedRecord.largestFile)) == handed.bytes { return false }
    try telling { () throws(FileProblem) in
      try files.write(handed.bytes, to: path, replacing: files.exists(path))
    }
    return true
  }

  private func knownReports(
    of organisation: Organisation, with key: UnlockedKey
  ) throws -> Set<[UInt8]> {
    var known: Set<[UInt8]> = []
    let hashes = try ledger(of: organisation.alias).hashes
    inBatches(hashes, { digestOfReport($0, of: organisation, with: key) }) {
      if let digest = $0 { known.insert(digest) }
    }
    return known
  }

  /// Nil for what does not open: it is no report that is known.
  private func digestOfReport(
    _ hash: String, of organisation: Organisation, with key: UnlockedKey
  ) -> [UInt8]? {
    let path = path(ofRecord: hash, of: organisation)
    return unsafe try? open(readRecord(path), named: path, with: key) { plaintext, _ in
      unsafe try documentDigest(of: plaintext)
    }
  }
}

/// SHA-256 of a record's second line.
private func documentDigest(of plaintext: UnsafeRawBufferPointer) throws -> [UInt8] {
  let lines = unsafe plaintext.split(separator: lineEnd, maxSplits: 2)
  guard unsafe lines.count > 1 else { throw RecordProblem.damaged }
  return unsafe sha256(UnsafeRawBufferPointer(rebasing: lines[1]))
}
