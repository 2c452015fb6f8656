internal import DNS
internal import Hygiene
internal import OpenSSL
internal import Platform

/// Whether a resolver says how it can be asked in encrypted form (RFC 9462), and whether that is
/// really the same resolver: its certificate must bear the resolver's address.
///
/// Only addresses of the resolver itself are contacted, because nobody else stands in the plan. A
/// program on this computer or a box nearby passes on what somebody else says of himself, and a
/// resolver that says nothing may be asked in encrypted form all the same: then it is unknown.
struct DNSDesignated: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    let asked: DNSAsked
    let services: [Service]
  }

  struct Service: Codable, Hashable, Sendable {
    enum Verdict: String, Codable, Hashable, Sendable {
      /// The certificate bears the resolver's address.
      case verified
      case unnamed
      case elsewhere
      /// A word says why.
      case failed
    }
    let target: String
    let transport: EncryptedRoute.Transport
    let port: UInt16
    let verdict: Verdict
    var word: FailureWord?
  }

  let id: CheckID = "dns-designated"
  let version = 1
  let probe: DNSProbe
  let authorities: [[UInt8]]?
  let patience: EncryptedPatience
  /// Those that the plan names.
  let ports: [UInt16]

  init() { self.init(DNSProbe()) }

  init(
    _ probe: DNSProbe, trusting authorities: [[UInt8]]? = nil,
    patience: EncryptedPatience = EncryptedPatience(), ports: [UInt16] = [853, 443]
  ) {
    (self.probe, self.authorities, self.patience) = (probe, authorities, patience)
    self.ports = ports
  }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.resolvers(for: survey, in: world).flatMap { resolver in
      [Contact(host: resolver.address, port: resolver.port, visible: .name)]
        + ports.map { Contact(host: resolver.address, port: $0, visible: .encrypted) }
    }
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let settings = try EncryptedSettings(
      for: survey, in: world, trusting: authorities ?? trustStore(of: world), patience: patience)
    return try await probe.observe(survey, in: world) { resolver, asker in
      let question = try DNSQuestion("_dns.resolver.arpa", .svcb)
      let answer = try await asker.answers(to: [question]).first
      guard let answer, let endpoint = resolver.endpoint else {
        throw CheckRefusal(.unknown(because: .failed))
      }
      let bindings = (try? answer.reply?.serviceBindings()) ?? []
      var services: [Service] = []
      for binding in bindings.filter({ $0.priority > 0 }).prefix(2) {
        for (transport, port) in offers(of: binding) {
          services.append(
            await verified(binding, transport, port, of: endpoint.address, settings))
        }
      }
      return Facts(resolver: resolver, asked: answer.asked, services: services)
    }
  }

  private func offers(
    of binding: ServiceBinding
  ) -> [(EncryptedRoute.Transport, UInt16)] {
    var offers: [(EncryptedRoute.Transport, UInt16)] = []
    if binding.protocols.contains("dot") { offers.append((.dot, binding.port ?? 853)) }
    if binding.protocols.contains("h2") || binding.protocols.contains("http/1.1") {
      offers.append((.doh, binding.port ?? 443))
    }
    return offers
  }

  private func verified(
    _ binding: ServiceBinding, _ transport: EncryptedRoute.Transport, _ port: UInt16,
    of address: IPAddress, _ settings: EncryptedSettings
  ) async -> Service {
    let target = String(cleaned(binding.target, atMost: 253).dropLast())
    func service(_ verdict: Service.Verdict, _ word: FailureWord? = nil) -> Service {
      Service(target: target, transport: transport, port: port, verdict: verdict, word: word)
    }
    let hints = binding.addresses.compactMap { IPAddress(bytes: $0) }
    guard ports.contains(port), hints.isEmpty || hints.contains(address), !target.isEmpty else {
      return service(.elsewhere)
    }
    let route = EncryptedRoute(
      transport: transport, endpoint: Endpoint(address, port: port), name: target)
    do {
      let open = try await route.open(settings)
      defer { open.stream.connection.abort() }
      let names = open.stream.session.certificates.first?.names ?? []
      return service(names.contains { IPAddress($0) == address } ? .verified : .unnamed)
    } catch { return service(.failed, error.problem.word) }
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.services.contains(where: { $0.verdict == .verified }) { return .good }
    guard facts.services.isEmpty else {
      if facts.resolver.kind != .public {
        return .unknown(because: DNSReasons.forwardsElsewhere)
      }
      return facts.services.allSatisfy { $0.verdict == .elsewhere }
        ? .unknown(because: DNSReasons.offeredElsewhere) : .concern
    }
    switch facts.asked.responseCode {
    case 0, 3: return .unknown(because: DNSReasons.notOffered)
    default: return .unknown(because: Reason(unanswered: facts.asked.word))
    }
  }

  var examples: [(Facts, Outcome)] {
    let verified = Service(
      target: "dns.quad9.net", transport: .dot, port: 853, verdict: .verified)
    let cut = Service(
      target: "dns.quad9.net", transport: .dot, port: 853, verdict: .failed, word: .timeout)
    let unnamed = Service(target: "other.example", transport: .doh, port: 443, verdict: .unnamed)
    let elsewhere = Service(
      target: "resolver.example", transport: .dot, port: 8853, verdict: .elsewhere)
    return [
      (facts(verified, cut), .good),
      (facts(cut), .concern),
      (facts(unnamed), .concern),
      (facts(elsewhere), .unknown(because: DNSReasons.offeredElsewhere)),
      (
        facts(unnamed, at: Resolver("192.168.1.1", kind: .nearby, source: ResolverSetup.main)),
        .unknown(because: DNSReasons.forwardsElsewhere)
      ),
      (facts(), .unknown(because: DNSReasons.notOffered)),
      (facts(word: .timeout, code: nil), .unknown(because: .timedOut)),
    ]
  }

  private func facts(
    _ services: Service..., at resolver: Resolver = .example, word: FailureWord? = nil,
    code: Int? = 0
  ) -> Facts {
    let missing: FailureWord? = services.isEmpty ? .noData : nil
    return Facts(
      resolver: resolver,
      asked: DNSAsked("_dns.resolver.arpa.", word ?? missing, code: code), services: services)
  }
}
