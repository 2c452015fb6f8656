import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// All rules on real zones, pages and mail servers.
@Suite(.serialized) final class DomainLabTests: Sendable {
  private let reactor: Reactor
  private let world: World
  private let lab: DomainLab

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    self.world = world
    lab = try DomainLab()
  }

  deinit { reactor.stop() }

  private func checks() -> [any Check] {
    let probe = lab.probe
    return [
      OwnSPF(probe: probe), OwnDKIM(probe: probe), OwnDMARC(probe: probe), OwnMTASTS(probe: probe),
      OwnTLSReports(probe: probe), OwnDNSSEC(probe: probe), OwnCAA(probe: probe),
      OwnTLS(probe: probe), OwnHTTPS(probe: probe), OwnHSTS(probe: probe),
      OwnSecurityText(probe: probe), OwnMail(probe: probe), OwnServers(probe: probe),
      OwnIPv6(probe: probe),
    ]
  }

  private func survey(_ domains: [String], selectors: [String] = []) throws -> Survey {
    var survey = Survey(resolvers: [lab.resolver], home: "/home/a")
    (survey.domains, survey.selectors) = (domains, selectors)
    survey.network.publicRoots = PublicRoots(
      keys: keysOfCertificates(inPEM: try TLSCertificates.authority()))
    return survey
  }

  /// `own-spf good strict` and so on, one line a rule.
  private func findings(_ survey: Survey) async -> [String] {
    let evidence = await gatherAll(checks(), about: survey, mayUseNetwork: true, in: world)
    return evidence.map { item in
      var words: [String] = []
      if case .object(let facts) = item.facts, case .list(let found)? = facts["findings"] {
        for case .text(let word) in found { words.append(word) }
      }
      let outcome = item.outcome.kind.rawValue + (item.outcome.reason.map { "(\($0))" } ?? "")
      return "\(item.check) \(outcome) \(words.joined(separator: " "))"
    }
  }

  @Test func aDomainInOrderIsFoundSo() async throws {
    let found = await findings(try survey(["desk.lab"], selectors: ["sel1"]))
    #expect(
      found == [
        "own-spf good strict", "own-dkim good strong", "own-dmarc good enforced",
        "own-mta-sts good enforced", "own-tls-rpt good wanted", "own-dnssec good validated",
        "own-caa good named not-compared", "own-tls good genuine", "own-https good forced",
        "own-hsts good long", "own-security-txt good complete", "own-mail good pinned",
        "own-servers good spread", "own-ipv6 good reachable",
      ])
  }

  @Test func aDomainWithNothingIsNoFailureWhereNothingIsNeeded() async throws {
    let found = await findings(try survey(["bare.lab"]))
    #expect(
      found == [
        "own-spf problem none", "own-dkim problem no-selectors", "own-dmarc problem none",
        "own-mta-sts skipped(not-present) no-mail", "own-tls-rpt skipped(not-present) no-mail",
        "own-dnssec concern unsigned", "own-caa concern none", "own-tls unknown(no-answer) ",
        "own-https unknown(no-answer) closed", "own-hsts unknown(no-answer) ",
        "own-security-txt unknown(no-answer) ", "own-mail skipped(not-present) none",
        "own-servers problem single", "own-ipv6 concern web-absent names-absent",
      ])
  }

  @Test func aLooseDomainIsFoundSo() async throws {
    let found = await findings(try survey(["loose.lab"]))
    #expect(
      found == [
        "own-spf problem several", "own-dkim problem no-selectors",
        "own-dmarc problem watching no-reports", "own-mta-sts problem no-policy",
        "own-tls-rpt concern none", "own-dnssec concern unsigned", "own-caa concern none",
        "own-tls problem only-1-2 obsolete", "own-https problem in-clear",
        "own-hsts concern short no-subdomains", "own-security-txt skipped(not-present) lacking",
        "own-mail problem no-tls", "own-servers concern one-network",
        "own-ipv6 concern web-absent names-absent mail-absent",
      ])
  }

  @Test func whatWasAskedInClearIsOfLessConfidence() async throws {
    let evidence = await gatherAll(
      [OwnSPF(probe: lab.probe)], about: try survey(["desk.lab"]), mayUseNetwork: true, in: world)
    #expect(evidence.map(\.confidence) == [.medium])
    #expect(evidence.map(\.subject) == ["desk.lab"])
  }

  @Test func aKeyThatIsNotKnownIsAskedForAndNotGuessed() async throws {
    let evidence = await gatherAll(
      [OwnDKIM(probe: lab.probe)], about: try survey(["desk.lab"]), mayUseNetwork: true, in: world)
    #expect(evidence.map(\.outcome) == [.unknown(because: "selector-needed")])
  }

  @Test func withoutADomainNothingIsAskedAndNothingIsSaid() async throws {
    let evidence = await gatherAll(checks(), about: try survey([]), mayUseNetwork: true, in: world)
    #expect(evidence == [])
    #expect(checks().contacts(for: try survey([]), in: world) == [])
  }

  @Test func withoutConsentNothingIsSent() async throws {
    let evidence = await gatherAll(
      checks(), about: try survey(["desk.lab"]), mayUseNetwork: false, in: .unplugged.still)
    #expect(evidence.map(\.outcome) == .init(repeating: .skipped(because: .noConsent), count: 14))
  }

  @Test func allRulesTogetherAskEachQuestionOnce() async throws {
    let asked = Guarded<[DNSQuestion]>([])
    let resolver = lab.resolver
    var probe = lab.probe
    probe.makesAsker = { _, world in
      CountingAsker(
        asker: DNSAsker(resolver, in: world, patience: .seconds(10)), asked: asked)
    }
    let checks: [any Check] = [
      OwnSPF(probe: probe), OwnDKIM(probe: probe), OwnMTASTS(probe: probe), OwnMail(probe: probe),
      OwnTLSReports(probe: probe), OwnServers(probe: probe), OwnIPv6(probe: probe),
      OwnDNSSEC(probe: probe), OwnTLS(probe: probe), OwnHSTS(probe: probe),
    ]
    let survey = try survey(["desk.lab"])
    _ = await gatherAll(checks, about: survey, mayUseNetwork: true, in: world)
    let all = asked.withLock { $0 }
    #expect(all.count == Set(all).count)
    #expect(all.contains { $0.name == "desk.lab." && $0.type == .mx })
  }

  @Test func thePlanNamesEverybodyThatIsContacted() async throws {
    let survey = try survey(["desk.lab"], selectors: ["sel1"])
    let watched = WatchedNetwork(live: world.network)
    var world = world
    world.network = watched
    _ = await gatherAll(checks(), about: survey, mayUseNetwork: true, in: world)
    let ports = Set(watched.contacted.map(\.port))
    let contacts = checks().contacts(for: survey, in: world)
    #expect(ports == Set(contacts.map(\.port)))
    #expect(
      contacts.map { "\($0.host) \($0.visible.rawValue)" }.sorted()
        == [
          "127.0.0.1 name", "desk.lab connection", "desk.lab connection", "desk.lab mail",
          "desk.lab servers", "mta-sts.desk.lab connection", "www.desk.lab connection",
        ])
    // One handshake for each page, one for old versions at each of two names; http; two of mail
    // over both protocols; and one for each IPv6 address.
    #expect(watched.contacted.count < 16)
  }
}

