internal import Hygiene
internal import Platform

/// Whether a firewall is set up that lets nobody in from outside by default.
///
/// The rules themselves can be read by root alone, so this is about settings: a good outcome has
/// medium confidence, and a kernel that filters by rules of an unknown program is no outcome.
///
/// Reads the settings of ufw and firewalld, which services start, and whether the kernel has loaded a
/// filter.
struct DeviceFirewall: Check {
  let id: CheckID = "device-firewall"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<FirewallFacts>] {
    let device = try Device(world, about: survey)
    let setting = try FirewallSetting(device.files)
    return [
      Observation(
        "", FirewallFacts(state: setting.state, program: setting.program), confidence: .medium)
    ]
  }

  func judge(_ facts: FirewallFacts) -> Outcome {
    switch facts.state {
    case .on: .good
    case .off: .concern
    case .unclear: .unknown(because: DeviceReasons.onlySettings)
    }
  }

  var examples: [(FirewallFacts, Outcome)] {
    [
      (FirewallFacts(state: .on, program: "ufw"), .good),
      (FirewallFacts(state: .on, program: "firewalld"), .good),
      (FirewallFacts(state: .off, program: ""), .concern),
      (
        FirewallFacts(state: .unclear, program: "nftables"),
        .unknown(because: DeviceReasons.onlySettings)
      ),
      (FirewallFacts(state: .unclear, program: ""), .unknown(because: DeviceReasons.onlySettings)),
    ]
  }
}

/// How the firewall is set up.
struct FirewallFacts: Hashable, Codable, Sendable {
  let state: FirewallSetting.State
  let program: String
}
