internal import Hygiene
internal import Platform

/// A rule for the organisation's own domains.
protocol DomainCheck: Check where Facts: DomainFacts {
  var probe: DomainProbe { get }
  /// What of the domain must be seen.
  func facts(of domain: String, by look: DomainLook) async throws -> Facts
  /// Whom the check connects to beside the resolver.
  func connections(for domain: String) -> [Contact]
}

extension DomainCheck {
  var version: Int { 1 }
  var family: Family { .domain }

  func connections(for domain: String) -> [Contact] { [] }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    guard !survey.domains.isEmpty else { return [] }
    return probe.asked(for: survey, in: world) + survey.domains.flatMap(connections)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let look = try probe.look(at: survey, in: world)
    return try await withThrowingTaskGroup(of: (Int, Observation<Facts>).self) { group in
      for (index, domain) in survey.domains.enumerated() {
        group.addTask {
          let facts = try await facts(of: domain, by: look).settled
          return (index, Observation(domain, facts, confidence: await look.confidence()))
        }
      }
      var found: [Int: Observation<Facts>] = [:]
      for try await (index, observation) in group { found[index] = observation }
      try Task.checkCancellation()
      return survey.domains.indices.compactMap { found[$0] }
    }
  }

  func judge(_ facts: Facts) -> Outcome { facts.outcome }

  var examples: [(Facts, Outcome)] { Facts.cases.map { ($0.0.settled, $0.1) } }
}

extension Contact {
  static func web(_ host: String, _ port: UInt16) -> Contact {
    Contact(host: host, port: port, visible: .connection)
  }
}
