internal import Hygiene
internal import Platform

/// Whether questions go out beside the VPN that everything else takes.
///
/// The kernel's table says by which interface the resolver is reached, and the names of
/// `dns-upstream` that it really asks the world. A resolver that answers and is reached outside the
/// tunnel shows the provider which sites are visited: a problem, unless somebody set it up so. Behind
/// a program on this computer nothing can be told.
struct DNSLeak: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    let tunnel: Tunnel
    /// Whether the resolver is reached through the tunnel; nil when the tables do not tell.
    let isInside: Bool?
    let upstream: WhoAsks
  }

  let id: CheckID = "dns-leak"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    guard Tunnel(from: world.files).kind == .vpn else { return [] }
    return probe.resolvers(for: survey, in: world).map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    }
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let tunnel = Tunnel(from: world.files)
    guard tunnel.kind == .vpn else { throw CheckRefusal(.unknown(because: DNSReasons.noTunnel)) }
    return try await probe.observe(survey, in: world) { resolver, asker in
      let isInside =
        resolver.kind == .loopback ? nil : resolver.endpoint.flatMap { tunnel.carries($0.address) }
      return Facts(
        resolver: resolver, tunnel: tunnel, isInside: isInside,
        upstream: try await WhoAsks(asking: asker, names: probe.names))
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    guard !facts.upstream.addresses.isEmpty else {
      return .unknown(because: Reason(unanswered: facts.upstream.word))
    }
    switch facts.isInside {
    case true?: return .good
    case false?: return .problem
    case nil: return .unknown(because: DNSReasons.forwardsElsewhere)
    }
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ isInside: Bool?, _ addresses: String...) -> Facts {
      Facts(
        resolver: .example, tunnel: Tunnel(.vpn, "wg0"), isInside: isInside,
        upstream: WhoAsks(addresses, word: addresses.isEmpty ? .timeout : nil))
    }
    return [
      (facts(true, "95.56.0.7"), .good), (facts(false, "95.56.0.7"), .problem),
      (facts(nil, "95.56.0.7"), .unknown(because: DNSReasons.forwardsElsewhere)),
      (facts(false), .unknown(because: .timedOut)),
    ]
  }
}
