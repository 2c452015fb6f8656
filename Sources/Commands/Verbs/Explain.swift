internal import Arguments
internal import Hygiene
internal import Platform
internal import Reports

/// `saqta explain`: how a figure was made, and what one change would do.
struct Explain: Verb {
  var common = Common()
  var file: String?
  var about: String?
  var organisation: String?
  var passphraseDescriptor: Int32?

  static let name = "explain"
  static let arguments: [Argument<Explain>] = [
    .operand("FILE", \.file),
    .operand("NAME", \.about),
    .option("--org", "ALIAS", \.organisation),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let file else { throw missing("FILE") }
    let report = try await setting.openReport(
      file, organisation: organisation, descriptor: passphraseDescriptor)
    let explained = try explained(in: report)
    let words = setting.words(for: report)
    try await setting.showPaged { width, colour in
      explanation(of: explained, in: report, words: words, width: width, colour: colour)
    }
    return .done
  }

  private func explained(in report: Report) throws -> Explained {
    guard let about else { return .overall }
    if let explained = Explained(about, in: report) { return explained }
    let scenarios = report.risks.map { cleaned($0.scenario.rawValue) }.sorted()
    throw UserError(
      "explain.unknown",
      ["name": cleaned(about), "scenarios": scenarios.joined(separator: ", ")], status: .usage)
  }
}
