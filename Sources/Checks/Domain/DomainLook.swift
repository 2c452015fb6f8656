internal import DNS
internal import Hygiene
internal import OpenSSL
internal import Platform

/// Looks at the domains of a survey. Whatever several rules need is asked and fetched once.
struct DomainLook: Sendable {
  let probe: DomainProbe
  let survey: Survey
  let world: World
  let settings: TLSSettings
  private var notebook: DomainNotebook { survey.notebook }

  init(_ probe: DomainProbe, _ survey: Survey, in world: World) throws {
    (self.probe, self.survey, self.world) = (probe, survey, world)
    settings = try TLSSettings(trusting: probe.authorities ?? trustStore(of: world))
  }

  /// How far the answers can be trusted: whoever is on the way may have made up those in clear.
  func confidence() async -> Confidence {
    await notebook.hasAskedInClear ? .medium : .high
  }

  func answers(to questions: [DNSQuestion]) async throws -> [DNSAnswer] {
    try await notebook.answers(to: questions) { [probe, survey, world] in
      try probe.makesAsker(survey, world)
    }
  }

  /// Names that cannot be asked for do not exist.
  func ask(_ names: [String], _ type: RecordType) async throws -> [DomainAnswer] {
    let questions = names.map { try? DNSQuestion($0, type) }
    let answers = try await answers(to: questions.compactMap { $0 })
    var rest = answers[...]
    return zip(names, questions).map { name, question in
      guard question != nil, let answer = rest.popFirst() else {
        return DomainAnswer(name, [], .nxdomain)
      }
      return DomainAnswer(name, answer, type)
    }
  }

  func ask(_ name: String, _ type: RecordType) async throws -> DomainAnswer {
    try await ask([name], type).first ?? DomainAnswer(name, [], .unknown)
  }

  /// Works on all at once; the results are in their order.
  func all<Part: Sendable, Value: Sendable>(
    _ parts: some Sequence<Part>, _ work: @escaping @Sendable (Part) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      for (index, part) in parts.enumerated() {
        group.addTask { (index, try await work(part)) }
      }
      var found: [(Int, Value)] = []
      for try await result in group { found.append(result) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Both kinds of address, IPv4 first, with the word for why there are none.
  func addresses(of host: String) async throws -> (found: [IPAddress], word: FailureWord?) {
    async let old = ask(host, .a)
    async let new = ask(host, .aaaa)
    let answers = try await [old, new]
    let found = answers.flatMap { $0.texts.compactMap { IPAddress($0) } }
    return (found, found.isEmpty ? answers.compactMap(\.word).first : nil)
  }

  /// The zone that holds the domain: the nearest name upwards that has name servers.
  func zone(of domain: String) async throws -> DomainAnswer {
    var answer = DomainAnswer(domain, [], .noData)
    for name in DomainNames.upwards(from: domain).dropLast().prefix(8) {
      answer = try await ask(name, .ns)
      if !answer.isAbsent { return answer }
    }
    return DomainAnswer(domain, [], answer.word)
  }

  func page(_ scheme: DomainPage.Scheme, _ host: String, _ path: String = "/") async throws
    -> DomainPage
  {
    let addresses = try await addresses(of: host)
    let place = DomainPage.Place(scheme: scheme, host: host, path: path)
    guard !addresses.found.isEmpty else {
      return DomainPage(failing: addresses.word ?? .noData, at: .resolve)
    }
    return await notebook.page(at: place) { [self] in
      await PageFetch(look: self, place: place).fetch(from: addresses.found)
    }
  }

  /// Whether a host still takes TLS 1.0 or 1.1; nil when that could not be told.
  func takesObsoleteTLS(_ host: String) async throws -> Bool? {
    let addresses = try await addresses(of: host).found
    return await notebook.takesObsolete(host) { [self] in
      await ObsoleteTry(look: self, host: host).taken(at: addresses)
    }
  }

  func mail(with host: String) async throws -> MailTalk {
    let addresses = try await addresses(of: host)
    guard !addresses.found.isEmpty else {
      return MailTalk(host, failing: addresses.word ?? .noData, at: .resolve)
    }
    return await notebook.mail(with: host) { [self] in
      await MailVisit(look: self, host: host).talk(at: addresses.found)
    }
  }

  /// Opens a connection and ends it: nil when it opened.
  func reach(_ endpoint: Endpoint) async -> FailureWord? {
    await notebook.reach(endpoint) { [world, probe] in
      do {
        let connection = try await world.network.connect(
          to: endpoint, until: .now.advanced(by: probe.patience.connect))
        connection.abort()
        return nil
      } catch { return NetworkProblem(any: error).word }
    }
  }

  /// A connection to the first of at most four addresses that takes one.
  func connect(
    to addresses: [IPAddress], port: UInt16
  ) async throws -> any Connection {
    var problem = NetworkProblem(.noData)
    for address in addresses.prefix(4) {
      do {
        return try await world.network.connect(
          to: Endpoint(address, port: port), until: .now.advanced(by: probe.patience.connect))
      } catch {
        try Task.checkCancellation()
        problem = NetworkProblem(any: error)
      }
    }
    throw problem
  }
}
