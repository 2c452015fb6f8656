internal import Hygiene
internal import Platform

/// Which resolvers a check asks, and how patiently.
struct DNSProbe: Sendable {
  var names = DNSNames()
  /// How long one answer may take.
  var patience: Duration = .seconds(4)
  /// The pause between questions whose times are compared.
  var pause: Duration = .milliseconds(200)

  /// The resolvers that the person named, else those that this computer is set up to ask.
  func resolvers(for survey: Survey, in world: World) -> [Resolver] {
    if survey.resolvers.isEmpty { return ResolverSetup(from: world.files).resolvers }
    var seen: Set<Endpoint> = []
    return survey.resolvers.filter { seen.insert($0).inserted }
      .map { Resolver($0, source: "--resolver") }
  }

  /// Asks all resolvers at once; one observation each, in their order.
  ///
  /// - Throws: `CheckRefusal` when there is no resolver.
  func observe<Facts: Codable & Hashable & Sendable>(
    _ survey: Survey, in world: World,
    asking: @escaping @Sendable (Resolver, DNSAsker) async throws -> Facts
  ) async throws -> [Observation<Facts>] {
    let resolvers = resolvers(for: survey, in: world)
    if resolvers.isEmpty { throw CheckRefusal(.unknown(because: .notPresent)) }
    return try await withThrowingTaskGroup(of: (Int, Observation<Facts>).self) { group in
      for (index, resolver) in resolvers.enumerated() {
        guard let endpoint = resolver.endpoint else { continue }
        let asker = DNSAsker(endpoint, in: world, patience: patience)
        group.addTask {
          let facts = try await asking(resolver, asker)
          return (index, Observation(resolver.subject, facts, confidence: resolver.confidence))
        }
      }
      var found: [Int: Observation<Facts>] = [:]
      for try await (index, observation) in group { found[index] = observation }
      return resolvers.indices.compactMap { found[$0] }
    }
  }
}

/// A check that sends its questions to resolvers.
protocol ResolverCheck: Check {
  var probe: DNSProbe { get }
}

extension ResolverCheck {
  var family: Family { .dns }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.resolvers(for: survey, in: world).map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    }
  }
}

extension Resolver {
  /// Somebody between us and a public resolver may answer in its place, and that is not tested.
  fileprivate var confidence: Confidence { kind == .public ? .medium : .high }
}
