internal import Hygiene
internal import Platform

/// Whether something stands between this computer's programs and the sites they ask for.
///
/// Whoever runs a proxy sees which sites are visited, and whoever may choose it can put themselves
/// there: a network that is asked for its proxy, or an address from which the settings come.
///
/// Reads the environment and what sets it, apt, GNOME, KDE, Firefox and browser policies.
struct DeviceProxy: Check {
  let id: CheckID = "device-proxy"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<ProxyFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    var search = ProxySearch(device: device)
    try search.searchSystem()
    try search.searchDesktop()
    try search.searchBrowsers()
    return [Observation("", ProxyFacts(settings: search.settings), confidence: .medium)]
  }

  func judge(_ facts: ProxyFacts) -> Outcome {
    if facts.settings.isEmpty { return .good }
    if facts.settings.allSatisfy({ $0.kind == .local }) {
      return .unknown(because: DeviceReasons.localProxy)
    }
    return .concern
  }

  var examples: [(ProxyFacts, Outcome)] {
    func facts(_ settings: (ProxyFacts.Place, ProxyFacts.Kind)...) -> ProxyFacts {
      ProxyFacts(settings: settings.map { ProxyFacts.Setting(place: $0, kind: $1) })
    }
    return [
      (facts(), .good),
      (facts((.firefox, .local)), .unknown(because: DeviceReasons.localProxy)),
      (facts((.desktop, .fixed)), .concern),
      (facts((.firefox, .automatic)), .concern),
      (facts((.policy, .script), (.system, .local)), .concern),
    ]
  }
}

/// Which proxies are set. Their names are not kept: they may hold passwords and name an office.
struct ProxyFacts: Hashable, Codable, Sendable {
  /// Words: `check.device-proxy.place.<name>`.
  enum Place: String, Hashable, Codable, Sendable, CaseIterable {
    case system, packages, desktop, policy
    case firefox = "Firefox"
  }
  /// Words: `check.device-proxy.kind.<name>`.
  enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// A program on this computer, such as Tor.
    case local
    /// Another computer.
    case fixed
    /// A script that says for each site where to go (PAC).
    case script
    /// The network is asked (WPAD).
    case automatic
  }
  struct Setting: Hashable, Codable, Sendable {
    let place: Place
    let kind: Kind
  }
  let settings: [Setting]
}
