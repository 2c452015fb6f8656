internal import Hygiene
internal import Platform

/// Which resolvers this computer asks, and where that is written. It sends nothing.
///
/// Good means that everybody who answers is known by a public address. A box nearby, or a program
/// on this computer whose servers are not written down, forwards to someone unknown: that is
/// neither good nor bad.
struct DNSResolvers: Check {
  let id: CheckID = "dns-resolvers"
  let version = 1
  let family = Family.dns
  let usesNetwork = false

  func gather(
    from world: World, about survey: Survey
  ) async throws -> [Observation<ResolverSetup>] {
    var setup = ResolverSetup(from: world.files)
    setup.readFirefox(of: survey.home, from: world.files)
    return [Observation(ResolverSetup.main, setup)]
  }

  func judge(_ setup: ResolverSetup) -> Outcome {
    let known = setup.uplinks.isEmpty ? setup.direct : setup.beyond
    if known.isEmpty { return .unknown(because: .notPresent) }
    return known.allSatisfy { $0.kind == .public }
      ? .good : .unknown(because: DNSReasons.forwardsElsewhere)
  }

  var examples: [(ResolverSetup, Outcome)] {
    let forwards = Outcome.unknown(because: DNSReasons.forwardsElsewhere)
    let stub = "/run/systemd/resolve/resolv.conf"
    return [
      (ResolverSetup(main: [], behind: [], in: stub), .unknown(because: .notPresent)),
      (ResolverSetup(main: ["9.9.9.9"], behind: [], in: stub), .good),
      (ResolverSetup(main: ["9.9.9.9", "192.168.1.1"], behind: [], in: stub), forwards),
      (ResolverSetup(main: ["127.0.0.53"], behind: [], in: stub), forwards),
      (ResolverSetup(main: ["127.0.0.53"], behind: ["9.9.9.9"], in: stub), .good),
      (ResolverSetup(main: ["127.0.0.53"], behind: ["192.168.1.1"], in: stub), forwards),
    ]
  }
}

extension ResolverSetup {
  /// Who answers in the end, as far as the files say it.
  fileprivate var beyond: [Resolver] { direct.filter { $0.kind != .loopback } + uplinks }
}
