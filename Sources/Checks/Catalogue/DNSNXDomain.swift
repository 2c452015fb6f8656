internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver admits that a name does not exist, or gives an address instead.
///
/// Three random names: under `.com`, under an ordinary domain without a wildcard, and under
/// `.invalid`. An address for two of them is a resolver that invents answers (problem: nothing else
/// it says can be trusted). An address under `.com` alone is a search page (concern). An address
/// under the ordinary domain alone may be a wildcard of that zone, so it is unknown. `.invalid`
/// alone proves nothing in either direction: resolvers answer for it themselves.
struct DNSNXDomain: Check {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// The random names.
    let top: DNSAsked
    let ordinary: DNSAsked
    let invalid: DNSAsked
  }

  let id: CheckID = "dns-nxdomain"
  let version = 1
  let family = Family.dns
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.contacts(for: survey, in: world)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let names = probe.names
    return try await probe.observe(survey, in: world) { resolver, asker in
      let questions = try [names.top, names.ordinary, names.invalid].map { zone in
        try DNSQuestion("\(randomLabel(from: world.randomness)).\(zone)")
      }
      let asked = try await asker.ask(questions)
      return Facts(resolver: resolver, top: asked[0], ordinary: asked[1], invalid: asked[2])
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    let all = [facts.top, facts.ordinary, facts.invalid]
    if all.count(where: \.isInvented) >= 2 { return .problem }
    let telling = [facts.top, facts.ordinary]
    if let silent = telling.first(where: { $0.responseCode != 3 && !$0.isInvented }) {
      return .unknown(because: Reason(unanswered: silent.word))
    }
    if facts.top.isInvented { return .concern }
    return facts.ordinary.isInvented
      ? .unknown(because: DNSReasons.answersDisagree) : .good
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ answers: String) -> Facts {
      let asked = answers.split(separator: " ").map { answer in
        switch answer {
        case "nx": DNSAsked("qzkfjwmxnvbt.com.", .nxdomain, code: 3)
        case "a": DNSAsked("qzkfjwmxnvbt.com.", nil, code: 0, addresses: ["23.215.0.136"])
        case "bogon": DNSAsked("qzkfjwmxnvbt.com.", .bogon, code: 0, addresses: ["10.0.0.1"])
        case "empty": DNSAsked("qzkfjwmxnvbt.com.", .noData, code: 0)
        case "fail": DNSAsked("qzkfjwmxnvbt.com.", .servfail, code: 2)
        default: DNSAsked("qzkfjwmxnvbt.com.", .timeout, code: nil, took: 4000)
        }
      }
      return Facts(
        resolver: Resolver.example, top: asked[0], ordinary: asked[1], invalid: asked[2])
    }
    let noAnswer = Outcome.unknown(because: "no-answer")
    return [
      (facts("nx nx nx"), .good), (facts("nx nx lost"), .good), (facts("nx nx a"), .good),
      (facts("a a a"), .problem), (facts("a a nx"), .problem), (facts("a nx a"), .problem),
      (facts("bogon bogon lost"), .problem), (facts("a nx nx"), .concern),
      (facts("nx a nx"), .unknown(because: DNSReasons.answersDisagree)),
      (facts("a lost nx"), .unknown(because: .timedOut)),
      (facts("lost lost lost"), .unknown(because: .timedOut)),
      (facts("lost lost nx"), .unknown(because: .timedOut)),
      (facts("fail fail nx"), noAnswer), (facts("empty empty empty"), noAnswer),
    ]
  }
}

extension DNSAsked {
  /// An address for a name that cannot have one.
  fileprivate var isInvented: Bool { responseCode == 0 && !addresses.isEmpty }
}

/// Twelve letters that nobody has registered.
private func randomLabel(from randomness: any Randomness) throws -> String {
  String(decoding: try randomness.bytes(12).map { UInt8(ascii: "a") + $0 % 26 }, as: UTF8.self)
}
