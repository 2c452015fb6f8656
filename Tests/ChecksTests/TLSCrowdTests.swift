import Glibc
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Many targets before nginx, and answers that only a web server in front of another can give.
@Suite final class TLSCrowdTests: Sendable {
  private let reactor: Reactor
  private let network: CountingNetwork
  private let nginx: Server
  private let silent: Peer

  init() throws {
    reactor = try Reactor()
    network = CountingNetwork(inner: NamesOnLoopback(live: LiveNetwork(on: reactor)))
    silent = try Peer(.silent)
    let port = try Loopback.freePort()
    let folder = try TLSCertificates.folder.get()
    let path = "\(folder)/nginx-\(port).conf"
    let padding = String(repeating: "x", count: 1000)
    let big = (0..<70).map { "add_header X-\($0) \(padding);" }.joined(separator: "\n")
    let configuration = """
      daemon off; master_process off; pid \(folder)/nginx-\(port).pid; error_log stderr;
      events { worker_connections 1024; }
      http {
        access_log off; client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p;
        fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
        ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate \(folder)/many.pem; ssl_certificate_key \(folder)/many.key;
        server { listen 127.0.0.1:\(port) ssl backlog=512; return 204; }
        server {
          listen 127.0.0.1:\(port) ssl; server_name big.desk.example;
          location / { \(big) return 200; }
        }
        server {
          listen 127.0.0.1:\(port) ssl; server_name mute.desk.example;
          location / { proxy_pass http://127.0.0.1:\(silent.port); }
        }
        server {
          listen 127.0.0.1:\(port) ssl; server_name shield.desk.example;
          add_header cf-mitigated challenge always; return 403;
        }
        server { listen 127.0.0.1:\(port) ssl; server_name gone.desk.example; return 444; }
      }
      """
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let count = configuration.withCString { write(descriptor, $0, strlen($0)) }
    close(descriptor)
    try #require(count == configuration.utf8.count)
    nginx = try Server(on: port, ["nginx", "-c", path], log: "\(folder)/nginx.log")
  }

  deinit { reactor.stop() }

  private func gather(
    _ targets: [Target], silence: Duration = .seconds(30)
  ) async throws -> [Observation<ReachFacts>] {
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    world.network = network
    (world.files, world.randomness) = (LiveFiles(root: "/nowhere"), LiveRandomness())
    let patience = Patience(connect: .seconds(30), handshake: .seconds(30), read: silence)
    let check = TLSReach(trusting: [try TLSCertificates.authority()], patience: patience)
    var survey = Survey(targets: targets, home: "/")
    survey.network = try NetworkSettings.ofTests
    return try await check.gather(from: world, about: survey)
  }

  private func end(_ name: String, silence: Duration = .seconds(30)) async throws -> ReachFacts {
    let target = Target(host: "\(name).desk.example", port: nginx.port, role: .own)
    return try #require(try await gather([target], silence: silence).first?.facts)
  }

  @Test func twoHundredTargetsAreMeasuredWithinTheLimits() async throws {
    let targets = (0..<200).map {
      Target(host: "a\($0).desk.example", port: nginx.port, role: .own, statuses: [204])
    }
    let found = try await gather(targets)
    // In the order in which they were asked for.
    #expect(found.map(\.subject) == targets.map(\.url))
    #expect(found.allSatisfy { TLSReach().judge($0.facts) == .good && $0.confidence == .high })
    let most = network.most.withLock { $0 }
    #expect((2...ReachRun.limit).contains(most), "\(most) at once")
  }

  @Test func aHostIsAskedTwiceAtOnceAtMost() async throws {
    let targets = (1...30).map {
      Target(host: "127.0.0.1", port: $0 == 1 ? nginx.port : UInt16(60_000 + $0), role: .own)
    }
    _ = try await gather(targets)
    #expect(network.most.withLock { $0 } <= 2)
  }

  @Test func aHeadWithoutEndIsNotReadForEver() async throws {
    let facts = try await end("big")
    #expect(facts.operations.last?.word == .headTooLarge)
    #expect(TLSReach().judge(facts) == .unknown(because: .undecided))
  }

  @Test func silenceAfterTheRequestIsASuspicion() async throws {
    let facts = try await end("mute", silence: .milliseconds(400))
    #expect(facts.operations.last?.stage == .read && facts.operations.last?.word == .timeout)
    #expect(facts.operations.map(\.attempt).max() == 2)
    #expect(TLSReach().judge(facts) == .concern)
  }

  @Test func anEndInsteadOfAnAnswerIsASuspicion() async throws {
    let facts = try await end("gone")
    #expect(facts.operations.last?.stage == .read && facts.operations.last?.word == .eof)
    #expect(TLSReach().judge(facts) == .concern)
  }

  @Test func aShieldThatAsksForAHumanIsNoCensorship() async throws {
    let facts = try await end("shield")
    #expect(facts.operations.last?.page?.isChallenge == true)
    #expect(facts.operations.last?.page?.status == 403)
    #expect(TLSReach().judge(facts) == .good)
  }

  @Test func theEvidenceIsReadableAsJSON() async throws {
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    world.network = network
    (world.files, world.randomness) = (LiveFiles(root: "/nowhere"), LiveRandomness())
    let check = TLSReach(trusting: [try TLSCertificates.authority()])
    let target = Target(host: "a.desk.example", port: nginx.port, role: .own)
    var survey = Survey(targets: [target], home: "/")
    survey.network = try NetworkSettings.ofTests
    let evidence = await check.run(in: world, about: survey)
    guard case .object(let facts)? = evidence.first?.facts,
      case .list(let operations)? = facts["operations"],
      case .object(let last)? = operations.last, case .object(let page)? = last["page"]
    else {
      Issue.record("no facts: \(evidence)")
      return
    }
    #expect(last["stage"] == .text("read") && last["address"] == .text("127.0.0.1"))
    #expect(page["status"] == .integer(204))
    #expect(facts["verdict"] == .text("reachable"))
  }

  @Test func aCancelledMeasurementEndsAtOnce() async throws {
    let target = Target(host: "127.0.0.1", port: silent.port, role: .own)
    let task = Task { try await gather([target]) }
    while network.most.withLock({ $0 }) == 0 { await Task.yield() }
    task.cancel()
    // One that went on to its deadline would return facts.
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

/// How many connections are open at once.
final class CountingNetwork: Network {
  let inner: NamesOnLoopback
  let most = Guarded(0)
  fileprivate let open = Guarded(0)

  init(inner: NamesOnLoopback) { self.inner = inner }

  func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] { try await inner.lookUp(host, until: deadline) }

  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection {
    let now = open.withLock { open in
      open += 1
      return open
    }
    most.withLock { $0 = max($0, now) }
    do {
      let connection = try await inner.connect(to: endpoint, until: deadline)
      return CountedConnection(inner: connection, network: self)
    } catch {
      open.withLock { $0 -= 1 }
      throw error
    }
  }

  func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    try inner.datagrams(with: endpoint)
  }
}

private struct CountedConnection: Connection {
  let inner: any Connection
  let network: CountingNetwork

  func read(atMost limit: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
    try await inner.read(atMost: limit, until: deadline)
  }
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws {
    try await inner.write(bytes, until: deadline)
  }
  func abort() {
    network.open.withLock { $0 -= 1 }
    inner.abort()
  }
  func close() { inner.close() }
}
