internal import Arguments
internal import Platform
internal import Vault

/// `saqta org export`: the certificate to hand out to those who shall only seal.
struct OrgExport: Verb {
  var common = Common()
  var alias: String?
  var out: String?

  static let name = "org export"
  static let arguments: [Argument<OrgExport>] = [
    .operand("ALIAS", \.alias),
    .option("--out", "FILE", \.out),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let out else { throw missing("--out FILE") }
    let organisation = try await setting.organisation(alias)
    try setting.world.files.write(organisation.certificate, to: out, replacing: false)
    setting.world.output.write("\(out)\n")
    return .done
  }
}
