internal import Arguments
internal import Checks
internal import Documents
internal import Hygiene
internal import Platform
internal import Reports

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
    // Progress is for those who wait.
    let patienceEnds = ContinuousClock.now + .seconds(2)
    let evidence = await gatherAll(
      checks, about: survey, mayUseNetwork: consent, in: setting.world,
      finished: { check, _ in
        guard ContinuousClock.now > patienceEnds else { return }
        setting.say("check.finished", ["check": setting.words["check.\(check).title"]])
      })
    try setting.show(evidence, asJSON: json)
    return evidence.contains { $0.outcome == .problem } ? .found : .done
  }

  private func chosen() throws -> [any Checks.Check] {
    guard let which else { return catalogue }
    let found = catalogue.filter { $0.family.rawValue == which || $0.id.rawValue == which }
    guard !found.isEmpty else {
      let names = Set(catalogue.map(\.family.rawValue)).sorted() + catalogue.map(\.id.rawValue)
      throw UserError(
        "check.none", ["check": cleaned(which), "checks": names.joined(separator: ", ")],
        status: .usage)
    }
    return found
  }
}

extension Setting {
  /// Prints evidence, the worst first, or all of it for a program.
  func show(_ evidence: [Evidence], asJSON isJSON: Bool) throws {
    let output = world.output
    if isJSON {
      output.write(String(decoding: try Documents.encode(evidence), as: UTF8.self) + "\n")
      return
    }
    let width = output.isTerminal ? world.terminal.size.columns : 80
    output.write(
      evidenceLines(evidence, words: words, width: width).joined(separator: "\n") + "\n")
  }
}
