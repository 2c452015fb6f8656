internal import Hygiene
internal import Platform

/// What is odd about the answers for one name.
struct NameFinding: Codable, Hashable, Sendable {
  /// Words: `dns.finding.<name>`.
  enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A private address, where the witness has a public one.
    case tampered
    /// 0.0.0.0 or ::, where the witness has an address.
    case filtered
    /// A name of the organisation has a private address here and a public one outside.
    case split
    /// Everybody has only a private address for it.
    case privateEverywhere = "private-everywhere"
    /// A private address, and nobody to compare with.
    case privateUnwitnessed = "private-unwitnessed"
    /// No address in common with the witness.
    case differs
    /// It has no address, and the witness has one.
    case denied
    /// It fails or gives no answer, and the witness has an address.
    case silent
    /// An address for a name that does not exist, as the witness says.
    case invented
    /// The name exists for one type and does not for another; the witness knows it for both.
    case contradicts
    case contradictsEverywhere = "contradicts-everywhere"
    case contradictsUnwitnessed = "contradicts-unwitnessed"
    /// The name does not exist when its address is asked for, and has records of other types.
    case halfDenied = "half-denied"
    /// The name does not exist when its address is asked for, and does otherwise, without records.
    case emptyDenied = "empty-denied"

    var outcome: Outcome {
      switch self {
      case .tampered, .filtered, .denied, .invented, .contradicts, .halfDenied: .concern
      case .split, .emptyDenied: .unknown(because: DNSReasons.neither)
      case .privateEverywhere, .contradictsEverywhere: .unknown(because: .siteItself)
      case .privateUnwitnessed, .contradictsUnwitnessed:
        .unknown(because: DNSReasons.noWitness)
      case .differs: .unknown(because: DNSReasons.onlyCertificatesTell)
      case .silent: .unknown(because: .timedOut)
      }
    }
  }

  let name: String
  let finding: Kind
  /// What the resolver gave, and the witness.
  var addresses: [String] = []
  var witness: [String] = []
}

/// What the answers of one resolver for many names come to. Only what is odd is kept by name.
struct NameFindings: Codable, Hashable, Sendable {
  let resolver: Resolver
  /// How many names were asked, and how many of them could be judged.
  let asked: Int
  let compared: Int
  /// How many got no answer.
  let unanswered: Int
  /// The gravest first.
  let names: [NameFinding]
  /// How many odd ones are not listed, for they are too many.
  let unlisted: Int
  /// Every name leads to the same place as one that does not exist.
  let isCaptive: Bool
  var port53Intercepted: Bool?

  private static let mostNames = 32

  init(
    _ resolver: Resolver, asked: Int? = nil, compared: Int, unanswered: Int = 0,
    _ found: [NameFinding], isCaptive: Bool = false, intercepted: Bool? = nil
  ) {
    self.isCaptive = isCaptive
    self.asked = asked ?? compared + unanswered
    (self.resolver, self.compared, self.unanswered) = (resolver, compared, unanswered)
    let order =
      found.filter { $0.finding.outcome == .concern }
      + found.filter { $0.finding.outcome != .concern }
    names = Array(order.prefix(Self.mostNames))
    unlisted = order.count - names.count
    port53Intercepted = intercepted
  }

  /// One suspicion is a concern, and never more: only the handshakes with the addresses prove
  /// anything. What is left in doubt keeps the whole from being good.
  var outcome: Outcome {
    if isCaptive { return .unknown(because: Reason.captive) }
    if let worst = names.first { return worst.finding.outcome }
    if compared > 0 { return .good }
    if asked == 0 { return .unknown(because: .notPresent) }
    return .unknown(because: unanswered > 0 ? .timedOut : DNSReasons.noWitness)
  }
}

/// A check that compares the answers for many names.
protocol NamesCheck: WaryResolverCheck where Facts == NameFindings {
  /// What is odd about one name; nil when nothing is. `witness` is nil when there is none or when
  /// it did not answer.
  func finding(in answers: NameAnswers, witness: NameAnswers?) -> NameFinding.Kind?
  /// Whether the check says nothing at all without a witness.
  var needsWitness: Bool { get }
  /// Whether it looks at the type HTTPS beside the addresses.
  var asksHTTPS: Bool { get }
}

extension NamesCheck {
  var needsWitness: Bool { false }
  var asksHTTPS: Bool { false }

  func otherContacts(for survey: Survey) -> [Contact] { probe.witnessContacts(for: survey) }

  func gather(
    from world: World, about survey: Survey
  ) async throws -> [Observation<NameFindings>] {
    let sweep = NameSweep(probe: probe, survey: survey, world: world)
    if needsWitness, probe.witness(for: survey, in: world) == nil {
      throw CheckRefusal(.unknown(because: DNSReasons.noWitness))
    }
    return try await probe.observeKnowing(survey, in: world) { resolver, asker, intercepted in
      async let said = sweep.answers(of: asker, withHTTPS: asksHTTPS)
      let witness = try await sweep.witness(withHTTPS: asksHTTPS)
      let answers = try await said
      return findings(
        of: resolver, answers, witness: witness ?? [:],
        isCaptive: try await sweep.isCaptive(answers, asker), intercepted: intercepted)
    }
  }

  private func findings(
    of resolver: Resolver, _ answers: [NameAnswers], witness: [String: NameAnswers],
    isCaptive: Bool, intercepted: Bool?
  ) -> NameFindings {
    var (compared, unanswered): (Int, Int) = (0, 0)
    var found: [NameFinding] = []
    for answer in answers {
      let other = witness[answer.target.host].flatMap { $0.isDecisive ? $0 : nil }
      let kind = finding(in: answer, witness: other)
      if let kind {
        found.append(
          NameFinding(
            name: answer.target.host, finding: kind, addresses: Array(answer.addresses.prefix(4)),
            witness: Array((other?.addresses ?? []).prefix(4))))
      }
      if !answer.isAnswered { unanswered += 1 }
      if answer.isAnswered, other != nil || !needsWitness { compared += 1 }
    }
    return NameFindings(
      resolver, asked: answers.count, compared: compared, unanswered: unanswered, found,
      isCaptive: isCaptive, intercepted: intercepted)
  }

  func judge(_ facts: NameFindings) -> Outcome { facts.outcome }

  /// For the examples of checks.
  func example(
    _ kind: NameFinding.Kind, _ addresses: [String] = [], _ witness: [String] = []
  ) -> NameFindings {
    NameFindings(
      .example, compared: 12,
      [
        NameFinding(
          name: "news.example", finding: kind, addresses: addresses, witness: witness)
      ])
  }
}
