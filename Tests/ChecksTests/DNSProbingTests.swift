import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The checks that look for somebody in between, against real servers and pretend ones.
@Suite final class DNSProbingTests: Sendable {
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

  private func probe(_ change: (inout DNSProbe) -> Void = { _ in }) -> DNSProbe {
    var probe = DNSProbe(
      patience: .milliseconds(500), listening: .milliseconds(300), ageing: .milliseconds(1200))
    probe.names.existing = "good.lab"
    probe.places = DNSPlaces(roots: [], identified: [], blackHole: [])
    change(&probe)
    return probe
  }

  private func survey(_ endpoint: Endpoint) -> Survey {
    var survey = Survey(
      targets: [Target(host: "news.example", role: .neutral)], resolvers: [endpoint],
      home: "/home/a")
    survey.network.level = .probing
    return survey
  }

  private func observe<C: Check>(_ check: C, _ endpoint: Endpoint) async throws -> C.Facts {
    try #require(await check.gather(from: world, about: survey(endpoint)).first).facts
  }

  private func outcome(_ check: some Check, _ endpoint: Endpoint) async -> Outcome? {
    await check.run(in: world, about: survey(endpoint)).first?.outcome
  }

  // MARK: Injection

  @Test func twoDifferentAnswersToOneQuestionAreForged() async throws {
    let resolver = try DNSPretendResolver {
      [
        DNSWire.reply(to: $0, address: [95, 58, 0, 80]),
        DNSWire.reply(to: $0, address: [95, 58, 0, 34]),
      ]
    }
    let facts = try await observe(DNSInjection(probe()), resolver.endpoint)
    #expect(facts.forged.map(\.name) == ["news.example"])
    #expect(facts.forged.map { $0.replies.map(\.says) } == [[["95.58.0.80"], ["95.58.0.34"]]])
    // The TTL with which Linux sends.
    #expect(facts.forged.flatMap(\.replies).map(\.hopLimit) == [64, 64])
    #expect(DNSInjection().judge(facts) == .problem)
  }

  @Test func anAnswerAndADenialAreForged() async throws {
    let resolver = try DNSPretendResolver {
      [DNSWire.reply(to: $0, code: 3, address: nil), DNSWire.reply(to: $0)]
    }
    #expect(await outcome(DNSInjection(probe()), resolver.endpoint) == .problem)
  }

