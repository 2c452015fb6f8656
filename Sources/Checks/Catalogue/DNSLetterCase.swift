internal import DNS
internal import Hygiene
internal import Platform

/// Whether the question comes back in the capital and small letters in which it was sent (0x20).
///
/// A server echoes the question as it came. Where the letters change, a box in between has made the
/// question anew, which is harmless by itself.
struct DNSLetterCase: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    let sent: String
    /// The question as it came back; nil when there was none.
    let echoed: String?
    let word: FailureWord?
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-letter-case"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let plain = try DNSQuestion(probe.names.existing)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      // The first two letters differ, so that a box that makes all equal shows.
      let random = try world.randomness.bytes(16).map { $0 & 1 == 1 }
      let question = plain.spelled([random[0], !random[0]] + random.dropFirst(2))
      let answer = try await asker.answer(to: question, by: .udp)
      return Facts(
        resolver: resolver, sent: question.spelling,
        echoed: answer.reply?.question.map { cleaned($0.spelling, atMost: 255) },
        word: answer.asked.word, port53Intercepted: intercepted)
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    guard let echoed = facts.echoed else {
      return .unknown(because: Reason(unanswered: facts.word))
    }
    return echoed == facts.sent ? .good : .unknown(because: DNSReasons.neither)
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ echoed: String?) -> Facts {
      Facts(
        resolver: .example, sent: "eXaMpLe.oRg.", echoed: echoed,
        word: echoed == nil ? .timeout : nil)
    }
    return [
      (facts("eXaMpLe.oRg."), .good),
      (facts("example.org."), .unknown(because: DNSReasons.neither)),
      (facts(nil), .unknown(because: .timedOut)),
    ]
  }
}
