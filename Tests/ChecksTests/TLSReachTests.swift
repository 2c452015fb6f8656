import Glibc
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Every server here is a real one, on loopback.
@Suite final class TLSReachTests: Sendable {
  private let reactor: Reactor
  private let world: World

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    world.network = NamesOnLoopback(live: LiveNetwork(on: reactor))
    (world.files, world.randomness) = (LiveFiles(root: "/nowhere"), LiveRandomness())
    self.world = world
  }

  deinit { reactor.stop() }

  private func measure(
    _ targets: [Target], silence: Duration = .seconds(30)
  ) async throws -> [ReachFacts] {
    let patience = Patience(connect: .seconds(30), handshake: silence, read: .seconds(30))
    let check = TLSReach(trusting: [try TLSCertificates.authority()], patience: patience)
    var survey = Survey(targets: targets, home: "/home/a")
    survey.network = try NetworkSettings.ofTests
    return try await check.gather(from: world, about: survey).map(\.facts)
  }

  private func measure(
    _ port: UInt16, host: String = "desk.example", statuses: [Int] = [],
    silence: Duration = .seconds(30)
  ) async throws -> ReachFacts {
    let target = Target(host: host, port: port, role: .own, statuses: statuses)
    return try #require(try await measure([target], silence: silence).first)
  }

  /// `openssl s_server`, which answers a request with a page of its own.
  private func server(_ certificate: String, _ options: [String] = []) throws -> Server {
    let (folder, port) = (try TLSCertificates.folder.get(), try Loopback.freePort())
    let words = [
      "openssl", "s_server", "-www", "-quiet", "-accept", "127.0.0.1:\(port)",
      "-cert", "\(folder)/\(certificate).pem", "-key", "\(folder)/\(certificate).key",
    ]
    return try Server(on: port, words + options, log: "\(folder)/server.log")
  }

  private func end(_ facts: ReachFacts) -> String {
    guard let step = facts.operations.last else { return "" }
    let words = [step.stage.rawValue, step.word?.rawValue, step.detail, step.point?.rawValue]
    return words.compactMap { $0 }.joined(separator: " ")
  }

  @Test func aGoodServerIsReachedAndDescribed() async throws {
    let server = try server("good")
    let facts = try await measure(server.port, statuses: [200])
    #expect(facts.operations.map(\.stage) == [.resolve, .connect, .handshake, .read])
    #expect(facts.operations.dropFirst().allSatisfy { $0.word == nil && $0.took >= 0 })
    #expect(facts.operations.last?.page?.status == 200)
    let handshake = facts.operations.compactMap(\.handshake).first
    #expect(
      (handshake?.protocolName, handshake?.cipher) == ("TLSv1.3", "TLS_AES_256_GCM_SHA384"))
    #expect(facts.operations.first?.lookUp?.addresses == ["127.0.0.1"])
    let certificate = try #require(facts.certificates.first)
    #expect(certificate.subject == "CN=desk.example")
    #expect(certificate.issuer == "CN=Saqta test authority")
    #expect(certificate.names == ["desk.example", "127.0.0.1"])
    #expect(certificate.notBefore == "2026-01-01T00:00:00Z")
    #expect(certificate.notAfter == "2028-01-01T00:00:00Z")
    #expect(certificate.key == "EC 256")
    #expect((certificate.sha256.count, certificate.keySHA256.count) == (64, 64))
    #expect(TLSReach().judge(facts) == .good)
  }

  @Test func anAddressIsCheckedAgainstTheCertificateWithoutLookingUp() async throws {
    let server = try server("good")
    let facts = try await measure(server.port, host: "127.0.0.1")
    #expect(facts.operations.map(\.stage) == [.connect, .handshake, .read])
    #expect(TLSReach().judge(facts) == .good)
  }

  @Test(arguments: [
    ("expired", "handshake bad-date x509 10@0", Outcome.problem),
    ("early", "handshake bad-date x509 9@0", .problem),
    // Without a witness nobody says that the address is the site's.
    ("other", "handshake wrong-name x509 62@0", .unknown(because: .undecided)),
    ("weak", "handshake bad-certificate x509 66@0", .unknown(because: .undecided)),
    // Untrusted and expired: who signed it matters more than when.
    ("self", "handshake unknown-authority x509 18@0 10@0", .concern),
  ])
  func aFaultyCertificateHasItsWord(
    _ certificate: String, _ expected: String, _ outcome: Outcome
  ) async throws {
    let server = try server(
      certificate, certificate == "weak" ? ["-cipher", "ALL@SECLEVEL=0"] : [])
    let facts = try await measure(server.port)
    #expect(end(facts) == expected)
    #expect(facts.certificates.count == 1)
    #expect(TLSReach().judge(facts) == outcome)
  }

  @Test func everyErrorOfAForgedChainIsKept() async throws {
    let server = try server("self")
    let facts = try await measure(server.port, host: "another.desk.example")
    #expect(end(facts) == "handshake unknown-authority x509 18@0 62@0 10@0")
    #expect(facts.certificates.first?.subject.contains("\t") == false)
  }

  @Test func aServerOfTLS10OnlyIsAnOldProtocol() async throws {
    let server = try server("good", ["-tls1", "-cipher", "ALL@SECLEVEL=0"])
    let facts = try await measure(server.port)
    #expect(end(facts) == "handshake alert alert 70 protocol-version")
    #expect(TLSReach().judge(facts) == .problem)
  }

  @Test func aServerOfTLS12IsWellEnough() async throws {
    let server = try server("good", ["-tls1_2"])
    let facts = try await measure(server.port)
    #expect(facts.operations.compactMap(\.handshake).first?.protocolName == "TLSv1.2")
    #expect(TLSReach().judge(facts) == .good)
  }

  @Test(arguments: [
    (Peer.Manner.silent, "handshake timeout client-hello", Outcome.concern),
    (.resetting, "handshake reset errno 104 client-hello", .concern),
    (.closing, "handshake eof tls 294 client-hello", .concern),
    (
      .saying("HTTP/1.1 400 Bad Request\r\n\r\n"), "handshake not-tls tls 267",
      .unknown(because: .undecided)
    ),
    (.saying("220 mail ready\r\n"), "handshake not-tls tls 267", .unknown(because: .undecided)),
    (.saying("Middlebox v 1.0"), "handshake not-tls tls 267", .concern),
  ])
  func aCutHandshakeHasItsWord(
    _ manner: Peer.Manner, _ expected: String, _ outcome: Outcome
  ) async throws {
    let peer = try Peer(manner)
    let isSilent = expected.contains("timeout")
    let facts = try await measure(
      peer.port, silence: isSilent ? .milliseconds(200) : .seconds(30))
    #expect(end(facts) == expected)
    #expect(TLSReach().judge(facts) == outcome)
    if case .saying(let text) = manner {
      #expect(facts.operations.last?.firstBytes == cleaned(text))
    }
    // Only a timeout is tried again.
    #expect(facts.operations.last?.attempt == (isSilent ? 2 : 1))
  }

  @Test func aClosedPortRefuses() async throws {
    let facts = try await measure(try Loopback.freePort())
    #expect(end(facts) == "connect refused errno 111")
    #expect(TLSReach().judge(facts) == .unknown(because: .undecided))
  }

  @Test func aNameThatDoesNotExistIsUndecided() async throws {
    let facts = try await measure(443, host: "missing.example")
    #expect(end(facts) == "resolve nxdomain eai -2")
    #expect(TLSReach().judge(facts) == .unknown(because: .undecided))
  }

  @Test func aForeignNameOnAPrivateAddressIsNotContacted() async throws {
    let peer = try Peer(.silent)
    let target = Target(host: "desk.example", port: peer.port, role: .user)
    let facts = try #require(try await measure([target]).first)
    #expect(end(facts) == "resolve bogon")
    #expect(facts.operations.first?.lookUp?.addresses == ["127.0.0.1"])
  }

  @Test func withoutAnyNetworkNothingIsSaidOfTheTargets() async throws {
    let facts = try await measure([
      Target(host: "offline.example", role: .own), Target(host: "offline.test", role: .user),
    ])
    #expect(
      facts.map { TLSReach().judge($0) } == [
        .unknown(because: .noNetwork), .unknown(because: .noNetwork),
      ])
  }

  @Test func outOfDateEverywhereIsTheClock() async throws {
    let servers = [try server("expired"), try server("early")]
    let facts = try await measure([
      Target(host: "desk.example", port: servers[0].port, role: .own),
      Target(host: "old.example", port: servers[1].port, role: .own),
    ])
    #expect(
      facts.map { TLSReach().judge($0) } == [
        .unknown(because: .clock), .unknown(because: .clock),
      ])
  }

  @Test func anUnexpectedStatusOfTheGenuineSiteIsNotGood() async throws {
    let server = try server("good")
    let facts = try await measure(server.port, statuses: [301])
    #expect(facts.operations.last?.page?.status == 200)
    #expect(TLSReach().judge(facts) == .concern)
  }
}

