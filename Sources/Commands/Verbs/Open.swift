internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Interview
internal import Platform
internal import Reports
internal import Vault

/// `saqta open`: a sealed report, on screen or as text or JSON.
struct Open: Verb {
  var common = Common()
  var file: String?
  var organisation: String?
  var format: String?
  var passphraseDescriptor: Int32?

  static let name = "open"
  static let arguments: [Argument<Open>] = [
    .operand("FILE", \.file),
    .option("--org", "ALIAS", \.organisation),
    .option("--format", "FORMAT", \.format),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let file else { throw UserError("usage.missing", ["name": "FILE"], status: .usage) }
    let format = try chosenFormat()
    // A file that cannot be a sealed report is refused before anybody types a passphrase.
    try setting.vault.requireSealed(file: file)
    let organisation = try await keyHolder(of: file, in: setting)
    let key = try await setting.unlock(organisation, descriptor: passphraseDescriptor)
    let record = try setting.vault.open(file: file, with: key)
    guard case .report(let report) = record.event else {
      throw UserError("open.not-a-report", ["file": cleaned(file)], status: .refused)
    }
    try await show(report, as: format, in: setting)
    return .done
  }

  private func chosenFormat() throws -> (any Format)? {
    guard let format else { return nil }
    guard let known = formats.first(where: { $0.name == format }) else {
      let names = formats.map(\.name).joined(separator: ", ")
      throw UserError(
        "open.unknown-format", ["format": cleaned(format), "formats": names], status: .usage)
    }
    return known
  }

  /// A sealed file does not say for whom it is: the folder it lies in does, or the person.
  private func keyHolder(of file: String, in setting: Setting) async throws -> Organisation {
    if organisation == nil, let alias = setting.vault.alias(holding: file) {
      return try setting.vault.organisation(alias)
    }
    return try await setting.organisation(organisation)
  }

  private func show(
    _ report: Report, as format: (any Format)?, in setting: Setting
  ) async throws {
    // A report brings the words of its own checklist along, whatever that was.
    let words = setting.words
    let output = setting.world.output
    if let format {
      output.write(String(decoding: try format.render(report, words: words), as: UTF8.self))
      return
    }
    let isPaged = output.isTerminal && setting.world.terminal.isInteractive
    let text = Text(
      width: isPaged ? setting.world.terminal.size.columns : 80,
      colour: isPaged && setting.rendering.usesColour)
    let rendered = String(decoding: text.render(report, words: words), as: UTF8.self)
    if isPaged {
      try await Pager(setting.words, on: setting.world.terminal).page(rendered)
    } else {
      output.write(rendered)
    }
  }
}
