internal import DNS
internal import Hygiene
internal import Platform

/// Whether the time for which an answer holds grows shorter, as it does in an honest memory.
///
/// One name is asked twice, three seconds apart. A time that stays the same is set by a box in
/// between or made up, and one that grows comes from several memories behind one address; both are
/// neither good nor bad.
struct DNSAgeing: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// Seconds; nil when no answer came.
    let first: Int?
    let second: Int?
    let word: FailureWord?
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-ageing"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let question = try DNSQuestion(probe.names.existing)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let first = try await asker.answer(to: question)
      if first.ttl != nil { try await Task.sleep(for: probe.ageing) }
      let second = first.ttl == nil ? first : try await asker.answer(to: question)
      return Facts(
        resolver: resolver, first: first.ttl, second: second.ttl,
        word: first.asked.word ?? second.asked.word, port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    guard let first = facts.first, let second = facts.second else {
      return .unknown(because: Reason(unanswered: facts.word))
    }
    return second < first ? .good : .unknown(because: DNSReasons.neither)
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ first: Int?, _ second: Int?) -> Facts {
      Facts(
        resolver: .example, first: first, second: second,
        word: first == nil || second == nil ? .timeout : nil)
    }
    return [
      (facts(300, 297), .good), (facts(60, 60), .unknown(because: DNSReasons.neither)),
      (facts(60, 290), .unknown(because: DNSReasons.neither)),
      (facts(nil, nil), .unknown(because: .timedOut)),
      (facts(300, nil), .unknown(because: .timedOut)),
    ]
  }
}

extension DNSAnswer {
  /// Of the first address, in seconds.
  fileprivate var ttl: Int? { reply?.answers.first { $0.type == .a }.map { Int($0.ttl) } }
}
