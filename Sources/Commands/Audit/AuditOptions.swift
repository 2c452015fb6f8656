internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform

/// What `audit` and `resume` can both be told.
struct AuditOptions: Sendable {
  var checklist: String?
  var targets: String?
  var resolvers: [String] = []
  var out: String?
  var round: RoundName?
  var mayUseNetwork = false
  var noNetwork = false
  var noChecks = false

  static let arguments: [Argument<AuditOptions>] = [
    .option("--checklist", "DIR", \.checklist),
    .option("--targets", "FILE", \.targets),
    .options("--resolver", "ADDRESS", \.resolvers),
    .option("--out", "FILE", \.out),
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

  func survey(in setting: Setting) throws -> Survey {
    try setting.survey(targets: targets, resolvers: resolvers)
  }
}
