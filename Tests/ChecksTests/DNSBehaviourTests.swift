import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// What resolvers do and say of themselves, real ones and pretend ones.
@Suite struct DNSBehaviourTests {
  private let bench: DNSBench

  init() throws { bench = try DNSBench() }

  @Test func aServerSaysWhoItIs() async throws {
    let knot = try DNSKnot()
    let facts = try await bench.observe(DNSIdentity(bench.probe()), knot.endpoint)
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
    let facts = try await bench.observe(DNSIdentity(bench.probe()), resolver.endpoint)
    #expect(facts.answers.first?.byUDP == #"\027[2J\255"#)
  }

  @Test func whoAsksUpstreamIsToldByNames() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "o-o.myaddr.l.google.com TXT": .text("95.56.0.7"),
      "whoami.ds.akahelp.net TXT": .text("ns 95.56.0.8"),
      "whoami.akamai.net A": .data([95, 56, 0, 7]),
    ])
    let facts = try await bench.observe(DNSUpstream(bench.probe()), resolver.endpoint)
    #expect(facts.upstream.addresses == ["95.56.0.7", "95.56.0.8"])
    #expect(facts.upstream.clientSubnet == nil)
    #expect(DNSUpstream().judge(facts) == .good)
  }

  @Test func aToldNetworkIsAConcern() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "o-o.myaddr.l.google.com TXT": .text("edns0-client-subnet 95.59.1.0/24")
    ])
    let facts = try await bench.observe(DNSUpstream(bench.probe()), resolver.endpoint)
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
    var world = bench.world
    world.files = TextFiles(texts: [:])
    let check = DNSLeak(bench.probe())
    let evidence = await check.run(in: world, about: bench.survey(resolver.endpoint))
    #expect(evidence.map(\.outcome) == [.unknown(because: "no-tunnel")])
    #expect(check.contacts(for: bench.survey(resolver.endpoint), in: world).isEmpty)
    #expect(resolver.count == 0)
  }

  @Test func behindAProgramOfThisComputerALeakCannotBeTold() async throws {
    let resolver = try DNSPretendResolver(saying: [
      "whoami.akamai.net A": .data([95, 56, 0, 7])
    ])
    var world = bench.world
    world.files = TextFiles(texts: [
      "/proc/net/route": "Iface\nwg0\t00000000\t0\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
    ])
    let check = DNSLeak(bench.probe())
    let evidence = await check.run(in: world, about: bench.survey(resolver.endpoint))
    #expect(evidence.map(\.outcome) == [.unknown(because: "forwards-elsewhere")])
    #expect(check.contacts(for: bench.survey(resolver.endpoint), in: world).count == 1)
  }

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
    let facts = try await bench.observe(DNSRootKey(bench.probe()), resolver.endpoint)
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
    let facts = try await bench.observe(DNSMinimisation(bench.probe()), resolver.endpoint)
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
    let facts = try await bench.observe(DNSSize(bench.probe()), resolver.endpoint)
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
    #expect(await bench.outcome(DNSSize(bench.probe()), resolver.endpoint) == .problem)
  }

  @Test func lostPiecesAreAConcern() async throws {
    let resolver = try DNSPretendResolver { question in
      // The size stands in the class of the OPT record, after the question of the root.
      let size = UInt16(question[20]) << 8 | UInt16(question[21])
      return size > 1232 ? [] : [DNSWire.reply(to: question, address: nil)]
    }
    let facts = try await bench.observe(DNSSize(bench.probe()), resolver.endpoint)
    #expect(facts.large.word == .timeout)
    #expect(DNSSize().judge(facts) == .concern)
  }

  @Test func theLettersOfAQuestionComeBack() async throws {
    let resolver = try DNSUnbound()
    let facts = try await bench.observe(DNSLetterCase(bench.probe()), resolver.endpoint)
    #expect(facts.echoed == facts.sent)
    #expect(facts.sent.lowercased() == "good.lab.")
    #expect(facts.sent.lowercased() != facts.sent)
    let flat = try DNSPretendResolver { question in
      // Not in the header: its random id may look like letters.
      let flat = question.dropFirst(12).map { (65...90).contains($0) ? $0 + 32 : $0 }
      return [DNSWire.reply(to: question.prefix(12) + flat)]
    }
    let changed = try await bench.observe(DNSLetterCase(bench.probe()), flat.endpoint)
    #expect(changed.echoed == "good.lab.")
    #expect(DNSLetterCase().judge(changed) == .unknown(because: "neither"))
  }

  @Test func answersGrowOlder() async throws {
    let resolver = try DNSUnbound()
    #expect(
      await bench.outcome(DNSAgeing(bench.probe { $0.patience = .seconds(10) }), resolver.endpoint)
        == .good)
    let pinned = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let facts = try await bench.observe(DNSAgeing(bench.probe()), pinned.endpoint)
    #expect((facts.first, facts.second) == (300, 300))
    #expect(DNSAgeing().judge(facts) == .unknown(because: "neither"))
  }

  @Test func answersThatLeadInwardAreKeptBackOrNot() async throws {
    let resolver = try DNSUnbound([
      "local-zone: \"home.\" static", "local-data: \"inside.home. 60 A 192.168.0.1\"",
      "local-data: \"outside.home. 60 A 95.58.0.34\"",
    ])
    let probe = bench.probe {
      ($0.names.rebinding, $0.names.rebindingControl) = ("inside.home", "outside.home")
      $0.patience = .seconds(10)
    }
    let open = try await bench.observe(DNSRebinding(probe), resolver.endpoint)
    #expect(open.inward.addresses == ["192.168.0.1"])
    #expect(DNSRebinding().judge(open) == .unknown(because: "neither"))
    let guarded = try DNSMasq(before: resolver.endpoint, "--stop-dns-rebind")
    #expect(await bench.outcome(DNSRebinding(probe), guarded.endpoint) == .good)
    let plain = try DNSMasq(before: resolver.endpoint)
    #expect(
      await bench.outcome(DNSRebinding(probe), plain.endpoint) == .unknown(because: "neither"))
  }

  /// What nobody can tell from outside: a router on the way may change the ports (D21).
  @Test func ourQuestionsCannotBeGuessed() async throws {
    let ids = Guarded<[UInt16]>([])
    let server = try DNSPretendResolver { question in
      ids.withLock { $0.append(UInt16(question[0]) << 8 | UInt16(question[1])) }
      return [DNSWire.reply(to: question)]
    }
    let asker = DNSAsker(server.endpoint, in: bench.world, patience: .seconds(10))
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
