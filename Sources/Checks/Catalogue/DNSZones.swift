internal import DNS
internal import Hygiene
internal import Platform

/// Whether a name that a resolver denies has records all the same.
///
/// SOA and NS are asked of every name whose address does not exist (NXDOMAIN). Whoever lies about
/// addresses often forgets them: records beside the denial are a concern. No records, but no denial
/// either, is what some name servers say of a name that only holds others.
struct DNSZones: WaryResolverCheck {
  let id: CheckID = "dns-zones"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(
    from world: World, about survey: Survey
  ) async throws -> [Observation<NameFindings>] {
    let sweep = NameSweep(probe: probe, survey: survey, world: world)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let answers = try await sweep.answers(of: asker)
      let denied = answers.filter { $0.a.responseCode == 3 }
      let found = try await sweep.paced(denied.map(\.target)) { target in
        try await finding(about: target, asker)
      }
      let answered = answers.count(where: \.isAnswered)
      return NameFindings(
        resolver, compared: answered, unanswered: answers.count - answered,
        found.compactMap { $0 }, isCaptive: try await sweep.isCaptive(answers, asker),
        intercepted: intercepted)
    }
  }

  private func finding(about target: Target, _ asker: DNSAsker) async throws -> NameFinding? {
    let asked = try await asker.ask([
      DNSQuestion(target.host, .soa), DNSQuestion(target.host, .ns),
    ])
    let existing = asked.filter { $0.responseCode == 0 }
    if existing.isEmpty { return nil }
    return NameFinding(
      name: target.host,
      finding: existing.contains { $0.word == nil } ? .halfDenied : .emptyDenied)
  }

  func judge(_ facts: NameFindings) -> Outcome { facts.outcome }

  var examples: [(NameFindings, Outcome)] {
    func example(_ kind: NameFinding.Kind) -> NameFindings {
      NameFindings(.example, compared: 12, [NameFinding(name: "news.example", finding: kind)])
    }
    return [
      (NameFindings(.example, compared: 2, []), .good),
      (example(.halfDenied), .concern),
      (example(.emptyDenied), .unknown(because: DNSReasons.neither)),
      (NameFindings(.example, compared: 0, unanswered: 2, []), .unknown(because: .timedOut)),
    ]
  }
}
