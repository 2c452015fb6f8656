internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

extension Setting {
  /// The report in a sealed file, for whoever holds the key and types its passphrase.
  ///
  /// A file that cannot be a sealed report is refused before anybody types anything.
  func openReport(
    _ file: String, organisation: String?, descriptor: Int32?
  ) async throws -> Report {
    try await openReports([file], organisation: organisation, descriptor: descriptor)[0]
  }

  /// The reports in several sealed files of one organisation, at least one, for one passphrase.
  func openReports(
    _ files: [String], organisation: String?, descriptor: Int32?
  ) async throws -> [Report] {
    for file in files { try vault.requireSealed(file: file) }
    let holder = try await keyHolder(of: files[0], organisation)
    let key = try await unlock(holder, descriptor: descriptor)
    return try files.map { file in
      guard case .report(let report) = try vault.open(file: file, with: key).event else {
        throw UserError("open.not-a-report", ["file": cleaned(file)], status: .refused)
      }
      return report
    }
  }

  /// The words to show a report with: the program's, and those of its checklist in the reader's
  /// language, if that is built in and word for word the one that was used.
  func words(for report: Report) -> Words {
    guard let checklist = builtInChecklist(report.checklist.id),
      checklist.digest == report.checklist.digest
    else { return words }
    return checklist.words.joined(with: words)
  }

  /// A sealed file does not say for whom it is: the folder it lies in does, or the person.
  private func keyHolder(of file: String, _ alias: String?) async throws -> Organisation {
    if alias == nil, let alias = vault.alias(holding: file) {
      return try vault.organisation(alias)
    }
    return try await organisation(alias)
  }

  /// Shows a long text: page by page to a person, whole to a program.
  ///
  /// `render` is told the columns and whether there may be colour.
  func showPaged(_ render: (Int, Bool) -> String) async throws {
    let isPaged = world.output.isTerminal && world.terminal.isInteractive
    let text = render(
      isPaged ? world.terminal.size.columns : 80, isPaged && rendering.usesColour)
    if isPaged {
      try await Pager(words, on: world.terminal).page(text)
    } else {
      world.output.write(text)
    }
  }
}
