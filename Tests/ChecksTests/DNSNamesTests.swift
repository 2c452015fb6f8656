import FoundationEssentials
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The checks that compare many names, against resolvers and witnesses that say anything.
@Suite final class DNSNamesTests: Sendable {
  let reactor: Reactor
  let world: World

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    world.clock = FixedClock()
    self.world = world
  }
  deinit { reactor.stop() }

  /// A witness as an encrypted one would be; it is the checks that are under test.
  private func probe(witness: DNSPretendResolver? = nil) -> DNSProbe {
    var probe = DNSProbe(patience: .milliseconds(400))
    guard let endpoint = witness?.endpoint else { return probe }
    probe.witness = DNSWitness(
      asker: { _, world in DNSAsker(endpoint, in: world, patience: .seconds(5)) },
      contacts: { _ in [Contact(host: "192.0.2.1", port: 853, visible: .connection)] })
    return probe
  }

  private func survey(
    _ resolver: DNSPretendResolver, _ role: Target.Role = .neutral
  ) -> Survey {
    var survey = Survey(
      targets: [Target(host: "news.example", role: role)], resolvers: [resolver.endpoint],
      home: "/home/a")
    // The pretended witness stands in for it.
    survey.network.encryptedResolvers = []
    return survey
  }

  private func findings(
    _ check: some Check, _ survey: Survey
  ) async throws -> (Outcome, NameFindings?) {
    let evidence = try #require(await check.run(in: world, about: survey).first)
    return (evidence.outcome, try? decoded(evidence.facts))
  }

  private static let privateData = DNSSaid.data([10, 10, 20, 30])
  private static let zero = DNSSaid.data([0, 0, 0, 0])
  private static let public34 = DNSSaid.address(34)

  @Test(arguments: [
    (public34, Target.Role.neutral, NameFinding.Kind?.none, Outcome.good),
    (privateData, .neutral, .tampered, .concern),
    (privateData, .own, .split, .unknown(because: "neither")),
    (zero, .neutral, .filtered, .concern), (zero, .own, .filtered, .concern),
    (.nxdomain, .neutral, nil, .good), (.nothing, .neutral, nil, .unknown(because: .timedOut)),
  ])
  func aPrivateAddressForAPublicSite(
    _ said: DNSSaid, _ role: Target.Role, _ kind: NameFinding.Kind?, _ outcome: Outcome
  ) async throws {
    let silent: DNSSaid = if case .nothing = said { .nothing } else { .nxdomain }
    let resolver = try DNSPretendResolver(saying: [
      "news.example A": said, "news.example AAAA": silent, "news.example HTTPS": silent,
    ])
    let witness = try DNSPretendResolver(saying: ["news.example A": Self.public34])
    let found = try await findings(DNSBogons(probe(witness: witness)), survey(resolver, role))
    #expect(found.0 == outcome)
    #expect(found.1?.names.map(\.finding) == (kind.map { [$0] } ?? []))
  }

  @Test func withoutAWitnessAPrivateAddressIsNoFinding() async throws {
    let resolver = try DNSPretendResolver(saying: ["news.example A": Self.privateData])
    let found = try await findings(DNSBogons(probe()), survey(resolver))
    #expect(found.0 == .unknown(because: "no-witness"))
    #expect(found.1?.names.map(\.finding) == [.privateUnwitnessed])
    #expect(found.1?.names.map(\.addresses) == [["10.10.20.30"]])
  }

  @Test func aSiteThatIsPrivateEverywhereIsItsOwnFault() async throws {
    let resolver = try DNSPretendResolver(saying: ["news.example A": Self.privateData])
    let found = try await findings(DNSBogons(probe(witness: resolver)), survey(resolver))
    #expect(found.0 == .unknown(because: "site-itself"))
  }

  @Test(arguments: [
    (public34, public34, NameFinding.Kind?.none, Outcome.good),
    // One network.
    (.address(200), public34, nil, .good),
    // Never a finding by itself, wherever it leads.
    (.data([95, 57, 0, 80]), public34, .differs, .unknown(because: "only-certificates-tell")),
    (privateData, public34, .differs, .unknown(because: "only-certificates-tell")),
    (.nxdomain, public34, .denied, .concern), (.code(5), public34, .denied, .concern),
    (.code(2), public34, .silent, .unknown(because: .timedOut)),
    (.nothing, public34, .silent, .unknown(because: .timedOut)),
    (public34, .nxdomain, .invented, .concern), (.nxdomain, .nxdomain, nil, .good),
    // Nobody to compare with is no agreement.
    (public34, .nothing, nil, .unknown(because: "no-witness")),
    (.nxdomain, .code(2), nil, .unknown(because: "no-witness")),
  ])
  func theResolverBesideTheWitness(
    _ said: DNSSaid, _ truth: DNSSaid, _ kind: NameFinding.Kind?, _ outcome: Outcome
  ) async throws {
    func both(_ said: DNSSaid) -> [String: DNSSaid] {
      var six = DNSSaid.code(0)
      switch said {
      case .nothing, .code: six = said
      case .data: break
      }
      return ["news.example A": said, "news.example AAAA": six, "news.example HTTPS": six]
    }
    let resolver = try DNSPretendResolver(saying: both(said))
    let witness = try DNSPretendResolver(saying: both(truth))
    var probe = probe(witness: witness)
    let endpoint = witness.endpoint
    probe.witness = DNSWitness(
      asker: { _, world in DNSAsker(endpoint, in: world, patience: .milliseconds(400)) },
      contacts: { _ in [] })
    let found = try await findings(DNSWitnessed(probe), survey(resolver))
    #expect(found.0 == outcome)
    #expect(found.1?.names.map(\.finding) == (kind.map { [$0] } ?? []))
  }

  @Test func anAddressOfDNS64CountsAsTheOneInside() async throws {
    let inside: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 95, 58, 0, 34]
    let resolver = try DNSPretendResolver(saying: [
      "news.example A": .code(0), "news.example AAAA": .data(inside),
    ])
    let witness = try DNSPretendResolver(saying: [
      "news.example A": Self.public34, "news.example AAAA": .code(0),
    ])
    #expect(
      try await findings(DNSWitnessed(probe(witness: witness)), survey(resolver)).0 == .good)
  }

  @Test func withoutAWitnessThereIsNothingToCompare() async throws {
    let resolver = try DNSPretendResolver(saying: ["news.example A": Self.public34])
    #expect(
      try await findings(DNSWitnessed(probe()), survey(resolver)).0
        == .unknown(because: "no-witness"))
    #expect(resolver.count == 0)
  }

  @Test(arguments: [
    (DNSSaid.code(0), DNSSaid.code(0), NameFinding.Kind?.none, Outcome.good),
    (.nxdomain, .code(0), .contradicts, .concern),
    (.nxdomain, .nxdomain, .contradictsEverywhere, .unknown(because: "site-itself")),
    (.nxdomain, .nothing, .contradicts, .concern),
  ])
  func aNameThatIsThereAndNotThere(
    _ six: DNSSaid, _ truth: DNSSaid, _ kind: NameFinding.Kind?, _ outcome: Outcome
  ) async throws {
    func says(_ six: DNSSaid) throws -> DNSPretendResolver {
      try DNSPretendResolver(saying: [
        "news.example A": Self.public34, "news.example AAAA": six, "news.example HTTPS": .code(0),
      ])
    }
    let (resolver, witness) = (try says(six), try says(truth))
    let found = try await findings(DNSTypes(probe(witness: witness)), survey(resolver))
    #expect(found.0 == outcome)
    #expect(found.1?.names.map(\.finding) == (kind.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (DNSSaid.data([0, 0] + [UInt8](repeating: 0, count: 20)), Outcome.concern),
    (.code(0), .unknown(because: "neither")), (.nxdomain, .good),
  ])
  func aDeniedNameWithRecords(_ zone: DNSSaid, _ outcome: Outcome) async throws {
    let resolver = try DNSPretendResolver(saying: ["news.example SOA": zone])
    #expect(try await findings(DNSZones(probe()), survey(resolver)).0 == outcome)
  }

  @Test func aNetworkThatWantsALoginFirstIsNoFinding() async throws {
    let portal = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let witness = try DNSPretendResolver(saying: ["news.example A": .data([95, 57, 0, 34])])
    let probe = probe(witness: witness)
    let checks: [any Check] = [
      DNSBogons(probe), DNSWitnessed(probe), DNSTypes(probe), DNSZones(probe),
    ]
    let evidence = await gatherAll(
      checks, about: survey(portal), mayUseNetwork: true, in: world)
    #expect(evidence.map(\.outcome) == checks.map { _ in .unknown(because: "captive") })
  }

  @Test func namesOfTheUserAreAskedOnlyFromTheSecondLevelOn() async throws {
    let resolver = try DNSPretendResolver(saying: ["news.example A": Self.public34])
    var survey = survey(resolver, .user)
    survey.network.spacing = .none
    #expect(
      try await findings(DNSBogons(probe()), survey).0 == .unknown(because: .notPresent))
    #expect(resolver.count == 0)
    survey.network.level = .list
    survey.run = NetworkRun()
    #expect(try await findings(DNSBogons(probe()), survey).0 == .good)
    // Two types of the name, and one that does not exist.
    #expect(resolver.count == 3)
  }

  @Test func allChecksOfARunAskOnce() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "news.example A": Self.public34, "news.example AAAA": .code(0),
      "news.example HTTPS": .code(0),
    ])
    let witness = try DNSPretendResolver(saying: ["news.example A": Self.public34])
    let probe = probe(witness: witness)
    let checks: [any Check] = [
      DNSBogons(probe), DNSWitnessed(probe), DNSTypes(probe), DNSZones(probe),
    ]
    let evidence = await gatherAll(
      checks, about: survey(resolver), mayUseNetwork: true, in: world)
    #expect(evidence.map(\.outcome) == [.good, .good, .good, .good])
    #expect((resolver.count, witness.count) == (4, 3))
  }

  @Test func theWitnessStandsInThePlan() async throws {
    let resolver = try DNSPretendResolver(saying: [:])
    var real = survey(resolver)
    real.network.encryptedResolvers = EncryptedResolver.builtIn
    // A stranger is not asked about programs of this computer.
    #expect(DNSBogons(probe(witness: resolver)).contacts(for: real, in: world).count == 1)
    #expect(
      try await findings(DNSWitnessed(probe(witness: resolver)), real).0
        == .unknown(because: "no-witness"))
    let contacts = DNSBogons(probe(witness: resolver))
      .contacts(for: survey(resolver), in: world)
    #expect(contacts.map(\.port) == [resolver.endpoint.port, 853])
  }

  @Test(.timeLimit(.minutes(1))) func fifteenHundredNamesAreManyInFlightAndNeverTooMany()
    async throws
  {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let network = CountingDatagrams(inner: LiveNetwork(on: reactor))
    var (world, survey) = (world, survey(resolver))
    world.network = network
    survey.targets = (1...1500).map { Target(host: "n\($0).example", role: .user) }
    (survey.network.level, survey.network.spacing) = (.list, .none)
    let check = DNSBogons(DNSProbe(patience: .seconds(10)))
    let facts = try await check.gather(from: world, about: survey)[0].facts
    #expect((facts.compared, facts.unanswered) == (1500, 0))
    let most = network.most.withLock { $0 }
    #expect(most > 16)
    #expect(most <= Gate.width)
  }
}

private func decoded(_ facts: Fact) throws -> NameFindings {
  try JSONDecoder().decode(NameFindings.self, from: JSONEncoder().encode(facts))
}

/// How many UDP sockets are open at once.
final class CountingDatagrams: Network {
  let inner: LiveNetwork
  let most = Guarded(0)
  fileprivate let open = Guarded(0)

  init(inner: LiveNetwork) { self.inner = inner }

  func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] { try await inner.lookUp(host, until: deadline) }

  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection { try await inner.connect(to: endpoint, until: deadline) }

  func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    let now = open.withLock { open in
      open += 1
      return open
    }
    most.withLock { $0 = max($0, now) }
    return Counted(inner: try inner.datagrams(with: endpoint), network: self)
  }

  private struct Counted: Datagrams {
    let inner: any Datagrams
    let network: CountingDatagrams

    func send(_ bytes: [UInt8]) throws { try inner.send(bytes) }
    func receive(until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
      try await inner.receive(until: deadline)
    }
    func close() {
      network.open.withLock { $0 -= 1 }
      inner.close()
    }
  }
}
