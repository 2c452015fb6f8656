internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform

/// `saqta check`: the local checks alone.
struct CheckVerb: Verb {
  var common = Common()
  var which: String?
  var targets: String?
  var resolvers: [String] = []
  var json = false
  var network = NetworkOptions()

  static let name = "check"
  static let arguments: [Argument<CheckVerb>] =
    [
      .operand("CHECK", \.which),
      .option("--targets", "FILE", \.targets),
      .options("--resolver", "ADDRESS", \.resolvers),
      .flag("--json", \.json),
    ] + NetworkOptions.arguments.map { $0.lifted(\.network) }

  func run(in setting: Setting) async throws -> ExitStatus {
    let checks = try chosen()
    var survey = try setting.survey(targets: targets, resolvers: resolvers)
    survey.network = try network.settings(in: setting.world)
    let asking = Consent(
      wish: try network.wish(isNamed: which != nil, in: setting), setting: setting)
    if network.plan {
      asking.showPlan(for: checks, about: survey)
      return .done
    }
    let consent = try await asking.obtain(for: checks, about: survey)
    let evidence = await setting.gatherWithProgress(checks, about: survey, mayUseNetwork: consent)
    try setting.show(evidence, asJSON: json)
    return evidence.contains { $0.outcome == .problem } ? .found : .done
  }

  private func chosen() throws -> [any Checks.Check] {
    // Those for own domains have a verb of their own, which names the domains.
    let all = catalogue.filter { $0.family != .domain }
    guard let which else { return all }
    let found = all.filter { $0.family.rawValue == which || $0.id.rawValue == which }
    guard !found.isEmpty else {
      let names = Set(all.map(\.family.rawValue)).sorted() + all.map(\.id.rawValue)
      throw UserError(
        "check.none", ["check": cleaned(which), "checks": names.joined(separator: ", ")],
        status: .usage)
    }
    return found
  }
}
