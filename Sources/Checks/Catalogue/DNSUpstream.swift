internal import DNS
internal import Hygiene
internal import Platform

/// Who asks the world in the end: from which addresses the resolver's own questions come, and
/// whether it tells the servers about our network (RFC 7871).
///
/// Some public names answer with the address of whoever asks. Several addresses are normal. Where
/// Google's resolver was asked and the question came from outside Google's networks, somebody else
/// answered or passed it on. A told network is a concern of privacy. The addresses point at the
/// person's provider: they stay out of whatever is shared, as all facts do.
struct DNSUpstream: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    let upstream: WhoAsks
    /// Google's resolver was asked, and none of the addresses is Google's.
    let isOutsideGoogle: Bool
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-upstream"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      async let networks = networks(of: resolver, asker)
      let upstream = try await WhoAsks(asking: asker, names: probe.names)
      let google = try await networks
      let addresses = upstream.addresses.compactMap { IPAddress($0) }
      let isOutside =
        !google.isEmpty && !addresses.isEmpty
        && !addresses.contains { address in google.contains { $0.holds(address) } }
      return Facts(
        resolver: resolver, upstream: upstream, isOutsideGoogle: isOutside,
        port53Intercepted: intercepted)
    }
  }

  private static let google: Set = [
    "8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844",
  ]

  /// Google's networks as its own resolver tells them; none for other resolvers.
  private func networks(
    of resolver: Resolver, _ asker: DNSAsker
  ) async throws -> [WhoAsks.Network] {
    guard Self.google.contains(resolver.address) else { return [] }
    let reply = try await asker.answer(to: DNSQuestion(probe.names.googleNetworks, .txt)).reply
    return (reply?.texts(of: .txt) ?? []).prefix(512).flatMap { text in
      text.split(whereSeparator: { $0 == "\"" || $0 == " " })
        .compactMap { WhoAsks.Network(reading: String($0)) }
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.upstream.clientSubnet != nil || facts.isOutsideGoogle { return .concern }
    return facts.upstream.addresses.isEmpty
      ? .unknown(because: Reason(unanswered: facts.upstream.word)) : .good
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ upstream: WhoAsks, outside: Bool = false) -> Facts {
      Facts(resolver: .example, upstream: upstream, isOutsideGoogle: outside)
    }
    return [
      (facts(WhoAsks(["95.56.0.7", "95.56.0.8"])), .good),
      (facts(WhoAsks(["95.56.0.7"], clientSubnet: "95.59.1.0/24")), .concern),
      (facts(WhoAsks(["95.56.0.7"]), outside: true), .concern),
      (facts(WhoAsks([], word: .timeout)), .unknown(because: .timedOut)),
      (facts(WhoAsks([], word: .servfail)), .unknown(because: "no-answer")),
    ]
  }
}
