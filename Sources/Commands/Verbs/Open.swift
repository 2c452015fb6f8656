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
  var reduced = false
  var passphraseDescriptor: Int32?

  static let name = "open"
  static let arguments: [Argument<Open>] = [
    .operand("FILE", \.file),
    .option("--org", "ALIAS", \.organisation),
    .option("--format", "FORMAT", \.format),
    .flag("--reduced", \.reduced),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let file else { throw missing("FILE") }
    let format = try chosenFormat()
    let report = try await setting.openReport(
      file, organisation: organisation, descriptor: passphraseDescriptor)
    try await show(reduced ? report.reducing() : report, as: format, in: setting)
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

  private func show(
    _ report: Report, as format: (any Format)?, in setting: Setting
  ) async throws {
    let words = setting.words(for: report)
    if let format {
      setting.world.output.write(
        String(decoding: try format.render(report, words: words), as: UTF8.self))
      return
    }
    try await setting.showPaged { width, colour in
      String(
        decoding: Text(width: width, colour: colour).render(report, words: words), as: UTF8.self)
    }
  }
}
