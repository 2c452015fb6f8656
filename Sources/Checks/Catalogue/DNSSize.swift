internal import DNS
internal import Hygiene
internal import Platform

/// Whether large answers arrive: by UDP in one piece and in several, and by TCP.
///
/// The root's keys with their signatures are asked for at most 4,096, 1,232 and 512 bytes. An answer
/// that says "too large" and cannot be fetched by TCP is a problem. Silence for 4,096 beside an
/// answer for 1,232 means that pieces get lost, a concern. Resolvers that never send more than 1,232
/// do so on purpose.
struct DNSSize: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    struct Sized: Codable, Hashable, Sendable {
      /// How much was asked for; 65,535 by TCP.
      let size: Int
      let word: FailureWord?
      /// Of the answer; nil when none came.
      let bytes: Int?
      /// TC: the rest must be fetched by TCP.
      let isCut: Bool
    }
    let resolver: Resolver
    /// By UDP for 4,096, 1,232 and 512 bytes.
    let large: Sized
    let usual: Sized
    let small: Sized
    let byTCP: Sized
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-size"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      async let large = Self.ask(asker, 4096)
      async let usual = Self.ask(asker, 1232)
      async let small = Self.ask(asker, 512)
      async let stream = Self.ask(asker, 4096, by: .tcp)
      return Facts(
        resolver: resolver, large: try await large, usual: try await usual,
        small: try await small, byTCP: try await stream, port53Intercepted: intercepted)
    }
  }

  private static func ask(
    _ asker: DNSAsker, _ size: UInt16, by transport: DNSAsker.Transport = .udp
  ) async throws -> Facts.Sized {
    var question = try DNSQuestion(".", .dnskey, dnssecOK: true)
    question.mostByUDP = size
    var answer = try await asker.answer(to: question, by: transport)
    // Losses happen; only what is lost twice was dropped for its size.
    if answer.asked.word == .timeout {
      answer = try await asker.answer(to: question, by: transport)
    }
    return Facts.Sized(
      size: transport == .tcp ? DNSReply.sizeLimit : Int(size),
      word: answer.reply == nil ? answer.asked.word : nil, bytes: answer.reply?.size,
      isCut: answer.reply?.flags.contains(.truncated) ?? false)
  }

  func judge(_ facts: Facts) -> Outcome {
    let byUDP = [facts.large, facts.usual, facts.small]
    guard byUDP.contains(where: { $0.bytes != nil }) else {
      return .unknown(because: Reason(unanswered: facts.usual.word))
    }
    if byUDP.contains(where: \.isCut), facts.byTCP.bytes == nil { return .problem }
    if facts.large.bytes == nil, facts.usual.bytes != nil { return .concern }
    return facts.usual.bytes != nil
      ? .good : .unknown(because: Reason(unanswered: facts.usual.word))
  }

  var examples: [(Facts, Outcome)] {
    func sized(_ size: Int, _ bytes: Int?, cut: Bool = false) -> Facts.Sized {
      Facts.Sized(size: size, word: bytes == nil ? .timeout : nil, bytes: bytes, isCut: cut)
    }
    func facts(_ large: Int?, _ usual: Int?, _ small: Int?, _ tcp: Int?) -> Facts {
      Facts(
        resolver: .example, large: sized(4096, large), usual: sized(1232, usual),
        small: sized(512, small, cut: small != nil), byTCP: sized(65_535, tcp))
    }
    return [
      (facts(1139, 1139, 28, 1139), .good), (facts(1139, 1139, 28, nil), .problem),
      (facts(nil, 1139, 28, 1139), .concern),
      (facts(nil, nil, nil, 1139), .unknown(because: .timedOut)),
      (facts(nil, nil, 28, 1139), .unknown(because: .timedOut)),
    ]
  }
}
