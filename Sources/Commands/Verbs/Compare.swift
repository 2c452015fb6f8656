internal import Arguments
internal import Hygiene
internal import Platform
internal import Reports

/// `saqta compare`: what changed between two audits.
struct Compare: Verb {
  var common = Common()
  var earlier: String?
  var later: String?
  var organisation: String?
  var checklist: String?
  var json = false
  var passphraseDescriptor: Int32?

  static let name = "compare"
  static let arguments: [Argument<Compare>] = [
    .operand("EARLIER", \.earlier),
    .operand("LATER", \.later),
    .option("--org", "ALIAS", \.organisation),
    .option("--checklist", "DIR", \.checklist),
    .flag("--json", \.json),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let earlier else { throw missing("EARLIER") }
    guard let later else { throw missing("LATER") }
    let checklist = try checklist.map { try setting.checklist($0) }
    let reports = try await setting.openReports(
      [earlier, later], organisation: organisation, descriptor: passphraseDescriptor)
    let (before, after) = (reports[0], reports[1])
    let comparison = Comparison(
      from: before, to: after,
      // It knows what its controls were called before.
      by: checklist ?? setting.builtInChecklist(after.checklist.id))
    if json {
      let bytes = try Reports.json(of: comparison, from: before, to: after)
      setting.world.output.write(String(decoding: bytes, as: UTF8.self))
    } else {
      let words = setting.words(for: after)
      try await setting.showPaged { width, colour in
        text(
          of: comparison, from: before, to: after, words: words, width: width, colour: colour)
      }
    }
    return comparison.common.pairs.isEmpty ? .found : .done
  }
}
