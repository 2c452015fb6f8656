internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform
internal import Vault

/// What `audit` and `resume` can both be told.
struct AuditOptions: Sendable {
  var checklist: String?
  var targets: String?
  var resolvers: [String] = []
  var domains: [String] = []
  var selectors: [String] = []
  var out: String?
  var also: [String] = []
  var reduced = false
  var round: RoundName?
  var mayUseNetwork = false
  var noNetwork = false
  var noChecks = false

  static let arguments: [Argument<AuditOptions>] = [
    .option("--checklist", "DIR", \.checklist),
    .option("--targets", "FILE", \.targets),
    .options("--resolver", "ADDRESS", \.resolvers),
    .options("--domain", "NAME", \.domains),
    .options("--selector", "S", \.selectors),
    .option("--out", "FILE", \.out),
    .options("--also", "CERT", \.also),
    .flag("--reduced", \.reduced),
    .option("--round", "NAME", \.round),
    .flag("--network", \.mayUseNetwork),
    .flag("--no-network", \.noNetwork),
    .flag("--no-checks", \.noChecks),
  ]

  /// What the round is called, if it was said.
  var roundName: String? { round?.description }

  func wish() throws -> NetworkWish {
    try NetworkWish(may: mayUseNetwork, mustNot: noNetwork || noChecks)
  }

  /// Whom the report is sealed to besides, each in a file of its own: whoever can open one of them
  /// learns nothing about the others, and can rewrite none of them. `kept` were named before a pause.
  func others(
    than organisation: Organisation, besides kept: [Organisation] = [], in setting: Setting
  ) throws -> [Organisation] {
    var named: Set = [organisation.certificate]
    var others = kept
    for path in also {
      let bytes = try setting.world.files.read(path, atMost: 1 << 16, followingLinks: true)
      let other = try setting.vault.recipient(certificate: bytes)
      guard named.insert(other.certificate).inserted else {
        throw UserError("audit.also-twice", ["file": cleaned(path)], status: .usage)
      }
      if !others.contains(other) { others.append(other) }
    }
    guard !reduced || !others.isEmpty else {
      throw UserError("audit.reduced-alone", status: .usage)
    }
    return others
  }

  func survey(in setting: Setting) throws -> Survey {
    var survey = try setting.survey(targets: targets, resolvers: resolvers)
    survey.domains = try ownDomains(domains)
    survey.selectors = try mailSelectors(selectors)
    return survey
  }
}
