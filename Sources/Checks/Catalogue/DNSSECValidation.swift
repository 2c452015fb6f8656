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
struct DNSSECValidation: Check {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// A name whose signatures are good.
    let good: DNSAsked
    /// Names whose signatures are broken, each asked plainly and without checking.
    let bad: [Pair]
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
  let family = Family.dns
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.contacts(for: survey, in: world)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    try await probe.observe(survey, in: world) { resolver, asker in
      async let good = good(from: asker)
      async let bad = pairs(from: asker)
      return try await Facts(resolver: resolver, good: good, bad: bad)
    }
  }

  /// The first good name that resolves, else what became of the first.
  private func good(from asker: DNSAsker) async throws -> DNSAsked {
    let questions = try probe.names.good.map { try DNSQuestion($0, dnssecOK: true) }
    var first: DNSAsked?
    for question in questions {
      let asked = try await asker.ask([question])[0]
      if asked.isResolved { return asked }
      first = first ?? asked
      // Silence is the resolver's and not the name's: the spare would only double the wait.
      if asked.responseCode == nil { break }
    }
    guard let first else { throw CheckRefusal(.unknown(because: .failed)) }
    return first
  }

  /// Two bad names, and the spare ones when those say nothing.
  private func pairs(from asker: DNSAsker) async throws -> [Pair] {
    var pairs = try await pairs(Array(probe.names.bad.prefix(2)), from: asker)
    let spare = Array(probe.names.bad.dropFirst(2))
    let isAnswered = pairs.contains { $0.plain.responseCode != nil }
    if isAnswered, !spare.isEmpty, pairs.contains(where: { $0.reaction == .undecided }) {
      pairs += try await self.pairs(spare, from: asker)
    }
    return pairs
  }

  private func pairs(_ names: [String], from asker: DNSAsker) async throws -> [Pair] {
    let plain = try names.map { try DNSQuestion($0, dnssecOK: true) }
    let unchecked = try names.map { try DNSQuestion($0, checkingDisabled: true, dnssecOK: true) }
    let asked = try await asker.ask(plain + unchecked)
    return names.indices.map { Pair(plain: asked[$0], unchecked: asked[names.count + $0]) }
  }

  func judge(_ facts: Facts) -> Outcome {
    guard facts.good.isResolved else {
      return .unknown(because: Reason(unanswered: facts.good.word))
    }
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
