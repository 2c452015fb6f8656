internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform

/// `saqta check ooni`: measurements that people made with OONI Probe, judged as our own are.
struct CheckOONI: Verb {
  var common = Common()
  var files: [String] = []
  var json = false
  var interceptors: String?

  static let name = "check ooni"
  static let arguments: [Argument<CheckOONI>] = [
    .operands("FILE", \.files),
    .flag("--json", \.json),
    .option("--interceptors", "FILE", \.interceptors),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard !files.isEmpty else { throw missing("FILE") }
    let settings = try settings(in: setting)
    var evidence: [Evidence] = []
    var isBroken = false
    for file in files {
      let bytes = try setting.world.files.read(
        file, atMost: OONIReading.mostBytes, followingLinks: true)
      let reading = OONIReading(bytes, settings: settings, at: setting.world.clock.now)
      say(reading, of: file, in: setting)
      guard !reading.evidence.isEmpty || reading.problemCount > 0 else {
        throw UserError("ooni.nothing", ["file": file], status: .refused)
      }
      isBroken = isBroken || reading.problemCount > 0
      evidence += reading.evidence
    }
    if !evidence.isEmpty { try setting.show(evidence, asJSON: json) }
    if evidence.contains(where: { $0.outcome == .problem }) { return .found }
    return isBroken ? .refused : .done
  }

  private func settings(in setting: Setting) throws -> OONISettings {
    var network = NetworkOptions()
    network.interceptors = interceptors
    let chosen = try network.settings(in: setting.world)
    var settings = OONISettings()
    settings.interceptors = chosen.interceptors
    settings.fingerprints = chosen.fingerprints
    return settings
  }

  private func say(_ reading: OONIReading, of file: String, in setting: Setting) {
    for (line, word) in reading.problems {
      setting.say(
        "ooni.problem",
        [
          "file": file, "line": "\(line)",
          "problem": setting.words["ooni.problem.\(word)"],
        ])
    }
    if reading.problemCount > reading.problems.count {
      setting.say("ooni.more-problems", ["file": file])
    }
  }
}
