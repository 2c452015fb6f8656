import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The checks of encrypted DNS, against real resolvers and odd ones.
@Suite final class EncryptedChecksTests: Sendable {
  private let reactor: Reactor
  private let world: World
  private let loopback: IPAddress

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    self.world = world
    loopback = try #require(IPAddress("127.0.0.1"))
  }
  deinit { reactor.stop() }

  private static let probe = {
    var names = DNSNames()
    (names.existing, names.top) = ("good.lab", "lab")
    return DNSProbe(names: names, patience: .seconds(10))
  }()

  private func survey(_ port: UInt16?, plain: Endpoint? = nil) throws -> Survey {
    let authority = try TLSCertificates.authority()
    var survey = Survey(resolvers: plain.map { [$0] } ?? [], home: "/home/a")
    survey.network.publicRoots = PublicRoots(keys: keysOfCertificates(inPEM: authority))
    survey.network.encryptedResolvers =
      port.map { [EncryptedResolver(name: "desk.example", addresses: [loopback], port: $0)] } ?? []
    return survey
  }

  private func reach(
    _ survey: Survey, patience: EncryptedPatience = .ample
  ) async throws -> DNSEncrypted.Facts {
    let check = DNSEncrypted(
      Self.probe, trusting: [try TLSCertificates.authority()], patience: patience)
    return try await check.gather(from: world, about: survey)[0].facts
  }

  private func shown(_ reaches: [EncryptedReach]) -> [String] {
    reaches.map { reach in
      let words = [
        reach.transport.rawValue, reach.isWithoutName ? "nameless" : nil, reach.stage.rawValue,
        reach.word?.rawValue, reach.detail,
      ].compactMap { $0 }
      return words.joined(separator: " ")
    }
  }

  @Test func oneWayThatWorksIsEnough() async throws {
    let unbound = try DNSUnbound(encrypted: "tls-port")
    let facts = try await reach(survey(unbound.encryptedPort), patience: .short)
    // The port speaks DNS over TLS, and hangs up on HTTP.
    #expect(shown(facts.routes).first == "dot answer")
    #expect(facts.routes.last?.word != nil)
    #expect(facts.existing.isEmpty)
    #expect(DNSEncrypted().judge(facts) == .good)
    let https = try DNSUnbound(encrypted: "https-port")
    let other = try await reach(survey(https.encryptedPort), patience: .short)
    #expect(shown(other.routes).last == "doh answer")
    #expect(DNSEncrypted().judge(other) == .good)
  }

  @Test(arguments: [
    (
      "cut-name", "good",
      [
        "dot handshake reset errno 104", "dot nameless answer", "doh handshake reset errno 104",
      ], Outcome.concern
    ),
    ("plain", "self", ["dot certificate unknown-authority x509 18@0 10@0"], .concern),
    ("plain", "other", ["dot certificate wrong-name x509 62@0"], .concern),
    ("plain", "expired", ["dot answer"], .unknown(because: "clock")),
  ])
  func whatStandsInTheWayIsNamed(
    _ manner: String, _ certificate: String, _ first: [String], _ outcome: Outcome
  ) async throws {
    let peer = try EncryptedPeer(manner, certificate: certificate)
    let unbound = try DNSUnbound()
    let facts = try await reach(
      survey(peer.server.port, plain: unbound.endpoint), patience: .short)
    #expect(Array(shown(facts.routes).prefix(first.count)) == first)
    #expect(DNSEncrypted().judge(facts) == outcome)
  }

  @Test func aListedInterceptorIsAProblem() async throws {
    let peer = try EncryptedPeer("plain", certificate: "self")
    var survey = try survey(peer.server.port, plain: try DNSUnbound().endpoint)
    let folder = try TLSCertificates.folder.get()
    let pem = Array(try run(["cat", "\(folder)/self.pem"]).output)
    survey.network.interceptors = try #require(Interceptors.builtIn.adding(pem: pem))
    let facts = try await reach(survey)
    #expect(facts.isIntercepted)
    #expect(DNSEncrypted().judge(facts) == .problem)
  }

  @Test func withoutANetworkNothingIsBlocked() async throws {
    let silent = try Peer(.silent)
    let nobody = try DNSPretendResolver { _ in [] }
    let check = DNSEncrypted(
      DNSProbe(patience: .milliseconds(200)), trusting: [],
      patience: EncryptedPatience(handshake: .milliseconds(200)))
    let outcomes = await check.run(
      in: world, about: try survey(silent.port, plain: nobody.endpoint)
    ).map(\.outcome)
    #expect(outcomes == [.unknown(because: .timedOut)])
  }

  @Test func aNetworkThatWantsALoginIsNoBlocking() async throws {
    let silent = try Peer(.silent)
    let portal = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let facts = try await reach(
      survey(silent.port, plain: portal.endpoint),
      patience: EncryptedPatience(handshake: .milliseconds(200)))
    #expect(DNSEncrypted().judge(facts) == .unknown(because: "captive"))
  }

  @Test func whoWantsNoEncryptedDNSIsNotAsked() async throws {
    let outcomes = await DNSEncrypted(Self.probe, trusting: []).run(
      in: world, about: try survey(nil)
    ).map(\.outcome)
    #expect(outcomes == [.skipped(because: .notPresent)])
  }

  // MARK: - The designated resolver

  private func designated(
    _ records: [String], ports: [UInt16], patience: EncryptedPatience = .ample
  ) async throws -> DNSDesignated.Facts {
    let plain = try DNSUnbound(
      ["local-zone: \"resolver.arpa.\" static"]
        + records.map { "local-data: '_dns.resolver.arpa. 60 SVCB \($0)'" })
    let check = DNSDesignated(
      Self.probe, trusting: [try TLSCertificates.authority()], patience: patience, ports: ports)
    return try await check.gather(from: world, about: survey(nil, plain: plain.endpoint))[0].facts
  }

  @Test func aResolverThatNamesItselfIsVerified() async throws {
    let peer = try EncryptedPeer("plain")
    let port = peer.server.port
    let facts = try await designated(
      ["1 desk.example. alpn=dot port=\(port) ipv4hint=127.0.0.1"], ports: [port])
    let expected = DNSDesignated.Service(
      target: "desk.example", transport: .dot, port: port, verdict: .verified)
    #expect(facts.services == [expected])
    #expect(DNSDesignated().judge(facts) == .good)
    #expect(try peer.count(of: "question") == 0)
  }

  @Test(arguments: [
    ("many", DNSDesignated.Service.Verdict.unnamed, nil),
    ("self", .failed, FailureWord.unknownAuthority),
  ])
  func aCertificateWithoutItsAddressProvesNothing(
    _ certificate: String, _ verdict: DNSDesignated.Service.Verdict, _ word: FailureWord?
  ) async throws {
    let peer = try EncryptedPeer("plain", certificate: certificate)
    let port = peer.server.port
    let facts = try await designated(
      ["1 desk.example. alpn=dot port=\(port) ipv4hint=127.0.0.1"], ports: [port])
    #expect(facts.services.map(\.verdict) == [verdict])
    #expect(facts.services.map(\.word) == [word])
    // The resolver of the test is a program on this computer.
    #expect(DNSDesignated().judge(facts) == .unknown(because: "forwards-elsewhere"))
  }

  @Test func addressesThatNoPlanNamedAreNotContacted() async throws {
    let peer = try EncryptedPeer("plain")
    let port = peer.server.port
    let facts = try await designated(
      [
        "1 desk.example. alpn=dot port=\(port)", "2 desk.example. alpn=h2 ipv4hint=95.58.0.80",
        "0 other.example.",
      ], ports: [853, 443])
    #expect(facts.services.map(\.verdict) == [.elsewhere, .elsewhere])
    #expect(try peer.count(of: "connection") == 0)
  }

  @Test func whoSaysNothingIsUnknown() async throws {
    let facts = try await designated([], ports: [853])
    #expect(facts.services.isEmpty)
    #expect(DNSDesignated().judge(facts) == .unknown(because: "not-offered"))
  }

  @Test func theDataOfABindingIsRead() {
    let target: [UInt8] = [4] + Array("desk".utf8) + [7] + Array("Example".utf8) + [0]
    let protocols: [UInt8] = [0, 1, 0, 7, 3] + Array("dot".utf8) + [2] + Array("h2".utf8)
    let rest: [UInt8] = [0, 3, 0, 2, 0x22, 0x95, 0, 4, 0, 8, 1, 1, 1, 1, 1, 0, 0, 1]
    let whole = [0, 1] + target + protocols + rest
    let binding = ServiceBinding(whole)
    #expect(binding?.target == "desk.example.")
    #expect(binding?.protocols == ["dot", "h2"])
    #expect(binding?.port == 8853)
    #expect(binding?.addresses == [[1, 1, 1, 1], [1, 0, 0, 1]])
    // Every shorter one is malformed, or ends after a whole parameter.
    let ends = (0..<whole.count).filter { ServiceBinding(Array(whole.prefix($0))) != nil }
    #expect(ends == [2 + target.count, 2 + target.count + protocols.count, whole.count - 12])
    #expect(ServiceBinding([0, 1, 0] + rest + protocols) == nil)
  }
}

extension EncryptedPatience {
  /// For what does not answer at all.
  fileprivate static let short = EncryptedPatience(
    connect: .seconds(30), handshake: .seconds(30), answer: .seconds(2))
}
