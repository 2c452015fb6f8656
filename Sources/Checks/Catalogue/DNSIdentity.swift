internal import DNS
internal import Hygiene
internal import Platform

/// Whether public resolvers name themselves as they are known to.
///
/// Servers tell about themselves in class CH (RFC 4892) and by NSID (RFC 5001). Cloudflare's says
/// the code of an airport, Quad9's a machine of its operator; another form looks as if somebody
/// answered in their place, which `dns-interception` confirms or not. What other resolvers say is
/// neither good nor bad. The forms are as reported and may change, so this is a concern at most.
struct DNSIdentity: WaryResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    struct Answer: Codable, Hashable, Sendable {
      /// `id.server.` and so on.
      let name: String
      let byUDP: String?
      let byTCP: String?
      let word: FailureWord?
    }
    let resolver: Resolver
    let answers: [Answer]
    /// What it said as NSID.
    let serverID: String?
    var port53Intercepted: Bool?
  }

  let id: CheckID = "dns-identity"
  let version = 1
  let level = NetworkLevel.probing
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  private static let names = ["id.server", "version.bind", "hostname.bind"]

  func otherContacts(for survey: Survey) -> [Contact] {
    probe.contacts(at: probe.places.identified, for: survey)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let known = probe.reachable(probe.places.identified, for: survey)
    return try await probe.observeKnowing(
      survey, in: world, others: known.map { Resolver($0, source: Self.builtIn) }
    ) { resolver, asker, intercepted in
      let questions = try Self.names.map { name in
        var question = try DNSQuestion(name, .txt)
        (question.isChaos, question.asksForServerID) = (true, true)
        return question
      }
      async let udp = all(questions, asker, by: .udp)
      async let tcp = all(questions, asker, by: .tcp)
      let (byUDP, byTCP) = (try await udp, try await tcp)
      let answers = zip(byUDP, byTCP).map { one, two in
        Facts.Answer(
          name: one.asked.name, byUDP: one.text, byTCP: two.text, word: one.asked.word)
      }
      let serverID = byUDP.lazy.compactMap { $0.reply?.serverID.flatMap { text(of: $0) } }.first
      return Facts(
        resolver: resolver, answers: answers, serverID: serverID, port53Intercepted: intercepted)
    }
  }

  private func all(
    _ questions: [DNSQuestion], _ asker: DNSAsker, by transport: DNSAsker.Transport
  ) async throws -> [DNSAnswer] {
    try await withThrowingTaskGroup(of: (Int, DNSAnswer).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, try await asker.answer(to: question, by: transport)) }
      }
      var answers: [Int: DNSAnswer] = [:]
      for try await (index, answer) in group { answers[index] = answer }
      return questions.indices.compactMap { answers[$0] }
    }
  }

  /// Where the addresses of `DNSPlaces` come from.
  static let builtIn = "saqta"

  private func text(of bytes: [UInt8]) -> String? {
    bytes.isEmpty ? nil : cleaned(String(decoding: bytes.prefix(64), as: UTF8.self), atMost: 64)
  }

  func judge(_ facts: Facts) -> Outcome {
    guard let first = facts.answers.first, facts.answers.contains(where: { $0.word != .timeout })
    else { return .unknown(because: .timedOut) }
    guard let isKnown = Self.form(of: facts.resolver.address) else {
      return .unknown(because: DNSReasons.neither)
    }
    guard let name = first.byUDP else { return .unknown(because: Reason(unanswered: first.word)) }
    return isKnown(name) ? .good : .concern
  }

  /// How the machines of a public resolver name themselves in `id.server`.
  private static func form(of address: String) -> ((String) -> Bool)? {
    switch address {
    case "1.1.1.1", "1.0.0.1":
      { name in
        let (letters, digits) = (name.prefix { $0.isLetter }, name.drop { $0.isLetter })
        return name.utf8.count <= 5 && letters.utf8.count == 3
          && digits.utf8.allSatisfy { (48...57).contains($0) }
      }
    case "9.9.9.9", "149.112.112.112":
      { name in name.hasPrefix("res") && name.hasSuffix(".pch.net") }
    default: nil
    }
  }

  var examples: [(Facts, Outcome)] {
    func facts(
      _ address: String, _ udp: String?, _ tcp: String? = nil, word: FailureWord? = nil
    ) -> Facts {
      Facts(
        resolver: Resolver(address, kind: .public, source: Self.builtIn),
        answers: [.init(name: "id.server.", byUDP: udp, byTCP: tcp, word: word)], serverID: nil)
    }
    return [
      (facts("1.1.1.1", "ala01", "ala01"), .good),
      (facts("9.9.9.9", "res110.ala.rrdns.pch.net"), .good),
      (facts("1.1.1.1", "unbound 1.13", "fra"), .concern),
      (facts("9.9.9.9", "isp-resolver-7"), .concern),
      (facts("95.56.0.1", "isp-resolver-7"), .unknown(because: DNSReasons.neither)),
      (facts("95.56.0.1", nil, word: .refused), .unknown(because: DNSReasons.neither)),
      (facts("1.1.1.1", nil, word: .refused), .unknown(because: "no-answer")),
      (facts("1.1.1.1", nil, word: .timeout), .unknown(because: .timedOut)),
    ]
  }
}

extension DNSAnswer {
  /// The first text of the answer.
  fileprivate var text: String? {
    guard let text = reply?.texts(of: .txt).first else { return nil }
    let bare = text.split(separator: "\"").joined()
    return bare.isEmpty ? nil : cleaned(bare, atMost: 64)
  }
}
