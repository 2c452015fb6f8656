internal import Hygiene
internal import Platform

/// Whether somebody else decides about the browsers: policies, and extensions that install
/// themselves by them.
///
/// Reads `policies.json` of Firefox and the policy folders of Chromium, Chrome, Edge, Brave and Vivaldi.
struct DevicePolicies: Check {
  let id: CheckID = "device-policies"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<PolicyFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    guard try device.files.status(of: "/etc")?.kind == .folder else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    return [Observation("", PolicyFacts(BrowserPolicies(device.files)), confidence: .medium)]
  }

  func judge(_ facts: PolicyFacts) -> Outcome {
    if !facts.extensions.isEmpty || !facts.names.isEmpty { return .concern }
    return facts.isComplete ? .good : .unknown(because: DeviceReasons.unreadable)
  }

  var examples: [(PolicyFacts, Outcome)] {
    [
      (PolicyFacts(names: [], extensions: [], isComplete: true), .good),
      (PolicyFacts(names: ["Proxy"], extensions: [], isComplete: true), .concern),
      (
        PolicyFacts(
          names: ["ExtensionInstallForcelist"], extensions: ["aapbdbdomjkkjkaonfhkkikfgjllcleb"],
          isComplete: false), .concern
      ),
      (
        PolicyFacts(names: [], extensions: [], isComplete: false),
        .unknown(because: DeviceReasons.unreadable)
      ),
    ]
  }
}

/// What policies order. Their values are not kept, but for the ids of extensions.
struct PolicyFacts: Hashable, Codable, Sendable {
  let names: [String]
  /// Extensions that are there because a policy wants them.
  let extensions: [String]
  /// Whether every policy file could be understood.
  let isComplete: Bool

  private static let mostNames = 12

  init(names: [String], extensions: [String], isComplete: Bool) {
    (self.names, self.extensions, self.isComplete) = (names, extensions, isComplete)
  }

  init(_ policies: BrowserPolicies) {
    let all = policies.firefox + policies.chromium
    var extensions: [String] = []
    for policy in policies.firefox {
      if case .object(let settings) = policy["ExtensionSettings"] {
        extensions += settings.filter { Self.forces($0.value) }.map(\.key)
      }
      extensions += policy["Extensions"]?["Install"]?.texts ?? []
    }
    for policy in policies.chromium {
      if case .object(let settings) = policy["ExtensionSettings"] {
        extensions += settings.filter { Self.forces($0.value) }.map(\.key)
      }
      // Such as `id;https://update.example/`.
      extensions += (policy["ExtensionInstallForcelist"]?.texts ?? []).map { text in
        String(text.prefix { $0 != ";" })
      }
    }
    self.init(
      names: Array(Set(all.flatMap(\.keys).map { cleaned($0) }).sorted().prefix(Self.mostNames)),
      extensions: Array(Set(extensions.map { cleaned($0) }).sorted().prefix(Self.mostNames)),
      isComplete: policies.isComplete)
  }

  private static func forces(_ setting: Fact) -> Bool {
    ["force_installed", "normal_installed"].contains(setting["installation_mode"]?.text)
  }
}
