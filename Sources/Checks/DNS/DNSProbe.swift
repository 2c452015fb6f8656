internal import DNS
internal import Hygiene
internal import Platform

/// Which resolvers a check asks, and how patiently.
struct DNSProbe: Sendable {
  var names = DNSNames()
  /// How long one answer may take.
  var patience: Duration = .seconds(4)
  /// The pause between questions whose times are compared.
  var pause: Duration = .milliseconds(200)
  /// How long to listen for a second answer.
  var listening: Duration = .seconds(3)
  /// The time after which an answer from memory must have grown older.
  var ageing: Duration = .seconds(3)
  var places = DNSPlaces()
  var witness = DNSWitness.encrypted

  /// The resolvers that the person named, else those that this computer is set up to ask.
  func resolvers(for survey: Survey, in world: World) -> [Resolver] {
    if survey.resolvers.isEmpty { return ResolverSetup(from: world.files).resolvers }
    var seen: Set<Endpoint> = []
    return survey.resolvers.filter { seen.insert($0).inserted }
      .map { Resolver($0, source: "--resolver") }
  }

  /// Those of `places` that may be asked. Whoever names nothing but programs on this computer wants
  /// these looked at, and not the network around it.
  func reachable(_ places: [Endpoint], for survey: Survey) -> [Endpoint] {
    isAtHome(survey) ? places.filter { $0.address.isLoopback } : places
  }

  private func isAtHome(_ survey: Survey) -> Bool {
    !survey.resolvers.isEmpty && survey.resolvers.allSatisfy { $0.address.isLoopback }
  }

  private func mayAskWitness(_ survey: Survey) -> Bool {
    !isAtHome(survey)
      || survey.network.encryptedResolvers.flatMap(\.addresses).allSatisfy(\.isLoopback)
  }

  /// Who is asked over an encrypted connection; nil when nobody is.
  func witness(for survey: Survey, in world: World) -> (any QuestionAsker)? {
    mayAskWitness(survey) ? witness.asker(survey, world) : nil
  }

  func witnessContacts(for survey: Survey) -> [Contact] {
    mayAskWitness(survey) ? witness.contacts(survey) : []
  }

  /// The names whose answers are compared: at the first level those that give nobody away.
  func targets(of survey: Survey) -> [Target] {
    let wanted = survey.targets.isEmpty ? Targets.builtIn : survey.targets
    var seen: Set<String> = []
    return wanted.filter { target in
      (survey.network.level >= .list || target.role != .user)
        && IPAddress(target.host) == nil && seen.insert(target.host).inserted
    }
  }

  func asker(_ server: Endpoint, _ survey: Survey, in world: World) -> DNSAsker {
    DNSAsker(server, in: world, patience: patience, gate: survey.run.gate)
  }

  /// Asks all resolvers at once; one observation each, in their order. `isDoubtful` makes them
  /// hardly worth anything.
  ///
  /// - Throws: `CheckRefusal` when there is no resolver.
  func observe<Facts: Codable & Hashable & Sendable>(
    _ survey: Survey, in world: World, isDoubtful: Bool = false,
    asking: @escaping @Sendable (Resolver, DNSAsker) async throws -> Facts
  ) async throws -> [Observation<Facts>] {
    let resolvers = resolvers(for: survey, in: world)
    return try await observe(resolvers, survey, in: world, isDoubtful: isDoubtful, asking: asking)
  }

  func observe<Facts: Codable & Hashable & Sendable>(
    _ resolvers: [Resolver], _ survey: Survey, in world: World, isDoubtful: Bool,
    asking: @escaping @Sendable (Resolver, DNSAsker) async throws -> Facts
  ) async throws -> [Observation<Facts>] {
    if resolvers.isEmpty { throw CheckRefusal(.unknown(because: .notPresent)) }
    return try await withThrowingTaskGroup(of: (Int, Observation<Facts>).self) { group in
      for (index, resolver) in resolvers.enumerated() {
        guard let endpoint = resolver.endpoint else { continue }
        let asker = asker(endpoint, survey, in: world)
        let confidence = isDoubtful && !resolver.isHere ? .low : resolver.confidence
        group.addTask {
          let facts = try await asking(resolver, asker)
          return (index, Observation(resolver.subject, facts, confidence: confidence))
        }
      }
      var found: [Int: Observation<Facts>] = [:]
      for try await (index, observation) in group { found[index] = observation }
      return resolvers.indices.compactMap { found[$0] }
    }
  }

