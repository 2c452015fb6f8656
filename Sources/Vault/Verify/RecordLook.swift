internal import Hygiene
internal import OpenSSL
internal import Platform

/// What one file among the records is, whatever that means for the vault: what takes the time of
/// `verify`, and can be done for many at once.
struct RecordLook: Sendable {
  enum Found: Sendable {
    case strangeName
    case unreadable(Verification.Reason)
    case otherBytes
    case notSealed
    case sealed(hash: String, Content)
  }
  enum Content: Sendable {
    /// Nobody has the key here.
    case unopened
    case open(RecordEntry)
    case tooNew
    case notByKeyHolder
    case closed
  }

  let vault: Vault
  let organisation: Organisation
  let key: UnlockedKey?

  func atListed(_ hash: String) -> (hash: String, found: Found) {
    let name = recordName(ofHash: OpenSSL.bytes(hex: hash) ?? [])
    return (hash, look(at: name) { $0 == hash })
  }

  func atUnlisted(_ name: String) -> (name: String, found: Found) {
    guard isRecordName(name) else { return (name, .strangeName) }
    return (name, look(at: name) { recordName(ofHash: OpenSSL.bytes(hex: $0) ?? []) == name })
  }

  private func look(at name: String, isExpected: (String) -> Bool) -> Found {
    let bytes: [UInt8]
    do {
      bytes = try vault.files.read(
        "\(vault.records(of: organisation.alias))/\(name)", atMost: SealedRecord.largestFile)
    } catch {
      return .unreadable(reason(for: error))
    }
    let hash = hex(sha256(bytes))
    guard isExpected(hash) else { return .otherBytes }
    guard let record = SealedRecord(bytes) else { return .notSealed }
    return .sealed(hash: hash, content(of: record, hash))
  }

  private func content(of record: SealedRecord, _ hash: String) -> Content {
    guard let key else { return .unopened }
    do {
      return .open(
        unsafe try key.open(record) { unsafe try RecordEntry($0, hash: hash, sealedTo: $1) })
    } catch RecordProblem.tooNew {
      return .tooNew
    } catch RecordProblem.notByKeyHolder {
      return .notByKeyHolder
    } catch {
      return .closed
    }
  }

  private func reason(for problem: FileProblem) -> Verification.Reason {
    switch problem.kind {
    case .missing: .isNotThere
    case .notAFile: .isNoFile
    case .tooLarge: .hasOtherBytes
    default: .isUnreadable
    }
  }
}
