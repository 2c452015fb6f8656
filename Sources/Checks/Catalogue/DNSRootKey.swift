internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver that checks signatures knows the root's present key, by the sentinel of
/// RFC 8509.
///
/// A name asks whether key 38696 is trusted and another whether it is not; a third has broken
/// signatures. One of the first two must fail where the sentinel is known, the third wherever
/// signatures are checked. A resolver without the present key fails for everything that is signed.
/// Behind a chain of resolvers the answers mix, and then nothing is told.
struct DNSRootKey: WaryResolverCheck {
  /// What the three names together say.
  enum Verdict: String, Codable, Hashable, Sendable {
    case has, lacks
    /// It checks signatures and does not know the sentinel.
    case validates
    case ignores
    case mixed
  }

  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// Of the present key, KSK-2024, and of the one before it, KSK-2017.
    let present: Verdict
    let former: Verdict
    /// For the present key: the name for "it is trusted", for "it is not", and the broken one.
    let asked: [DNSAsked]
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-root-key"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let (zone, bogus) = (probe.names.sentinel, probe.names.sentinelBogus)
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      let names = ["38696", "20326"].flatMap { key in
        ["is", "not"].map { "root-key-sentinel-\($0)-ta-\(key).\(zone)" }
      }
      let asked = try await asker.ask(try (names + [bogus]).map { try DNSQuestion($0) })
      return Facts(
        resolver: resolver, present: Self.verdict(asked[0], asked[1], asked[4]),
        former: Self.verdict(asked[2], asked[3], asked[4]), asked: [asked[0], asked[1], asked[4]],
        port53Intercepted: intercepted)
    }
  }

  /// RFC 8509 §4.3.
  static func verdict(_ isTrusted: DNSAsked, _ isNot: DNSAsked, _ bogus: DNSAsked) -> Verdict {
    let fails = [isTrusted, isNot, bogus].map { $0.responseCode == 2 }
    let works = [isTrusted, isNot, bogus].map(\.isResolved)
    if works[0], fails[1], fails[2] { return .has }
    if fails[0], works[1], fails[2] { return .lacks }
    if works[0], works[1], fails[2] { return .validates }
    return works == [true, true, true] ? .ignores : .mixed
  }

  func judge(_ facts: Facts) -> Outcome {
    switch facts.present {
    case .has: return .good
    case .lacks: return .concern
    case .validates, .ignores: return .unknown(because: DNSReasons.neither)
    case .mixed:
      let odd = facts.asked.first { !$0.isResolved && $0.responseCode != 2 }
      return .unknown(
        because: odd.map { Reason(unanswered: $0.word) } ?? DNSReasons.answersDisagree)
    }
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ letters: String) -> Facts {
      let asked = letters.map { letter in
        switch letter {
        case "A": DNSAsked("key.example.", nil, code: 0, addresses: ["95.58.0.34"])
        case "S": DNSAsked("key.example.", .servfail, code: 2)
        default: DNSAsked("key.example.", .timeout, code: nil, took: 4000)
        }
      }
      return Facts(
        resolver: .example, present: Self.verdict(asked[0], asked[1], asked[2]), former: .mixed,
        asked: asked)
    }
    return [
      (facts("ASS"), .good), (facts("SAS"), .concern),
      (facts("AAS"), .unknown(because: DNSReasons.neither)),
      (facts("AAA"), .unknown(because: DNSReasons.neither)),
      (facts("SSS"), .unknown(because: DNSReasons.answersDisagree)),
      (facts("---"), .unknown(because: .timedOut)),
    ]
  }
}
