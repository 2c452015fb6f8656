internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform

/// `saqta check domain`: whether the organisation's own domains are in order.
struct CheckDomain: Verb {
  var common = Common()
  var names: [String] = []
  var selectors: [String] = []
  var resolvers: [String] = []
  var json = false
  var network = NetworkOptions()

  static let name = "check domain"
  static let arguments: [Argument<CheckDomain>] =
    [
      .operands("NAME", \.names),
      .options("--selector", "S", \.selectors),
      .options("--resolver", "ADDRESS", \.resolvers),
      .flag("--json", \.json),
    ] + NetworkOptions.arguments.map { $0.lifted(\.network) }

  func run(in setting: Setting) async throws -> ExitStatus {
    guard !names.isEmpty else { throw missing("NAME") }
    let checks = catalogue.filter { $0.family == .domain }
    var survey = try setting.survey(targets: nil, resolvers: resolvers)
    survey.domains = try ownDomains(names)
    survey.selectors = try mailSelectors(selectors)
    survey.network = try network.settings(in: setting.world)
    let asking = Consent(
      wish: try network.wish(isNamed: true, in: setting), setting: setting)
    if network.plan {
      asking.showPlan(for: checks, about: survey)
      return .done
    }
    let consent = try await asking.obtain(for: checks, about: survey)
    let evidence = await setting.gatherWithProgress(
      checks, about: survey, mayUseNetwork: consent)
    try setting.show(evidence, asJSON: json)
    return evidence.contains { $0.outcome == .problem } ? .found : .done
  }
}

/// Domains as a survey takes them, each once.
///
/// - Throws: `UserError` for what is no domain name of two parts or more.
func ownDomains(_ names: [String]) throws(UserError) -> [String] {
  var domains: [String] = []
  for name in names {
    let domain: String
    do {
      domain = try Hostname(name).description
    } catch {
      throw UserError("network.host-\(error.rawValue)", status: .usage)
    }
    guard domain.contains(".") else {
      throw UserError("domain.one-part", ["name": domain], status: .usage)
    }
    if !domains.contains(domain) { domains.append(domain) }
  }
  return domains
}

/// Names of mail keys: labels of the DNS, with dots between several.
///
/// - Throws: `UserError` for anything else.
func mailSelectors(_ texts: [String]) throws(UserError) -> [String] {
  for text in texts {
    guard (try? Hostname("\(text.replacing("_", with: "-")).example")) != nil else {
      throw UserError(
        "domain.no-selector", ["text": cleaned(text, atMost: 80)], status: .usage)
    }
  }
  return texts.map { $0.lowercased() }
}
