internal import DNS
internal import Hygiene
internal import Platform

/// Whether an address where nobody is answers questions.
///
/// An answer for one of the names alone is forged on the way. An answer for a harmless name too
/// means that everything on port 53 is answered by somebody in between, as some routers do. Silence
/// counts only while a resolver answers the same question: else there is no network.
struct DNSBlackHole: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    /// The address where nobody is.
    let address: String
    /// A harmless name, asked of a resolver and of nobody.
    let resolver: DNSAsked
    let harmless: DNSAsked
    /// How many names were asked, and those that got an answer.
    let asked: Int
    let answered: [String]
    let unlisted: Int
  }

  let id: CheckID = "dns-black-hole"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe
  private static let mostNames = 32

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    let resolvers = probe.resolvers(for: survey, in: world)
    let holes = probe.contacts(at: probe.places.blackHole, for: survey)
    guard let first = resolvers.first, !holes.isEmpty else { return [] }
    return holes + [Contact(host: first.address, port: first.port, visible: .name)]
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let resolvers = probe.resolvers(for: survey, in: world)
    guard let hole = probe.reachable(probe.places.blackHole, for: survey).first,
      let endpoint = resolvers.first?.endpoint
    else { throw CheckRefusal(.unknown(because: .notPresent)) }
    let question = try DNSQuestion(probe.names.existing)
    let nobody = probe.asker(hole, survey, in: world)
    let sweep = NameSweep(probe: probe, survey: survey, world: world)
    async let resolver = probe.asker(endpoint, survey, in: world).ask(question)
    async let harmless = nobody.answer(to: question, by: .udp).asked
    let asked = try await sweep.paced(probe.targets(of: survey)) { target in
      try await nobody.answer(to: DNSQuestion(target.host), by: .udp).asked
    }
    let answered = asked.filter { $0.responseCode != nil }.map(\.name)
    let facts = Facts(
      address: hole.address.description, resolver: try await resolver,
      harmless: try await harmless, asked: asked.count,
      answered: Array(answered.prefix(Self.mostNames)),
      unlisted: max(0, answered.count - Self.mostNames))
    return [Observation(hole.description, facts)]
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.harmless.responseCode != nil { return .concern }
    if !facts.answered.isEmpty { return .problem }
    if facts.resolver.responseCode != nil, facts.harmless.word != .forbiddenHere { return .good }
    return .unknown(because: Reason(unanswered: facts.resolver.word))
  }

  var examples: [(Facts, Outcome)] {
    let fine = DNSAsked("example.org.", nil, code: 0, addresses: ["23.215.0.136"])
    let lost = DNSAsked("example.org.", .timeout, code: nil, took: 4000)
    func facts(_ resolver: DNSAsked, _ harmless: DNSAsked, _ answered: String...) -> Facts {
      Facts(
        address: "198.18.0.1", resolver: resolver, harmless: harmless, asked: 2,
        answered: answered, unlisted: 0)
    }
    return [
      (facts(fine, lost), .good),
      (facts(fine, lost, "news.example."), .problem),
      (facts(fine, fine, "news.example."), .concern),
      (facts(lost, lost), .unknown(because: .timedOut)),
    ]
  }
}