  @Test func thesameAnswerTwiceIsNoForgery() async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0), DNSWire.reply(to: $0)] }
    #expect(await outcome(DNSInjection(probe()), resolver.endpoint) == .good)
  }

  @Test func whatIsNotOursIsNoForgery() async throws {
    let resolver = try DNSPretendResolver { question in
      let id = UInt16(question[0]) << 8 | UInt16(question[1])
      return [
        DNSWire.reply(to: question, address: [6, 6, 6, 6], id: id &+ 1), [0xff],
        DNSWire.reply(to: question),
      ]
    }
    #expect(await outcome(DNSInjection(probe()), resolver.endpoint) == .good)
  }

  @Test func silenceIsUnknown() async throws {
    let resolver = try DNSPretendResolver { _ in [] }
    #expect(
      await outcome(DNSInjection(probe()), resolver.endpoint) == .unknown(because: .timedOut))
  }

  @Test(.timeLimit(.minutes(1))) func aFloodIsCutShort() async throws {
    let resolver = try DNSPretendResolver { question in
      (0..<5000).map {
        DNSWire.reply(to: question, address: [95, 58, UInt8($0 / 250), UInt8($0 % 250)])
      }
    }
    let facts = try await observe(DNSInjection(probe()), resolver.endpoint)
    #expect(facts.forged.map(\.replies.count) == [16])
  }

  // MARK: Interception

  @Test func aRootServerThatRefersIsNotIntercepted() async throws {
    let knot = try DNSKnot()
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let check = DNSInterception(probe { $0.places.roots = [knot.endpoint] })
    let facts = try await observe(check, resolver.endpoint)
    #expect(facts.verdict == .refers)
    for answer in [facts.referral.recursive, facts.referral.plain, facts.referral.stream] {
      #expect(answer.refers)
      #expect((answer.answers, answer.offersRecursion) == (0, false))
    }
    #expect(check.judge(facts) == .good)
  }

  @Test func aResolverInThePlaceOfARootServerIsSeen() async throws {
    let resolver = try DNSUnbound(["local-data: \"www.example.com. 60 A 95.58.0.99\""])
    let check = DNSInterception(probe { $0.places.roots = [resolver.endpoint] })
    let facts = try await observe(check, resolver.endpoint)
    #expect(facts.verdict == .intercepted)
    #expect(facts.referral.recursive.offersRecursion)
    #expect(check.judge(facts) == .concern)
  }

  @Test func afterThatNothingElseIsWorthMuch() async throws {
    let interceptor = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let probe = probe { $0.places.roots = [interceptor.endpoint] }
    let survey = survey(interceptor.endpoint)
    #expect(try await probe.isIntercepted(survey, in: world) == true)
    // UDP with and without RD; TCP finds nobody.
    #expect(interceptor.count == 2)
    let nearby = Resolver(interceptor.endpoint, kind: .nearby)
    let found = try await probe.observe([nearby], survey, in: world, isDoubtful: true) { _, _ in 1 }
    #expect(found.map(\.confidence) == [.low])
    let here = Resolver(interceptor.endpoint, source: "--resolver")
    let own = try await probe.observe([here], survey, in: world, isDoubtful: true) { _, _ in 1 }
    #expect(own.map(\.confidence) == [.high])
  }

  @Test func aSilentRootServerTellsNothing() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let probe = probe { $0.places.roots = [silent.endpoint] }
    #expect(
      await outcome(DNSInterception(probe), silent.endpoint) == .unknown(because: .timedOut))
    #expect(try await probe.isIntercepted(survey(silent.endpoint), in: world) == nil)
  }

  // MARK: Black hole

  @Test(arguments: [
    ([String](), Outcome.good), (["news.example A"], .problem),
    (["news.example A", "good.lab A"], .concern),
  ])
  func whoAnswersWhereNobodyIs(_ answered: [String], _ outcome: Outcome) async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let hole = try DNSPretendResolver {
      answered.contains(DNSWire.asked($0).key) ? [DNSWire.reply(to: $0)] : []
    }
    let check = DNSBlackHole(probe { $0.places.blackHole = [hole.endpoint] })
    #expect(await self.outcome(check, resolver.endpoint) == outcome)
  }

  @Test func silenceWithoutANetworkIsNoGoodNews() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let check = DNSBlackHole(probe { $0.places.blackHole = [silent.endpoint] })
    #expect(await outcome(check, silent.endpoint) == .unknown(because: .timedOut))
  }

  // MARK: Identity

  @Test func aServerSaysWhoItIs() async throws {
    let knot = try DNSKnot()
    let facts = try await observe(DNSIdentity(probe()), knot.endpoint)
    #expect(facts.answers.map(\.name) == ["id.server.", "version.bind.", "hostname.bind."])
    #expect(facts.answers.map(\.byUDP) == ["ala01", "one", "ala01"])
    #expect(facts.answers.map(\.byTCP) == ["ala01", "one", "ala01"])
    #expect(facts.serverID == "ala01-nsid")
    #expect(DNSIdentity().judge(facts) == .unknown(because: "neither"))
  }

  @Test func controlCharactersOfAnIdentityAreReplaced() async throws {
    let resolver = try DNSPretendResolver {
      [DNSWire.reply(to: $0, type: 16, data: [5, 27, 91, 50, 74, 0xff])]
    }
    let facts = try await observe(DNSIdentity(probe()), resolver.endpoint)
    #expect(facts.answers.first?.byUDP == #"\027[2J\255"#)
  }

  // MARK: Upstream, leak

  @Test func whoAsksUpstreamIsToldByNames() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "o-o.myaddr.l.google.com TXT": .text("95.56.0.7"),
      "whoami.ds.akahelp.net TXT": .text("ns 95.56.0.8"),
      "whoami.akamai.net A": .data([95, 56, 0, 7]),
    ])
    let facts = try await observe(DNSUpstream(probe()), resolver.endpoint)
    #expect(facts.upstream.addresses == ["95.56.0.7", "95.56.0.8"])
    #expect(facts.upstream.clientSubnet == nil)
    #expect(DNSUpstream().judge(facts) == .good)
  }

  @Test func aToldNetworkIsAConcern() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "o-o.myaddr.l.google.com TXT": .text("edns0-client-subnet 95.59.1.0/24")
    ])
    let facts = try await observe(DNSUpstream(probe()), resolver.endpoint)
    #expect(facts.upstream.clientSubnet == "95.59.1.0/24")
    #expect(DNSUpstream().judge(facts) == .concern)
  }

  @Test func networksAreRead() throws {
    let network = try #require(WhoAsks.Network(reading: "95.56.0.0/14"))
    #expect(network.holds(try #require(IPAddress("95.59.255.255"))))
    #expect(!network.holds(try #require(IPAddress("95.60.0.0"))))
    #expect(!network.holds(try #require(IPAddress("2a00::1"))))
    for text in ["", "/", "95.56.0.0", "95.56.0.0/0", "95.56.0.0/33", "x/8", "95.56.0.0/8/8"] {
      #expect(WhoAsks.Network(reading: text) == nil, "\(text)")
    }
  }

  @Test func withoutAVPNNothingCanLeakAndNobodyIsAsked() async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    var world = world
    world.files = TextFiles(texts: [:])
    let check = DNSLeak(probe())
    let evidence = await check.run(in: world, about: survey(resolver.endpoint))
    #expect(evidence.map(\.outcome) == [.unknown(because: "no-tunnel")])
    #expect(check.contacts(for: survey(resolver.endpoint), in: world).isEmpty)
    #expect(resolver.count == 0)
  }

  @Test func behindAProgramOfThisComputerALeakCannotBeTold() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "whoami.akamai.net A": .data([95, 56, 0, 7])
    ])
    var world = world
    world.files = TextFiles(texts: [
      "/proc/net/route": "Iface\nwg0\t00000000\t0\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
    ])
    let check = DNSLeak(probe())
    let evidence = await check.run(in: world, about: survey(resolver.endpoint))
    #expect(evidence.map(\.outcome) == [.unknown(because: "forwards-elsewhere")])
    #expect(check.contacts(for: survey(resolver.endpoint), in: world).count == 1)
  }

  // MARK: What a resolver does

  @Test(arguments: [
    ("ASS", DNSRootKey.Verdict.has, Outcome.good), ("SAS", .lacks, .concern),
    ("AAS", .validates, .unknown(because: "neither")),
    ("AAA", .ignores, .unknown(because: "neither")),
    ("SSS", .mixed, .unknown(because: "answers-disagree")),
  ])
  func theSentinelTellsOfTheKey(
    _ letters: String, _ verdict: DNSRootKey.Verdict, _ outcome: Outcome
  ) async throws {
    let zone = "d2a8n3.rootcanary.net A"
    let names = [
      "root-key-sentinel-is-ta-38696.\(zone)", "root-key-sentinel-not-ta-38696.\(zone)",
      "bogus.d2a8n1.rootcanary.net A",
    ]
    let says = zip(names, letters).map { ($0, $1 == "A" ? DNSSaid.address(34) : .code(2)) }
    let resolver = try DNSPretendResolver(saying: Dictionary(uniqueKeysWithValues: says))
    let facts = try await observe(DNSRootKey(probe()), resolver.endpoint)
    #expect(facts.present == verdict)
    #expect(DNSRootKey().judge(facts) == outcome)
  }

  @Test(arguments: [
    ("HOORAY - QNAME minimisation is enabled", Bool?.some(true), Outcome.good),
    ("NO - QNAME minimisation is NOT enabled", false, .unknown(because: "neither")),
    ("something else", nil, .unknown(because: "no-answer")),
  ])
  func minimisationIsToldByAName(
    _ text: String, _ minimises: Bool?, _ outcome: Outcome
  ) async throws {
    let resolver = try DNSPretendResolver(saying: ["qnamemintest.internet.nl TXT": .text(text)])
    let facts = try await observe(DNSMinimisation(probe()), resolver.endpoint)
    #expect(facts.minimises == minimises)
    #expect(DNSMinimisation().judge(facts) == outcome)
  }

  @Test func largeAnswersComeByUDPOrTCP() async throws {
    let key = String(repeating: "A", count: 88)
    let resolver = try DNSUnbound(
      ["local-zone: \".\" static"]
        + (0..<8).map {
          "local-data: '. 60 DNSKEY 257 3 13 \(key)\(["AAAA", "AAAB", "AAAC", "AAAD", "AAAE", "AAAF", "AAAG", "AAAH"][$0])'"
        })
    let facts = try await observe(DNSSize(probe()), resolver.endpoint)
    #expect((facts.usual.isCut, facts.small.isCut) == (false, true))
    #expect(facts.byTCP.bytes == facts.usual.bytes)
    #expect((facts.usual.bytes ?? 0) > 512)
    #expect(DNSSize().judge(facts) == .good)
  }

  @Test func tooLargeForUDPWithoutTCPIsAProblem() async throws {
    let resolver = try DNSPretendResolver { question in
      var reply = DNSWire.reply(to: question, address: nil)
      reply[2] |= 2
      return [reply]
    }
    #expect(await outcome(DNSSize(probe()), resolver.endpoint) == .problem)
  }

  @Test func lostPiecesAreAConcern() async throws {
    let resolver = try DNSPretendResolver { question in
      // The size stands in the class of the OPT record, after the question of the root.
      let size = UInt16(question[20]) << 8 | UInt16(question[21])
      return size > 1232 ? [] : [DNSWire.reply(to: question, address: nil)]
    }
    let facts = try await observe(DNSSize(probe()), resolver.endpoint)
    #expect(facts.large.word == .timeout)
    #expect(DNSSize().judge(facts) == .concern)
  }

  @Test func theLettersOfAQuestionComeBack() async throws {
    let resolver = try DNSUnbound()
    let facts = try await observe(DNSLetterCase(probe()), resolver.endpoint)
    #expect(facts.echoed == facts.sent)
    #expect(facts.sent.lowercased() == "good.lab.")
    #expect(facts.sent.lowercased() != facts.sent)
    let flat = try DNSPretendResolver { question in
      [DNSWire.reply(to: question.map { (65...90).contains($0) ? $0 + 32 : $0 })]
    }
    let changed = try await observe(DNSLetterCase(probe()), flat.endpoint)
    #expect(changed.echoed == "good.lab.")
    #expect(DNSLetterCase().judge(changed) == .unknown(because: "neither"))
  }

  @Test func answersGrowOlder() async throws {
    let resolver = try DNSUnbound()
    #expect(
      await outcome(DNSAgeing(probe { $0.patience = .seconds(10) }), resolver.endpoint) == .good)
    let pinned = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let facts = try await observe(DNSAgeing(probe()), pinned.endpoint)
    #expect((facts.first, facts.second) == (300, 300))
    #expect(DNSAgeing().judge(facts) == .unknown(because: "neither"))
  }

  @Test func answersThatLeadInwardAreKeptBackOrNot() async throws {
    let resolver = try DNSUnbound([
      "local-zone: \"home.\" static", "local-data: \"inside.home. 60 A 192.168.0.1\"",
      "local-data: \"outside.home. 60 A 95.58.0.34\"",
    ])
    let probe = probe {
      ($0.names.rebinding, $0.names.rebindingControl) = ("inside.home", "outside.home")
      $0.patience = .seconds(10)
    }
    let open = try await observe(DNSRebinding(probe), resolver.endpoint)
    #expect(open.inward.addresses == ["192.168.0.1"])
    #expect(DNSRebinding().judge(open) == .unknown(because: "neither"))
    let guarded = try DNSMasq(before: resolver.endpoint, "--stop-dns-rebind")
    #expect(await outcome(DNSRebinding(probe), guarded.endpoint) == .good)
    let plain = try DNSMasq(before: resolver.endpoint)
    #expect(await outcome(DNSRebinding(probe), plain.endpoint) == .unknown(because: "neither"))
  }

  // MARK: Our own questions

  /// What nobody can tell from outside: a router on the way may change the ports (D21).
  @Test func ourQuestionsCannotBeGuessed() async throws {
    let ids = Guarded<[UInt16]>([])
    let server = try DNSPretendResolver { question in
      ids.withLock { $0.append(UInt16(question[0]) << 8 | UInt16(question[1])) }
      return [DNSWire.reply(to: question)]
    }
    let asker = DNSAsker(server.endpoint, in: world, patience: .seconds(10))
    _ = try await asker.answers(to: (0..<200).map { try DNSQuestion("n\($0).example") })
    let (ports, numbers) = (server.ports, ids.withLock { $0 })
    let pairs = Set(zip(ports, numbers).map { UInt32($0) << 16 | UInt32($1) })
    #expect(pairs.count == ports.count)
    for values in [ports, numbers] {
      let all = values.map(Double.init)
      let mean = all.reduce(0, +) / Double(all.count)
      let variance = all.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(all.count)
      #expect(variance.squareRoot() > 3000)
    }
  }
}

extension Resolver {
  fileprivate init(_ endpoint: Endpoint, kind: Kind) {
    self.init(endpoint.address.description, kind: kind, source: "test")
  }
}
