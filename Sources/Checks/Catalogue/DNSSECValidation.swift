internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver refuses answers whose signatures are broken, judged by what it does: the AD
/// flag gets lost on the way.
///
/// A name with good signatures must resolve; two names with broken ones must fail, and must
/// resolve when we ask not to check (CD), which shows that the failure was a check and not a broken
/// path. Two must agree, because test zones vanish.
///
/// Not validating is a concern and no problem: most resolvers of providers do not, the answers may
/// still be true, and only a forged one would go unnoticed.
struct DNSSECValidation: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// A name whose signatures are good.
    let good: DNSAsked
    /// Names whose signatures are broken, each asked plainly and without checking.
    let bad: [Pair]
    var port53Intercepted: Bool?

    /// Whether every name, though they belong to different people, leads to one place.
    fileprivate var isCaptive: Bool {
      bad.count >= 2 && Set(([good] + bad.map(\.plain)).map { Set($0.addresses) }).count == 1
    }
    fileprivate var isSilent: Bool {
      good.responseCode == nil && bad.allSatisfy { $0.plain.responseCode == nil }
    }
    fileprivate var isDecided: Bool {
      good.isResolved && bad.allSatisfy { $0.reaction != .undecided }
    }
  }

  struct Pair: Codable, Hashable, Sendable {
    let plain: DNSAsked
    let unchecked: DNSAsked

    enum Reaction { case refused, believed, undecided }

    var reaction: Reaction {
      // SERVFAIL both ways is a zone that cannot be reached, which says nothing about checking.
      if plain.responseCode == 2 { return unchecked.isResolved ? .refused : .undecided }
      return plain.isResolved ? .believed : .undecided
    }
  }

  let id: CheckID = "dns-dnssec"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let (goods, bads) = (probe.names.good, probe.names.bad)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let first = try await ask(asker, goods.prefix(1), bads.prefix(2))
      guard let good = first.good.first else { throw CheckRefusal(.unknown(because: .failed)) }
      let facts = Facts(
        resolver: resolver, good: good, bad: first.bad, port53Intercepted: intercepted)
      // Silence is the resolver's and not a name's: the spare ones would only double the wait.
      if facts.isSilent || facts.isDecided { return facts }
      let spare = try await ask(
        asker, good.isResolved ? [] : goods.dropFirst(),
        facts.bad.contains { $0.reaction == .undecided } ? bads.dropFirst(2) : [])
      return Facts(
        resolver: resolver, good: spare.good.first(where: \.isResolved) ?? good,
        bad: first.bad + spare.bad, port53Intercepted: intercepted)
    }
  }

  private func ask(
    _ asker: DNSAsker, _ good: ArraySlice<String>, _ bad: ArraySlice<String>
  ) async throws -> (good: [DNSAsked], bad: [Pair]) {
    let plain = try (good + bad).map { try DNSQuestion($0) }
    let unchecked = try bad.map { try DNSQuestion($0, checkingDisabled: true) }
    let asked = try await asker.ask(plain + unchecked)
    let pairs = zip(asked.dropFirst(good.count), asked.dropFirst(plain.count))
      .map { Pair(plain: $0, unchecked: $1) }
    return (Array(asked.prefix(good.count)), pairs)
  }

  func judge(_ facts: Facts) -> Outcome {
    guard facts.good.isResolved else {
      return .unknown(because: Reason(unanswered: facts.good.word))
    }
    if facts.isCaptive { return .unknown(because: Reason.captive) }
    let reactions = facts.bad.map(\.reaction)
    let refused = reactions.count { $0 == .refused }
    let believed = reactions.count { $0 == .believed }
    if refused >= 2, believed == 0 { return .good }
    if believed >= 2, refused == 0 { return .concern }
    if refused > 0, believed > 0 { return .unknown(because: DNSReasons.answersDisagree) }
    let silent = facts.bad.first { $0.reaction == .undecided }
    return .unknown(because: Reason(unanswered: silent?.plain.word ?? silent?.unchecked.word))
  }
}
