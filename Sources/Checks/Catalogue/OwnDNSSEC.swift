internal import DNS
internal import Hygiene

/// Whether the domain's names are signed against forgery (DNSSEC, RFC 4033).
///
/// Looks at what the parent announces (DS), at the zone's keys, and at whether the resolver says that
/// it validated. An announcement that fits no key, or a zone that the resolver gives only when told
/// not to check, breaks the domain for everybody who checks. What no resolver vouched for is unknown.
struct OwnDNSSEC: DomainCheck {
  typealias Facts = DomainDNSSECFacts
  let id: CheckID = "own-dnssec"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> DomainDNSSECFacts {
    let zone = try await look.zone(of: domain)
    var facts = DomainDNSSECFacts(domain: domain, zone: zone.name)
    async let announced = look.ask(zone.name, .ds)
    async let keys = look.ask(zone.name, .dnskey)
    (facts.announced, facts.keys) = try await (announced, keys)
    let checked = try DNSQuestion(zone.name, .soa, dnssecOK: true)
    let unchecked = try DNSQuestion(zone.name, .soa, checkingDisabled: true, dnssecOK: true)
    let answers = try await look.answers(to: [checked, unchecked])
    guard answers.count == 2 else { return facts }
    facts.isAuthentic = answers[0].reply?.flags.contains(.authenticData) ?? false
    facts.isRefused =
      answers[0].reply?.responseCode == 2 && answers[1].reply?.responseCode == 0
      && !(answers[1].reply?.answers.isEmpty ?? true)
    return facts
  }
}