extension NetworkSettings {
  /// As a laboratory needs them: no witness, nobody to wait for, and the tests' own authority.
  static var ofTests: NetworkSettings {
    get throws {
      var settings = NetworkSettings()
      (settings.encryptedResolvers, settings.spacing) = ([], .none)
      settings.publicRoots = PublicRoots(
        keys: keysOfCertificates(inPEM: try TLSCertificates.authority()))
      return settings
    }
  }
}

extension Target {
  init(host: String, port: UInt16 = 443, role: Role, statuses: [Int] = []) {
    self.init(
      WebAddress(scheme: "https", host: host, port: port), role: role, statuses: statuses)
  }
}

/// Only names are pretended: every name below `example` is this computer, the rest is live.
struct NamesOnLoopback: Network {
  let live: LiveNetwork

  func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] {
    if host.hasPrefix("offline.") { throw NetworkProblem(.temporary, "eai -3") }
    let isPretended = host.contains(".example") || host.contains("127.")
    if host.hasPrefix("missing.") || !isPretended { throw NetworkProblem(.nxdomain, "eai -2") }
    return try await live.lookUp("127.0.0.1", until: deadline)
  }

  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection {
    try await live.connect(to: endpoint, until: deadline)
  }

  func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    try live.datagrams(with: endpoint)
  }
}
