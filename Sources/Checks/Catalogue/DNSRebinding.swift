internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver keeps back answers that lead into the private network, by which a page
/// elsewhere can reach a router (DNS rebinding).
///
/// A public name leads to 192.168.0.1, another of the same zone to a public address and shows that
/// the zone is there. Letting it pass is neither good nor bad, since offices need such answers.
struct DNSRebinding: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// The name that leads into the private network, and the other.
    let inward: DNSAsked
    let control: DNSAsked
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-rebinding"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let questions = try [probe.names.rebinding, probe.names.rebindingControl]
      .map { try DNSQuestion($0) }
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let asked = try await asker.ask(questions)
      return Facts(
        resolver: resolver, inward: asked[0], control: asked[1], port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.inward.word == .bogon { return .unknown(because: DNSReasons.neither) }
    guard facts.control.isResolved else {
      return .unknown(because: Reason(unanswered: facts.control.word))
    }
    return facts.inward.responseCode != nil && facts.inward.addresses.isEmpty
      ? .good : .unknown(because: Reason(unanswered: facts.inward.word))
  }

  var examples: [(Facts, Outcome)] {
    let control = DNSAsked("1-1-1-1.example.", nil, code: 0, addresses: ["1.1.1.1"])
    let lost = DNSAsked("1-1-1-1.example.", .timeout, code: nil, took: 4000)
    func facts(_ inward: DNSAsked, _ control: DNSAsked) -> Facts {
      Facts(resolver: .example, inward: inward, control: control)
    }
    let name = "192-168-0-1.example."
    return [
      (facts(DNSAsked(name, .noData, code: 0), control), .good),
      (facts(DNSAsked(name, .refused, code: 5), control), .good),
      (
        facts(DNSAsked(name, .bogon, code: 0, addresses: ["192.168.0.1"]), control),
        .unknown(because: DNSReasons.neither)
      ),
      (facts(DNSAsked(name, .nxdomain, code: 3), lost), .unknown(because: .timedOut)),
      (facts(lost, control), .unknown(because: .timedOut)),
    ]
  }
}
