internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver admits that a name does not exist, or gives an address instead.
///
/// Three random names: under `.com`, under an ordinary domain without a wildcard, and under
/// `.invalid`. An address for two of them is a resolver that invents answers (problem: nothing else
/// it says can be trusted). An address under `.com` alone is a search page (concern). An address
/// under the ordinary domain alone may be a wildcard of that zone, so it is unknown; where encrypted
/// DNS has an address for it too, it is the zone and counts for nothing. `.invalid` alone proves
/// nothing in either direction: resolvers answer for it themselves.
///
/// A name that does exist is asked too: where it leads to the same place as the invented ones, or
/// gets no answer, we stand before a captive portal or a router without a line, and nothing was
/// learnt. Where it alone is denied, the resolver lies.
struct DNSNXDomain: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// A name that exists.
    let existing: DNSAsked
    /// The random names.
    let top: DNSAsked
    let ordinary: DNSAsked
    let invalid: DNSAsked
    /// The one under the ordinary domain over encrypted DNS; nil when nobody was asked.
    var ordinaryEncrypted: DNSAsked?
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-nxdomain"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func otherContacts(for survey: Survey) -> [Contact] { probe.witnessContacts(for: survey) }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let names = probe.names
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let random = try [names.top, names.ordinary, names.invalid].map { zone in
        try DNSQuestion("\(randomLabel(from: world.randomness)).\(zone)")
      }
      let asked = try await asker.ask([DNSQuestion(names.existing)] + random)
      let witness = asked[2].isInvented ? probe.witness(for: survey, in: world) : nil
      return Facts(
        resolver: resolver, existing: asked[0], top: asked[1], ordinary: asked[2],
        invalid: asked[3],
        ordinaryEncrypted: try await witness?.answers(to: [random[1]]).first?.asked,
        port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    let isWildcard = facts.ordinaryEncrypted?.isInvented ?? false
    let all = [facts.top, facts.invalid] + (isWildcard ? [] : [facts.ordinary])
    if all.count(where: \.isInvented) >= 2 {
      let invented = Set(all.flatMap(\.addresses))
      let existing = facts.existing
      let isAnsweredOtherwise =
        existing.isResolved ? invented.isDisjoint(with: existing.addresses) : existing.isDenied
      return isAnsweredOtherwise ? .problem : .unknown(because: Reason.captive)
    }
    // Whoever denies what exists is not honest by denying what does not.
    guard facts.existing.isResolved else {
      return .unknown(because: Reason(unanswered: facts.existing.word))
    }
    let telling = [facts.top] + (isWildcard ? [] : [facts.ordinary])
    if let silent = telling.first(where: { !$0.isDenied && !$0.isInvented }) {
      return .unknown(because: Reason(unanswered: silent.word))
    }
    if facts.top.isInvented { return .concern }
    return facts.ordinary.isInvented && !isWildcard
      ? .unknown(because: DNSReasons.answersDisagree) : .good
  }
}

extension DNSAsked {
  /// An address for a name that cannot have one.
  fileprivate var isInvented: Bool { responseCode == 0 && !addresses.isEmpty }
  /// NXDOMAIN.
  fileprivate var isDenied: Bool { responseCode == 3 }
}
