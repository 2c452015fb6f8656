import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// How far a check may go is the person's choice: nothing above it is asked or planned.
@Suite struct NetworkLevelTests {
  private var world: World {
    var world = World.unplugged
    (world.clock, world.files) = (
      FixedClock(), TextFiles(texts: ["/etc/resolv.conf": "nameserver 9.9.9.9\n"])
    )
    return world
  }

  @Test func aCheckAboveTheLevelIsSkippedAndReachesNobody() async {
    let checks: [any Check] = [DNSIdentity(), DNSBlackHole(), DNSUpstream(), DNSLeak()]
    for level in [NetworkLevel.own, .list, .differential] {
      var survey = Survey(home: "/home/a")
      survey.network.level = level
      let evidence = await gatherAll(checks, about: survey, mayUseNetwork: true, in: world)
      #expect(evidence.map(\.outcome) == checks.map { _ in .skipped(because: "needs-level-4") })
      #expect(checks.contacts(for: survey, in: world) == [])
    }
  }

  @Test func withoutConsentTheLevelDoesNotMatter() async {
    let evidence = await gatherAll(
      [DNSIdentity()], about: Survey(home: "/home/a"), mayUseNetwork: false, in: world)
    #expect(evidence.map(\.outcome) == [.skipped(because: .noConsent)])
  }

  @Test func theLevelsAreThoseOfTheirTests() {
    let above = catalogue.filter { $0.level != .own }
    #expect(
      above.map(\.id.rawValue).sorted() == [
        "dns-black-hole", "dns-identity", "dns-leak", "dns-minimisation", "dns-rebinding",
        "dns-root-key", "dns-upstream",
      ])
    #expect(above.allSatisfy { $0.level == .probing })
  }

  @Test func thePlanNamesEverybodyWhoIsAsked() {
    func hosts(_ check: any Check, _ level: NetworkLevel = .probing) -> [String] {
      var survey = Survey(home: "/home/a")
      survey.network.level = level
      return [check].contacts(for: survey, in: world).map(\.host)
    }
    let roots = ["193.0.14.129", "199.7.83.42"]
    #expect(hosts(DNSInterception()) == roots)
    #expect(hosts(DNSAlive()) == ["9.9.9.9"])
    #expect(hosts(DNSSize()) == ["9.9.9.9"] + roots)
    #expect(hosts(DNSInjection()) == ["9.9.9.9"] + roots + ["1.1.1.1"])
    #expect(hosts(DNSIdentity()) == ["9.9.9.9"] + roots + ["1.1.1.1"])
    #expect(hosts(DNSBlackHole()) == ["198.18.0.1", "9.9.9.9"])
    #expect(hosts(NetTunnel()) == [])
  }

  @Test func whoeverNamesOnlyThisComputerIsLeftAloneWithIt() throws {
    var survey = Survey(
      resolvers: [Endpoint(try #require(IPAddress("127.0.0.1")), port: 5353)], home: "/home/a")
    survey.network.level = .probing
    let dns = catalogue.filter { $0.family == .dns }
    #expect(Set(dns.contacts(for: survey, in: world).map(\.host)) == ["127.0.0.1"])
  }
}

/// What the checks of one run share.
@Suite struct NetworkRunTests {
  private let server: Endpoint

  init() throws { server = Endpoint(try #require(IPAddress("192.0.2.1")), port: 53) }

  @Test func theGateLetsOnlySoManyThroughAndLosesNobody() async throws {
    let gate = Gate()
    let (open, most, passed) = (Guarded(0), Guarded(0), Guarded(0))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<500 {
        group.addTask {
          try await gate.through(to: server) {
            let now = open.withLock { open in
              open += 1
              return open
            }
            most.withLock { $0 = max($0, now) }
            try await Task.sleep(for: .milliseconds(1))
            open.withLock { $0 -= 1 }
            passed.withLock { $0 += 1 }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(passed.withLock { $0 } == 500)
    #expect(most.withLock { $0 } <= Gate.width)
  }

  @Test func whoeverIsCancelledInFrontOfTheGateGivesThePlaceBack() async throws {
    let gate = Gate()
    let tasks = (0..<200).map { _ in
      Task { try await gate.through(to: server) { try await Task.sleep(for: .seconds(60)) } }
    }
    try await Task.sleep(for: .milliseconds(50))
    for task in tasks { task.cancel() }
    for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
    #expect(try await gate.through(to: server) { true })
  }

  @Test func aValueIsMadeOnceAndAFailureAgain() async throws {
    let once = Once<Int>()
    let made = Guarded(0)
    let make: @Sendable () async throws -> Int = {
      try await Task.sleep(for: .milliseconds(20))
      return made.withLock { made in
        made += 1
        return made
      }
    }
    await #expect(throws: NetworkProblem.self) {
      try await once.value { throw NetworkProblem(.timeout) }
    }
    async let one = once.value(make)
    async let two = once.value(make)
    #expect(try await [one, two, once.value(make)] == [1, 1, 1])
  }
}