  /// As `observe`, and says whether port 53 is intercepted on the way to the resolver: then it is
  /// the interceptor whom the facts describe. `others` are asked beside the resolvers.
  func observeKnowing<Facts: Codable & Hashable & Sendable>(
    _ survey: Survey, in world: World, others: [Resolver] = [],
    asking: @escaping @Sendable (Resolver, DNSAsker, Bool?) async throws -> Facts
  ) async throws -> [Observation<Facts>] {
    let resolvers = resolvers(for: survey, in: world)
    if resolvers.isEmpty { throw CheckRefusal(.unknown(because: .notPresent)) }
    let intercepted = try await isIntercepted(survey, in: world)
    let all =
      resolvers + others.filter { other in !resolvers.contains { $0.subject == other.subject } }
    return try await observe(all, survey, in: world, isDoubtful: intercepted == true) {
      resolver, asker in
      try await asking(resolver, asker, resolver.isHere ? nil : intercepted)
    }
  }

  /// True when somebody was seen to answer for a root server; nil when that cannot be told.
  func isIntercepted(_ survey: Survey, in world: World) async throws -> Bool? {
    let verdicts = try await referrals(survey, in: world).map(\.verdict)
    if verdicts.contains(where: { $0.isIntercepted }) { return true }
    return verdicts.contains(.refers) ? false : nil
  }

  /// What the root servers answered; asked once in a run.
  func referrals(_ survey: Survey, in world: World) async throws -> [RootReferral] {
    let roots = reachable(places.roots, for: survey)
    return try await survey.run.interception.value {
      try await withThrowingTaskGroup(of: (Int, RootReferral).self) { group in
        for (index, root) in roots.enumerated() {
          let asker = asker(root, survey, in: world)
          group.addTask { (index, try await RootReferral(asking: asker, about: names.referred)) }
        }
        var found: [Int: RootReferral] = [:]
        for try await (index, referral) in group { found[index] = referral }
        return roots.indices.compactMap { found[$0] }
      }
    }
  }

  func contacts(
    at places: [Endpoint], for survey: Survey
  ) -> [Contact] {
    reachable(places, for: survey).map {
      Contact(host: $0.address.description, port: $0.port, visible: .name)
    }
  }
}

/// A check that sends its questions to resolvers.
protocol ResolverCheck: Check {
  var probe: DNSProbe { get }
}

extension ResolverCheck {
  var family: Family { .dns }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.resolvers(for: survey, in: world).map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    }
  }
}

/// A check whose findings mean less where port 53 is intercepted, and that asks for that first.
protocol WaryResolverCheck: ResolverCheck {
  /// Asked beside the resolvers and the root servers.
  func otherContacts(for survey: Survey) -> [Contact]
}

extension WaryResolverCheck {
  func otherContacts(for survey: Survey) -> [Contact] { [] }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    let resolvers = probe.resolvers(for: survey, in: world)
    if resolvers.isEmpty { return [] }
    return resolvers.map { Contact(host: $0.address, port: $0.port, visible: .name) }
      + probe.contacts(at: probe.places.roots, for: survey) + otherContacts(for: survey)
  }
}

extension Resolver {
  /// Somebody between us and a public resolver may answer in its place.
  fileprivate var confidence: Confidence { kind == .public ? .medium : .high }

  /// Nobody stands between two programs of one computer.
  fileprivate var isHere: Bool { kind == .loopback }
}
