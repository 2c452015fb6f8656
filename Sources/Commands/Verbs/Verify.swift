internal import Arguments
internal import ChecklistFiles
internal import Documents
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// `saqta verify`: one verdict for every file of an organisation, and what nobody can know.
struct Verify: Verb {
  var common = Common()
  var alias: String?
  var passphraseDescriptor: Int32?
  var head: String?
  var adopts = false
  var all = false
  var json = false

  static let name = "verify"
  static let arguments: [Argument<Verify>] = [
    .option("--org", "ALIAS", \.alias),
    .option("--head", "WORDS", \.head),
    .flag("--adopt", \.adopts),
    .flag("--all", \.all),
    .flag("--json", \.json),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  /// What `--json` prints.
  struct Answer: Codable {
    let organisation: String
    let files: [Verification.Finding]
    let records: Int
    let unsigned: Int?
    let head: String?
    let headMatches: Int?
    let unknown: [Verification.Unknown]
    let oddTimes: Int?
  }

  func run(in setting: Setting) async throws -> ExitStatus {
    let list = passphraseWords()
    let noted = try head.map { try notedWords($0, from: list) }
    let organisation = try await setting.organisation(alias)
    let key = try await unlockIfPossible(organisation, in: setting)
    let vault = setting.vault
    if adopts {
      // Without it nobody knows what belongs here, and what came after what.
      guard key != nil || !organisation.canOpen else {
        throw UserError("verify.adopt-needs-key", status: .usage)
      }
      let count = try vault.adoptRecords(into: organisation, with: key)
      setting.say("verify.adopted", ["count": String(count)])
    }
    let result = try vault.verify(organisation, with: key, noted: noted, words: list)
    if !result.isDamaged { try vault.acceptHead(of: organisation, with: key) }
    if json {
      let answer = Answer(
        organisation: organisation.alias, files: result.findings, records: result.size,
        unsigned: result.unsigned, head: result.spokenHead(from: list),
        headMatches: result.notedSize, unknown: result.unknowns,
        oddTimes: result.oddTimes)
      setting.world.output.write(
        String(decoding: try Documents.encode(answer), as: UTF8.self) + "\n")
    } else {
      show(result, head: result.spokenHead(from: list), in: setting)
    }
    return result.isDamaged ? .found : .done
  }

  /// Eight words of the list, however they were typed.
  private func notedWords(_ typed: String, from list: [String]) throws -> String {
    let words = typed.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
    let known = Set(list)
    if let wrong = words.first(where: { !known.contains($0) }) {
      throw UserError("verify.unknown-word", ["word": cleaned(wrong)], status: .usage)
    }
    guard words.count == 8 else {
      throw UserError("verify.eight-words", ["count": String(words.count)], status: .usage)
    }
    return words.joined(separator: " ")
  }

  /// Without the key less can be known, but something can.
  private func unlockIfPossible(
    _ organisation: Organisation, in setting: Setting
  ) async throws -> UnlockedKey? {
    if passphraseDescriptor != nil {
      return try await setting.unlock(organisation, descriptor: passphraseDescriptor)
    }
    guard organisation.canOpen, !json, setting.world.terminal.isInteractive else { return nil }
    let passphrase = try await setting.dialogue.passphrase(
      "verify.passphrase", ["alias": organisation.alias])
    return passphrase.isEmpty ? nil : try setting.vault.unlock(organisation, with: passphrase)
  }

  private func show(_ result: Verification, head: String?, in setting: Setting) {
    let (words, output) = (setting.words, setting.world.output)
    func write(_ id: String, _ values: [String: String] = [:]) {
      output.write(wrapped(words[id, values], width: 80).joined(separator: "\n") + "\n")
    }
    for finding in result.findings where all || finding.verdict != .fine {
      let verdict = words["verify.verdict.\(finding.verdict.rawValue)"]
      let reason = words["verify.reason.\(finding.reason.rawValue)"]
      output.write("\(cleaned(finding.file)): \(verdict): \(reason)\n")
    }
    let wrong = result.findings.count { $0.verdict != .fine }
    write("verify.fine", ["count": String(result.findings.count - wrong)])
    if wrong > 0 { write("verify.wrong", ["count": String(wrong)]) }
    if let unsigned = result.unsigned, unsigned > 0 {
      write("verify.unsigned", ["count": String(unsigned)])
    }
    if let count = result.oddTimes, count > 0 {
      write("verify.odd-times", ["count": String(count)])
    }
    if let size = result.notedSize { write("verify.head-matches", ["count": String(size)]) }
    if let head, !result.isDamaged {
      write("verify.head", ["count": String(result.size)])
      output.write("\n    \(head)\n\n")
    }
    for unknown in result.unknowns { write("verify.unknown.\(unknown.rawValue)") }
  }
}
