import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// What the tests of DNS checks need: a network on loopback, and patience that does not hold them up.
final class DNSBench: Sendable {
  let reactor: Reactor
  let world: World

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    world.clock = FixedClock()
    self.world = world
  }
  deinit { reactor.stop() }

  func probe(_ change: (inout DNSProbe) -> Void = { _ in }) -> DNSProbe {
    var probe = DNSProbe(
      patience: .milliseconds(500), listening: .milliseconds(300), ageing: .milliseconds(1200))
    probe.names.existing = "good.lab"
    probe.places = DNSPlaces(roots: [], identified: [], blackHole: [])
    change(&probe)
    return probe
  }

  func survey(_ endpoint: Endpoint) -> Survey {
    var survey = Survey(
      targets: [Target(host: "news.example", role: .neutral)], resolvers: [endpoint],
      home: "/home/a")
    survey.network.level = .probing
    return survey
  }

  func observe<C: Check>(_ check: C, _ endpoint: Endpoint) async throws -> C.Facts {
    try #require(await check.gather(from: world, about: survey(endpoint)).first).facts
  }

  func outcome(_ check: some Check, _ endpoint: Endpoint) async -> Outcome? {
    await check.run(in: world, about: survey(endpoint)).first?.outcome
  }
}
