internal import Arguments
internal import Checks
internal import Documents
internal import Hygiene
internal import Platform
internal import Reports

/// `saqta check tls`: whether pages can be reached, and whether they are the pages.
struct CheckTLS: Verb {
  var common = Common()
  var pages: [String] = []
  var targets: String?
  var categories: [String] = []
  var reference: String?
  var signer: String?
  var fingerprints: String?
  var json = false
  var ooni: String?
  var network = NetworkOptions()

  static let name = "check tls"
  static let arguments: [Argument<CheckTLS>] =
    [
      .operands("PAGE", \.pages),
      .option("--targets", "FILE", \.targets),
      .options("--category", "CODE", \.categories),
      .option("--reference", "FILE", \.reference),
      .option("--signer", "CERT", \.signer),
      .option("--fingerprints", "FILE", \.fingerprints),
      .flag("--json", \.json),
      .option("--ooni", "FILE", \.ooni),
    ] + NetworkOptions.arguments.map { $0.lifted(\.network) }

  func run(in setting: Setting) async throws -> ExitStatus {
    let checks = catalogue.filter { $0.family == .tls }
    var survey = try survey(in: setting)
    let asking = Consent(wish: try network.wish(isNamed: true, in: setting), setting: setting)
    if network.plan {
      asking.showPlan(for: checks, about: survey)
      return .done
    }
    // Before anything is sent: what was measured in vain cannot be measured again unseen.
    if let ooni, setting.world.files.exists(ooni) { throw FileProblem(.exists, ooni) }
    let consent = try await asking.obtain(for: checks, about: survey)
    let line = ProgressLine(in: setting)
    survey.noted = { await line.show($0) }
    let writer = OONIWriter(software: Program.version, started: setting.world.clock.now)
    if ooni != nil { survey.measured = { await writer.add($0, certificates: $1) } }
    let evidence = await gatherAll(
      checks, about: survey, mayUseNetwork: consent, in: setting.world)
    await line.clear()
    if Task.isCancelled {
      let values = ["done": "\(evidence.count)", "total": "\(survey.targets.count)"]
      setting.say("check.stopped", values)
    }
    try setting.show(evidence, asJSON: json)
    if let ooni, consent {
      let text = try await writer.text(for: survey, in: setting.world)
      try setting.world.files.write(text, to: ooni, replacing: false)
      setting.say("ooni.written", ["file": ooni])
    }
    return evidence.contains { $0.outcome == .problem } ? .found : .done
  }

  private func survey(in setting: Setting) throws -> Survey {
    var survey = Survey(home: setting.world.environment["HOME"] ?? "/")
    survey.targets = try pages.map { try Targets.page($0) }
    if let targets {
      survey.targets += try setting.targets(from: targets, categories: Set(categories))
    } else if pages.isEmpty {
      survey.targets = Targets.builtIn
    }
    let isListed = !pages.isEmpty || targets != nil
    survey.network = try network.settings(in: setting.world, usual: isListed ? .list : .own)
    if let fingerprints {
      let bytes = try setting.world.files.read(
        fingerprints, atMost: 4 << 20, followingLinks: true)
      let text = String(decoding: bytes, as: UTF8.self)
      guard let all = Fingerprints.builtIn.adding(table: text) else {
        throw UserError(
          "check.fingerprints-unreadable", ["file": fingerprints], status: .refused)
      }
      survey.network.fingerprints = all
    }
    if let reference {
      survey.network.references = try references(from: reference, in: setting.world)
    } else if signer != nil {
      throw missing("--reference")
    }
    return survey
  }

  private func references(from file: String, in world: World) throws -> References {
    let bytes = try world.files.read(
      file, atMost: References.mostBytes, followingLinks: true)
    let certificate = try signer.map {
      try world.files.read($0, atMost: 1 << 20, followingLinks: true)
    }
    do {
      return try References(reading: bytes, signer: certificate)
    } catch .signature {
      throw UserError("check.reference-signature", ["file": file], status: .refused)
    } catch .unreadable {
      throw UserError("check.reference-unreadable", ["file": file], status: .refused)
    }
  }
}
