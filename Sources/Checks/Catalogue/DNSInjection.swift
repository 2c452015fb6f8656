internal import DNS
internal import Hygiene
internal import Platform

/// Whether somebody on the way answers before the resolver does.
///
/// Each name is asked once by UDP, of the resolver and of the encrypted resolver's own port 53, and
/// everything that comes back within three seconds counts if it has our id and our question. Two
/// answers that say different things to one question come from two senders: a forger cannot keep
/// the true answer away. The same answer twice is a packet that came twice.
struct DNSInjection: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    struct Forged: Codable, Hashable, Sendable {
      let name: String
      let replies: [DNSArrival]
    }
    let resolver: Resolver
    /// How many names were asked, and how many got an answer.
    let asked: Int
    let answered: Int
    let forged: [Forged]
    /// How many such names are not listed, for they are too many.
    let unlisted: Int
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-injection"
  let version = 1
  let probe: DNSProbe
  private static let mostNames = 32

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func otherContacts(for survey: Survey) -> [Contact] {
    others(for: survey).map { Contact(host: $0.address, port: $0.port, visible: .name) }
  }

  /// The encrypted resolver's port for questions in clear text: what spoofs one spoofs the other.
  private func others(for survey: Survey) -> [Resolver] {
    let first = survey.network.encryptedResolvers.first?.addresses.first
    return probe.reachable(first.map { [Endpoint($0, port: 53)] } ?? [], for: survey)
      .map { Resolver($0, source: "--encrypted-dns") }
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let sweep = NameSweep(probe: probe, survey: survey, world: world)
    return try await probe.observeKnowing(survey, in: world, others: others(for: survey)) {
      resolver, asker, intercepted in
      let all = try await sweep.replies(of: asker)
      let forged = all.filter { _, replies in
        replies.contains { !$0.agrees(with: replies[0]) }
      }
      return Facts(
        resolver: resolver, asked: all.count, answered: all.count { !$0.1.isEmpty },
        forged: forged.prefix(Self.mostNames).map { .init(name: $0.0, replies: $0.1) },
        unlisted: max(0, forged.count - Self.mostNames), port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    if !facts.forged.isEmpty { return .problem }
    if facts.asked == 0 { return .unknown(because: .notPresent) }
    return facts.answered > 0 ? .good : .unknown(because: .timedOut)
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ answered: Int, _ forged: [Facts.Forged] = []) -> Facts {
      Facts(resolver: .example, asked: 2, answered: answered, forged: forged, unlisted: 0)
    }
    let forged = Facts.Forged(
      name: "news.example",
      replies: [
        DNSArrival(["95.58.0.80"], after: 300, hopLimit: 57),
        DNSArrival(["95.58.0.34"], after: 50_900, hopLimit: 63),
      ])
    return [
      (facts(2), .good), (facts(1, [forged]), .problem), (facts(0), .unknown(because: .timedOut)),
    ]
  }
}