extension World {
  fileprivate var still: World {
    var world = self
    world.clock = FixedClock()
    return world
  }
}

/// Notes whom a check reaches.
private final class WatchedNetwork: Network {
  private let live: any Network
  private let seen = Guarded<[Endpoint]>([])
  init(live: any Network) { self.live = live }

  /// TCP connections and the endpoints of datagrams, the latter once each.
  var contacted: [Endpoint] { seen.withLock { $0 } }

  func lookUp(_ host: String, until deadline: ContinuousClock.Instant) async throws -> [IPAddress] {
    Issue.record("the system's resolver was asked for \(host)")
    return try await live.lookUp(host, until: deadline)
  }

  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection {
    seen.withLock { $0.append(endpoint) }
    return try await live.connect(to: endpoint, until: deadline)
  }

  func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    seen.withLock { if !$0.contains(endpoint) { $0.append(endpoint) } }
    return try live.datagrams(with: endpoint)
  }
}

/// Hands questions on and notes them.
private struct CountingAsker: QuestionAsker {
  let asker: DNSAsker
  let asked: Guarded<[DNSQuestion]>

  func answers(to questions: [DNSQuestion]) async throws -> [DNSAnswer] {
    asked.withLock { $0 += questions }
    return try await asker.answers(to: questions)
  }
}
