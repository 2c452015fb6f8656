import Documents
import Hygiene
import OpenSSL
import Platform
import TestKit
import Testing

@testable import Checks

/// Our own measurements in OONI's format.
@Suite struct OONIWriterTests {
  private let own = OwnTraces(
    addresses: ["93.1.2.3", "2a00:1:2::3", "192.168.7.1"], names: ["newsdesk7", "newsdesk7.lan"])

  private func lines(
    _ all: [(ReachFacts, [[UInt8]])], without own: OwnTraces
  ) async throws -> [UInt8] {
    let writer = OONIWriter(software: "0.1.0", started: FixedClock().now)
    for (facts, certificates) in all { await writer.add(facts, certificates: certificates) }
    return try await writer.text(without: own)
  }

  private func read(_ bytes: [UInt8]) throws -> [ReachFacts] {
    let reading = OONIReading(bytes, settings: OONISettings(), at: FixedClock().now)
    #expect(reading.problemCount == 0)
    return try reading.evidence.map {
      try Documents.decode(ReachFacts.self, from: Documents.encode($0.facts))
    }
  }

  // MARK: Reading back

  /// Every example of the check, what it was and what it became.
  @Test func whatIsWrittenReadsBackToTheSameVerdict() async throws {
    let all = ReachExamples.all.map { ($0.0.judged(), [[UInt8]]()) }
    let back = try read(try await lines(all, without: own))
    try #require(back.count == all.count)
    for (facts, again) in zip(all.map(\.0), back) {
      #expect(again.verdict == facts.verdict, "\(facts.operations)")
      #expect(again.labels == facts.labels)
      #expect(again.ladder == facts.ladder)
      #expect(ReachJudgement(again).confidence == ReachJudgement(facts).confidence)
    }
  }

  @Test func everySituationReadsBackToTheSameVerdict() async throws {
    var all: [(ReachFacts, [[UInt8]])] = []
    for (_, json) in try OONISituations.all().sorted(by: { $0.key < $1.key }) {
      let measurement = try OONIMeasurement(json.without("control", "x_control_request"))
      var facts = OONIFacts.facts(of: measurement, OONISettings())
      (facts.ooni, facts.control) = (nil, nil)
      facts = facts.judged()
      all.append((facts, measurement.steps.flatMap(\.certificates)))
    }
    let back = try read(try await lines(all, without: own))
    for (facts, again) in zip(all.map(\.0), back) {
      #expect(again.verdict == facts.verdict, "\(facts.url) \(facts.operations)")
      #expect(again.certificates == facts.certificates)
      #expect(again.hops == facts.hops)
    }
  }

  // MARK: The format

  @Test func everyLineIsAsTheFormatWants() async throws {
    let all = ReachExamples.all.map { ($0.0.judged(), [[UInt8]]()) }
    let scratch = try Scratch()
    try scratch.write(try await lines(all, without: own), to: "all.jsonl")
    let result = try run(["python3", "\(vectors)/ooni.py", "\(scratch.path)/all.jsonl"])
    #expect(result.text == "")
    #expect(result.status == 0)
  }

