internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver tells each server only as much of a name as that one needs (RFC 9156).
///
/// A public test name says so. Not doing it is common and no fault, so it is neither good nor bad;
/// an answer from memory speaks for the past.
struct DNSMinimisation: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// Nil when the answer says neither.
    let minimises: Bool?
    let asked: DNSAsked
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-minimisation"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let question = try DNSQuestion(probe.names.minimisation, .txt)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let answer = try await asker.answer(to: question)
      let texts = (answer.reply?.texts(of: .txt) ?? []).map { $0.split(separator: "\"").joined() }
      let says: Bool? =
        texts.contains { $0.hasPrefix("HOORAY") }
        ? true : texts.contains { $0.hasPrefix("NO") } ? false : nil
      return Facts(
        resolver: resolver, minimises: says, asked: answer.asked, port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    switch facts.minimises {
    case true?: .good
    case false?: .unknown(because: DNSReasons.neither)
    case nil: .unknown(because: Reason(unanswered: facts.asked.word))
    }
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ minimises: Bool?, _ word: FailureWord? = nil) -> Facts {
      Facts(
        resolver: .example, minimises: minimises,
        asked: DNSAsked("qnamemintest.example.", word, code: word == nil ? 0 : nil))
    }
    return [
      (facts(true), .good), (facts(false), .unknown(because: DNSReasons.neither)),
      (facts(nil), .unknown(because: "no-answer")),
      (facts(nil, .timeout), .unknown(because: .timedOut)),
    ]
  }
}
