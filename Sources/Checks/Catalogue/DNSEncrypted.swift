internal import DNS
internal import Hygiene
internal import Platform

/// Whether encrypted DNS can be reached: DNS over TLS and DNS over HTTPS at every address of the
/// resolver.
///
/// One way that works is enough. Where none does, ordinary DNS must show that there is a network at
/// all, and none that wants a login first; then all ways are cut (concern), or somebody else's
/// certificate stands before them. A listed interceptor is a problem. Offices close the port of DNS
/// over TLS, so that alone is nothing.
struct DNSEncrypted: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    /// The resolver's name.
    let provider: String
    let routes: [EncryptedReach]
    /// A name that exists and one that does not, in ordinary DNS; only where no route led anywhere.
    var existing: [DNSAsked] = [], invented: [DNSAsked] = []
    /// Whether a certificate of a listed interceptor was shown.
    var isIntercepted = false

    /// Programs send the name; a route that works only without it is of no use to them.
    var works: [EncryptedReach] { routes.filter { $0.word == nil && !$0.isWithoutName } }

    fileprivate var isOnline: Bool {
      zip(existing, invented).contains { there, nowhere in
        there.isResolved && Set(there.addresses).isDisjoint(with: nowhere.addresses)
      }
    }
  }

  let id: CheckID = "dns-encrypted"
  let version = 1
  let probe: DNSProbe
  let authorities: [[UInt8]]?
  let patience: EncryptedPatience

  init() { self.init(DNSProbe()) }

  init(
    _ probe: DNSProbe, trusting authorities: [[UInt8]]? = nil,
    patience: EncryptedPatience = EncryptedPatience()
  ) {
    (self.probe, self.authorities, self.patience) = (probe, authorities, patience)
  }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    guard !survey.encryptedResolvers.isEmpty else { return [] }
    return EncryptedAsker.contacts(for: survey)
      + probe.resolvers(for: survey, in: world).map {
        Contact(host: $0.address, port: $0.port, visible: .name)
      }
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let resolvers = survey.encryptedResolvers
    if resolvers.isEmpty { throw CheckRefusal(.skipped(because: .notPresent)) }
    let settings = try EncryptedSettings(
      for: survey, in: world, trusting: authorities ?? trustStore(of: world), patience: patience)
    var observations: [Observation<Facts>] = []
    for resolver in resolvers {
      let routes = try await EncryptedReach.measured(resolver, settings)
      var facts = Facts(provider: resolver.name, routes: routes)
      facts.isIntercepted = routes.contains {
        survey.network.interceptors.isListed($0.certificates)
      }
      if facts.works.isEmpty { try await look(for: &facts, survey, in: world) }
      observations.append(Observation(resolver.name, facts))
    }
    return observations
  }

  /// Asks ordinary DNS whether there is a network.
  private func look(for facts: inout Facts, _ survey: Survey, in world: World) async throws {
    let invented = "\(try randomLabel(from: world.randomness)).\(probe.names.top)"
    let names = [probe.names.existing, invented]
    for resolver in probe.resolvers(for: survey, in: world).prefix(3) {
      guard let endpoint = resolver.endpoint else { continue }
      let asker = probe.asker(endpoint, survey, in: world)
      let asked = try await asker.ask(names.map { try DNSQuestion($0) })
      facts.existing.append(asked[0])
      facts.invented.append(asked[1])
      if facts.isOnline { return }
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.isIntercepted { return .problem }
    if facts.works.contains(where: { !$0.isOutOfDate }) { return .good }
    if !facts.works.isEmpty { return .unknown(because: Reason.clock) }
    if facts.isOnline { return .concern }
    if facts.existing.contains(where: \.isResolved) {
      return .unknown(because: Reason.captive)
    }
    let word = facts.existing.lazy.compactMap(\.word).first ?? facts.routes.first?.word
    return .unknown(because: Reason(unanswered: word))
  }

  var examples: [(Facts, Outcome)] {
    let there = DNSAsked("example.org.", nil, code: 0, addresses: ["95.58.0.80"])
    let none = DNSAsked("qmxkzwtrabcd.com.", .nxdomain, code: 3)
    let portal = DNSAsked("qmxkzwtrabcd.com.", nil, code: 0, addresses: ["95.58.0.80"])
    let lost = DNSAsked("example.org.", .timeout, code: nil)
    let dot = reach(.dot, .connect, .timeout), doh = reach(.doh, .handshake, .timeout)
    var bare = reach(.doh, .answer, nil), old = reach(.dot, .answer, nil)
    (bare.isWithoutName, old.isOutOfDate) = (true, true)
    let foreign = reach(.dot, .certificate, .unknownAuthority)
    return [
      (facts(reach(.dot, .answer, nil), reach(.doh, .answer, nil)), .good),
      // An office that closes the port.
      (facts(dot, reach(.doh, .answer, nil)), .good),
      (facts(dot, doh, [there], [none]), .concern),
      (facts(dot, bare, [there], [none]), .concern),
      (facts(foreign, doh, [there], [none]), .concern),
      (facts(foreign, doh, [there], [none], isIntercepted: true), .problem),
      (facts(dot, doh, [there], [portal]), .unknown(because: Reason.captive)),
      (facts(dot, doh, [lost], [lost]), .unknown(because: .timedOut)),
      (facts(reach(.dot, .connect, .networkUnreachable), doh), .unknown(because: "no-network")),
      (facts(old, doh), .unknown(because: Reason.clock)),
    ]
  }

  private func facts(
    _ one: EncryptedReach, _ other: EncryptedReach, _ existing: [DNSAsked] = [],
    _ invented: [DNSAsked] = [], isIntercepted: Bool = false
  ) -> Facts {
    Facts(
      provider: "dns.quad9.net", routes: [one, other], existing: existing, invented: invented,
      isIntercepted: isIntercepted)
  }

  private func reach(
    _ transport: EncryptedRoute.Transport, _ stage: EncryptedRoute.Stage, _ word: FailureWord?
  ) -> EncryptedReach {
    EncryptedReach(
      transport: transport, address: "9.9.9.9", port: transport == .dot ? 853 : 443, stage: stage,
      word: word, tookMilliseconds: 90)
  }
}
