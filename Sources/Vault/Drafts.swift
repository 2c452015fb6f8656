internal import Documents
internal import OpenSSL
public import Platform

/// An audit that is not done yet, kept encrypted so that a crash loses at most the answer being
/// typed.
///
/// It has a key pair of its own, whose private half lies under the passphrase for pausing. What is
/// held here can only seal: saving needs no passphrase, and the running program cannot open what it
/// saved.
public struct Draft: Sendable {
  public let name: String
  private let folder: String
  private let recipient: RecipientCertificate
  private let files: any Files

  init(name: String, folder: String, recipient: RecipientCertificate, files: any Files) {
    (self.name, self.folder, self.recipient, self.files) = (name, folder, recipient, files)
  }

  /// Replaces what was saved before; a crash leaves the old or the new state.
  ///
  /// - Throws: `UserError`, `vault.too-large`, `vault.draft-gone` or a disk that refuses.
  public func save(_ content: [UInt8]) throws {
    var plaintext = try padded([try DraftHeader().line(), [lineEnd], content, [lineEnd]])
    let record = try sealed(&plaintext, to: recipient)
    // Without its key nobody would ever open it.
    guard isThere else { throw gone }
    do {
      try files.write(record.bytes, to: "\(folder)/record", replacing: true)
    } catch {
      throw error.kind == .missing ? gone : UserError(error)
    }
  }

  /// False when it was erased meanwhile.
  public var isThere: Bool { files.exists("\(folder)/key") }
  private var gone: UserError { UserError("vault.draft-gone", status: .stopped) }

  /// Removes the draft, its key first: without it nothing on the computer opens the rest.
  ///
  /// - Throws: `UserError` for a disk that refuses.
  public func destroy() throws {
    try telling { () throws(FileProblem) in
      if files.exists("\(folder)/key") { try files.remove("\(folder)/key") }
      if files.exists(folder) { try files.remove(folder) }
    }
  }
}

/// The first line of a draft's plaintext; what the audit keeps follows.
private struct DraftHeader: Codable {
  static let currentFormat = "saqta-draft"
  var fmt = DraftHeader.currentFormat
  var v = 1

  func line() throws -> [UInt8] { try Documents.encode(self) }
}

extension Vault {
  /// log2 of scrypt's N for a draft: 32 MiB. An audit may not take 60 MB of memory, and a draft
  /// lives for hours, not years.
  public static let draftCost = 15

  /// Begins a draft under a passphrase for pausing. The passphrase is not needed again to save.
  ///
  /// - Throws: `UserError`: `vault.empty-passphrase`, or a disk that refuses.
  public func beginDraft(passphrase: borrowing Secret) throws -> Draft {
    let name = hex(try world.randomness.bytes(16))
    let (key, certificate) = try newKey(
      stamped: Stamp(id: try world.randomness.bytes(16), epoch: 0))
    let file = try locked(key, under: passphrase, cost: Vault.draftCost)
    let folder = "\(drafts)/\(name)"
    do {
      try telling { () throws(FileProblem) in
        try files.makeFolder(folder)
        try files.write(file, to: "\(folder)/key", replacing: false)
      }
    } catch {
      try? files.remove(folder)
      throw error
    }
    return Draft(name: name, folder: folder, recipient: certificate, files: files)
  }

  /// Keeps others from going on with the same draft for as long as the result lives: of two audits
  /// the one that saves last would take the other's answers away.
  ///
  /// - Throws: `UserError`, `vault.draft-in-use` or `vault.no-draft`.
  public func holdDraft(_ name: String) throws -> HeldFolder {
    guard isDraftName(name), files.exists("\(drafts)/\(name)/key") else {
      throw UserError("vault.no-draft", status: .usage)
    }
    let held = try telling { () throws(FileProblem) in try files.hold("\(drafts)/\(name)") }
    guard let held else { throw UserError("vault.draft-in-use", status: .usage) }
    return held
  }

  /// The names of the drafts here, sorted.
  ///
  /// - Throws: `UserError` for a folder that cannot be read.
  public func draftNames() throws -> [String] {
    try names(in: drafts).filter { isDraftName($0) && files.exists("\(drafts)/\($0)/key") }
  }

  /// Opens a draft to go on with it; its content is empty when nothing had been saved.
  ///
  /// - Throws: `UserError`: `vault.no-draft`, `vault.draft-locked` for a wrong passphrase,
  ///   `vault.draft-damaged`.
  public func reopenDraft(
    _ name: String, passphrase: borrowing Secret
  ) throws -> (draft: Draft, content: [UInt8]) {
    let folder = "\(drafts)/\(name)"
    guard isDraftName(name), files.exists("\(folder)/key") else {
      throw UserError("vault.no-draft", status: .usage)
    }
    let damage = UserError("vault.draft-damaged", status: .refused)
    guard case .sound(let file) = try keyFile("\(folder)/key") else { throw damage }
    guard let key = try unlocked(file, with: passphrase) else {
      throw UserError("vault.draft-locked", status: .locked)
    }
    let stamp = Stamp(id: try world.randomness.bytes(16), epoch: 0)
    guard let recipient = try? key.certificate(serial: stamp.serial) else { throw damage }
    let draft = Draft(name: name, folder: folder, recipient: recipient, files: files)
    guard files.exists("\(folder)/record") else { return (draft, []) }
    let bytes = try telling { () throws(FileProblem) in
      try files.read("\(folder)/record", atMost: SealedRecord.largestFile)
    }
    guard let record = SealedRecord(bytes),
      let content = unsafe try? key.open(record, { unsafe try draftContent($0) })
    else { throw damage }
    return (draft, content)
  }

  private func isDraftName(_ name: String) -> Bool {
    name.utf8.count == 32 && OpenSSL.bytes(hex: name) != nil
  }
}

/// What stands between the first line and the padding.
private func draftContent(_ plaintext: UnsafeRawBufferPointer) throws -> [UInt8] {
  guard let end = unsafe plaintext.firstIndex(of: lineEnd),
    unsafe plaintext.last == lineEnd,
    case let header = try Documents.decode(
      DraftHeader.self, from: unsafe Array(plaintext[..<end])),
    header.fmt == DraftHeader.currentFormat, header.v == 1,
    let last = unsafe plaintext.dropLast().lastIndex(where: { $0 != UInt8(ascii: " ") }),
    unsafe plaintext[last] == lineEnd, last > end
  else { throw RecordProblem.damaged }
  return unsafe Array(plaintext[(end + 1)..<last])
}
