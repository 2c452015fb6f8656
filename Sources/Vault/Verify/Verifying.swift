internal import Hygiene
internal import OpenSSL
internal import Platform

/// Goes through all that lies in an organisation's folder, and changes nothing.
struct Verifying {
  let vault: Vault
  let organisation: Organisation
  let key: UnlockedKey?
  private let ledger: Ledger
  private let pin: Pin?
  private let checkpoint: Checkpoint?
  /// Who may sign: whoever has the key, or signed before under the eyes of this computer.
  private let verifiers: [Verifier]
  private var result = Verification()

  init(_ vault: Vault, _ organisation: Organisation, with key: UnlockedKey?) throws {
    (self.vault, self.organisation, self.key) = (vault, organisation, key)
    ledger = try vault.ledger(of: organisation.alias)
    pin = vault.pin(ofID: organisation.id)
    checkpoint = vault.checkpoint(of: organisation.alias)
    let ours = (key?.keys ?? []).compactMap { try? $0.signer() }
    verifiers =
      ours.map { Verifier(name: organisation.id, publicKey: $0.publicKey) }
      + (pin?.verifiers ?? [])
  }

  private var files: any Files { vault.files }
  private var folder: String { "\(vault.organisations)/\(organisation.alias)" }

  mutating func run(noted: String?, from list: [String]) throws -> Verification {
    result.size = ledger.count
    if ledger.isWellFormed { result.head = ledger.head(of: organisation.id) }
    let (verdict, reason) = judgeLedger(noted: noted, from: list)
    let place = result.findings.count
    judgeCheckpoint()
    judgePin()
    try judgeKeys()
    var records = RecordInspection(vault, organisation, with: key, ledger: ledger)
    result.findings += try records.run()
    if key != nil { result.oddTimes = records.oddTimes }
    // Only the records know whether one of them came after something that is gone.
    let knowsMore = verdict == .fine && records.knowsMore
    result.findings.insert(
      Verification.Finding(
        file: "ledger", verdict: knowsMore ? .rolledBack : verdict,
        reason: knowsMore ? .recordKnowsMore : reason), at: place)
    try judgeStrays()
    sayWhatIsUnknown(keysAreGone: records.hasClosed, noted: noted)
    return result
  }

  private mutating func judgeLedger(
    noted: String?, from list: [String]
  ) -> (Verification.Verdict, Verification.Reason) {
    if let noted {
      let heads = ledger.heads(of: organisation.id)
      result.notedSize = heads.last { spokenWords(for: $0.text, from: list) == noted }?.size
    }
    let signed = trustedCheckpoint?.head
    if !files.exists(vault.ledgerFile(of: organisation.alias)) {
      let isNew =
        pin == nil && signed == nil && (try? vault.records(of: organisation))?.isEmpty != false
      return isNew ? (.fine, .sound) : (.missing, .isNotThere)
    }
    guard ledger.isWellFormed else { return (.altered, .hasBadLine) }
    let earlier = [
      (pin?.head, Verification.Reason.isShorterThanPinned, Verification.Reason.differsFromPinned),
      (signed, .isShorterThanSigned, .differsFromSigned),
    ]
    for case (let head?, let shorter, let differs) in earlier {
      guard let then = ledger.head(of: organisation.id, size: head.size) else {
        return (.rolledBack, shorter)
      }
      guard then == head else { return (.rolledBack, differs) }
    }
    if noted != nil, result.notedSize == nil { return (.rolledBack, .differsFromNoted) }
    return ledger.isTorn ? (.altered, .isTorn) : (.fine, .sound)
  }

  /// The checkpoint, unless its signature is wrong; one that nobody can check here counts.
  private var trustedCheckpoint: Checkpoint? {
    guard let checkpoint, checkpoint.head.origin == organisation.id,
      verifiers.isEmpty || verifiers.contains(where: checkpoint.isSigned)
    else { return nil }
    return checkpoint
  }

  private mutating func judgeCheckpoint() {
    let path = vault.checkpointFile(of: organisation.alias)
    guard files.exists(path) else {
      // Whoever can only seal has none; where one was signed before, it has gone.
      if pin?.verifiers.isEmpty == false { result.find("checkpoint", .missing, .isNotThere) }
      return
    }
    guard checkpoint != nil else {
      return result.find("checkpoint", .altered, .isNotCheckpoint)
    }
    guard let checkpoint = trustedCheckpoint else {
      return result.find("checkpoint", .foreign, .hasOtherSignature)
    }
    result.find("checkpoint", .fine, .sound)
    result.unsigned = max(0, ledger.count - checkpoint.head.size)
    if verifiers.isEmpty { result.unknowns.append(.noSignature) }
  }

  private mutating func judgePin() {
    guard files.exists(vault.pinFile(ofID: organisation.id)) else { return }
    let isSound = pin?.head.origin == organisation.id
    result.find("pin", isSound ? .fine : .altered, isSound ? .sound : .isNotPin)
  }

  private mutating func judgeKeys() throws {
    for name in try vault.names(in: vault.keys(of: organisation.alias)) {
      let file = "keys/\(name)"
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let epoch = Int(parts[0]), String(epoch) == parts[0] else {
        result.find(file, .foreign, .reason(forStray: name))
        continue
      }
      switch parts[1] {
      case "cert":
        let isSound =
          (try? vault.organisation(organisation.alias, epoch: epoch))?.id == organisation.id
        result.find(file, isSound ? .fine : .altered, isSound ? .sound : .hasOtherBytes)
      case _ where KeyKind(rawValue: String(parts[1])) != nil:
        if case .sound? = try? vault.keyFile("\(folder)/\(file)") {
          result.find(file, .fine, .sound)
        } else {
          result.find(file, .altered, .hasOtherBytes)
        }
      default: result.find(file, .foreign, .hasForeignName)
      }
    }
  }

  private mutating func judgeStrays() throws {
    let known: Set = ["keys", "records", "ledger", "checkpoint"]
    for name in try vault.names(in: folder) where !known.contains(name) {
      result.find(name, .foreign, .reason(forStray: name))
    }
  }

  private mutating func sayWhatIsUnknown(keysAreGone: Bool, noted: String?) {
    if noted == nil { result.unknowns.append(pin == nil ? .noPin : .pinIsNear) }
    if key == nil { result.unknowns.append(.noKey) }
    if keysAreGone { result.unknowns.append(.keyIsGone) }
    result.unknowns.append(.authorship)
  }
}

extension Verification.Reason {
  /// A name that is not ours, or the rest of a write that was broken off.
  static func reason(forStray name: String) -> Self {
    name.contains(".new-") ? .isLeftover : .hasForeignName
  }
}

extension Vault {
  /// Checks every file of an organisation. Works without the key, and says what it then cannot know.
  ///
  /// `noted` are the words of an earlier head, each separated by one space, from `list`.
  ///
  /// - Throws: `UserError` for a folder or a ledger that cannot be read.
  public func verify(
    _ organisation: Organisation, with key: UnlockedKey?, noted: String? = nil, words list: [String]
  ) throws -> Verification {
    var verifying = try Verifying(self, organisation, with: key)
    return try verifying.run(noted: noted, from: list)
  }

  /// After a look that found nothing wrong: pins the head, and signs it if the key is here.
  public func acceptHead(of organisation: Organisation, with key: UnlockedKey?) throws {
    try? locking(organisation) { now in
      noteHead(of: try ledger(of: now.alias), for: now, with: key)
    }
  }
}