  @Test func theValidatorFindsFaults() async throws {
    let facts = try #require(ReachExamples.all.first).0.judged()
    let text = String(decoding: try await lines([(facts, [])], without: own), as: UTF8.self)
    let scratch = try Scratch()
    let faults = [
      text.replacing("\"probe_asn\":\"AS0\"", with: "\"probe_asn\":\"0\""),
      text.replacing("\"blocking\":false", with: "\"blocking\":\"tls\""),
      text.replacing("\"failure\":null", with: "\"failure\":\"slow\""),
      text.replacing("\"engine\":\"getaddrinfo\"", with: "\"engine\":\"magic\""),
    ]
    try scratch.write(Array(faults.joined().utf8), to: "bad.jsonl")
    let result = try run(["python3", "\(vectors)/ooni.py", "\(scratch.path)/bad.jsonl"])
    #expect(result.status == 1)
    for line in 1...faults.count { #expect(result.text.contains("line \(line): ")) }
  }

  // MARK: Nothing of this computer

  private func answering(_ header: String) -> ReachFacts {
    var facts = Sketch().genuine("1").read("1").facts(.user)
    let last = facts.operations.count - 1
    facts.operations[last].page?.headers = [.init(name: "x-info", value: header)]
    facts.operations[last].page?.title = "Hello \(header)"
    return facts.judged()
  }

  @Test(arguments: [
    "93.1.2.3", "for=93.1.2.3:5060;", "2a00:1:2::3", "[2a00:1:2::3]", "192.168.7.1",
    "NEWSDESK7", "newsdesk7.lan.", "seen from newsdesk7, at ip93.1.2.3",
    // Of others too, for our address as others see it is not known here.
    "203.0.113.9",
  ])
  func noTextOfAPageNamesThisComputer(_ header: String) async throws {
    let text = String(
      decoding: try await lines([(answering(header), [])], without: own), as: UTF8.self
    ).lowercased()
    for trace in ["93.1.2.3", "2a00:1:2::3", "192.168.7.1", "newsdesk7", "203.0.113.9"] {
      #expect(!text.contains(trace))
    }
    #expect(text.contains("95.0.0.1"))
  }

  @Test(arguments: ["host-93-1-2-3.isp.example", "93-1-2-3", "dsl.93-1-2-3"])
  func whatCannotBeTakenOutKeepsTheFileFromBeingWritten(_ header: String) async throws {
    await #expect(throws: UserError.self) {
      try await lines([(answering(header), [])], without: own)
    }
  }

  @Test func aMeasurementOfThisComputerIsNotWritten() async throws {
    let facts = Sketch(system: ["93.1.2.3"]).failed(.connect, .refused, at: "93.1.2.3")
      .facts(.user)
    await #expect(throws: UserError.self) { try await lines([(facts, [])], without: own) }
    let named = Array("\u{30}\u{82}CN=newsdesk7".utf8)
    await #expect(throws: UserError.self) {
      try await lines([(Sketch().genuine("1").facts(.user), [named])], without: own)
    }
  }

  @Test func theResolversOfThisComputerAreNotNamed() async throws {
    var facts = Sketch().genuine("1").read("1").facts(.user)
    var asked = facts.operations[0]
    asked.via = "udp:192.168.7.1"
    facts.operations.append(asked)
    let text = String(
      decoding: try await lines([(facts, [])], without: own), as: UTF8.self)
    #expect(!text.contains("192.168.7.1"))
    #expect(text.contains("127.0.0.2:53"))
  }

  @Test func tracesAreReadFromTheSystemsFiles() throws {
    let scratch = try Scratch()
    _ = try run(["mkdir", "-p", "\(scratch.path)/etc", "\(scratch.path)/proc/net"])
    try scratch.write(Array("newsdesk7\n".utf8), to: "etc/hostname")
    try scratch.write(
      Array("nameserver 192.168.7.1\nnameserver 1.1.1.1\n".utf8), to: "etc/resolv.conf")
    try scratch.write(
      Array(
        """
        Local:
          +-- 0.0.0.0/0 3 0 5
             |-- 93.1.2.0
                /24 link UNICAST
             |-- 93.1.2.3
                /32 host LOCAL
             |-- 127.0.0.1
                /32 host LOCAL
        """.utf8), to: "proc/net/fib_trie")
    try scratch.write(
      Array("2a000001000200000000000000000003 02 40 00 80 eth0\n".utf8), to: "proc/net/if_inet6")
    let traces = OwnTraces(from: LiveFiles(root: scratch.path), but: ["1.1.1.1"])
    for trace in ["93.1.2.3", "2a00:1:2::3", "newsdesk7", "192.168.7.1"] {
      #expect(traces.areIn("a \(trace) b"))
    }
    for stranger in ["93.1.2.0", "127.0.0.1", "1.1.1.1", "193.1.2.3", "newsdesk70", "95.0.0.1"] {
      #expect(!traces.areIn("a \(stranger) b"))
    }
  }
}
