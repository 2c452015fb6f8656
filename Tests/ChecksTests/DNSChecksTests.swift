import FoundationEssentials
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The DNS checks against real resolvers on loopback.
@Suite final class DNSChecksTests: Sendable {
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

  private static let names = {
    var names = DNSNames()
    (names.existing, names.ordinary) = ("good.lab", "lab")
    (names.good, names.bad) = (["good.lab"], ["bad1.lab", "bad2.lab"])
    return names
  }()

  private func probe(
    _ names: DNSNames = names, patience: Duration = .seconds(20)
  ) -> DNSProbe { DNSProbe(names: names, patience: patience, pause: .zero) }

  private func observe<C: Check>(
    _ check: C, _ endpoints: Endpoint...
  ) async throws -> [Observation<C.Facts>] {
    try await check.gather(from: world, about: Survey(resolvers: endpoints, home: "/home/a"))
  }

  private func outcomes(_ check: some Check, _ endpoints: Endpoint...) async -> [Outcome] {
    await check.run(in: world, about: Survey(resolvers: endpoints, home: "/home/a"))
      .map(\.outcome)
  }

  @Test func aTruthfulResolverThatValidatesIsGood() async throws {
    let resolver = try DNSUnbound()
    #expect(await outcomes(DNSAlive(probe()), resolver.endpoint) == [.good])
    #expect(await outcomes(DNSNXDomain(probe()), resolver.endpoint) == [.good])
    let facts = try await observe(DNSSECValidation(probe()), resolver.endpoint)[0].facts
    #expect(facts.good.addresses == ["95.58.0.80"])
    #expect(facts.bad.map(\.plain.responseCode) == [2, 2])
    // 6 is "DNSSEC bogus" (RFC 8914 §4.7).
    #expect(facts.bad.map(\.plain.extendedError) == [6, 6])
    #expect(facts.bad.map(\.unchecked.addresses) == [["95.58.0.181"], ["95.58.0.182"]])
    #expect(facts.bad.map(\.unchecked.checkingDisabled) == [true, true])
    #expect(DNSSECValidation().judge(facts) == .good)
  }

  @Test func aResolverThatDoesNotValidateIsAConcern() async throws {
    let resolver = try DNSUnbound(validates: false)
    #expect(await outcomes(DNSSECValidation(probe()), resolver.endpoint) == [.concern])
    #expect(await outcomes(DNSNXDomain(probe()), resolver.endpoint) == [.good])
  }

  @Test func eachResolverHasEvidenceOfItsOwnInOrder() async throws {
    let (plain, strict) = (try DNSUnbound(validates: false), try DNSUnbound())
    let endpoints = [plain.endpoint, try closedPort(), strict.endpoint]
    let evidence = await DNSSECValidation(probe()).run(
      in: world, about: Survey(resolvers: endpoints, home: "/home/a"))
    #expect(evidence.map(\.subject) == endpoints.map(\.description))
    #expect(evidence.map(\.outcome) == [.concern, .unknown(because: "no-answer"), .good])
  }

  @Test func anAddressForNamesThatDoNotExistIsAProblem() async throws {
    let resolver = try DNSUnbound(
      ["com", "invalid"].flatMap {
        ["local-zone: \"\($0).\" redirect", "local-data: \"\($0). 60 A 95.58.0.99\""]
      })
    let facts = try await observe(DNSNXDomain(probe()), resolver.endpoint)[0].facts
    #expect(facts.top.addresses == ["95.58.0.99"])
    #expect(facts.top.name.hasSuffix(".com."))
    #expect(facts.top.name.utf8.count == 17)
    #expect(facts.ordinary.name.hasSuffix(".lab."))
    #expect(facts.invalid.name.hasSuffix(".invalid."))
    #expect(Set([facts.top, facts.ordinary, facts.invalid].map { $0.name.prefix(12) }).count == 3)
    #expect(facts.ordinary.word == .nxdomain)
    #expect(facts.existing.addresses == ["95.58.0.80"])
    #expect(DNSNXDomain().judge(facts) == .problem)
  }

  @Test func oneAddressForEveryNameIsACaptivePortalAndNoFinding() async throws {
    let resolver = try DNSUnbound([
      "local-zone: \".\" redirect", "local-data: \". 60 A 95.58.0.99\"",
    ])
    let captive = Outcome.unknown(because: "captive")
    #expect(await outcomes(DNSNXDomain(probe()), resolver.endpoint) == [captive])
    #expect(await outcomes(DNSSECValidation(probe()), resolver.endpoint) == [captive])
  }

  @Test func keptFactsAreJudgedAgainAsTheyWere() async throws {
    let closed = try closedPort()
    let survey = Survey(resolvers: [closed], home: "/home/a")
    func judgedAgain<C: Check>(_ check: C) async throws -> [Outcome] {
      try await check.run(in: world, about: survey).map { evidence in
        let facts = try JSONDecoder().decode(
          C.Facts.self, from: JSONEncoder().encode(evidence.facts))
        return check.judge(facts)
      }
    }
    let noAnswer = [Outcome.unknown(because: "no-answer")]
    #expect(try await judgedAgain(DNSAlive(probe())) == noAnswer)
    #expect(try await judgedAgain(DNSNXDomain(probe())) == noAnswer)
    #expect(try await judgedAgain(DNSSECValidation(probe())) == noAnswer)
  }

  @Test func anAddressUnderComAloneIsASearchPage() async throws {
    let resolver = try DNSUnbound([
      "local-zone: \"com.\" redirect", "local-data: \"com. 60 A 95.58.0.99\"",
    ])
    #expect(await outcomes(DNSNXDomain(probe()), resolver.endpoint) == [.concern])
  }

  @Test func aWildcardZoneIsNoFinding() async throws {
    let resolver = try DNSUnbound()
    var names = Self.names
    names.ordinary = "wild.lab"
    #expect(
      await outcomes(DNSNXDomain(probe(names)), resolver.endpoint)
        == [.unknown(because: "answers-disagree")])
    var probe = probe(names)
    let witness = resolver.endpoint
    probe.witness = DNSWitness(
      asker: { _, world in DNSAsker(witness, in: world, patience: .seconds(20)) },
      contacts: { _ in [] })
    var survey = Survey(resolvers: [resolver.endpoint], home: "/home/a")
    survey.network.encryptedResolvers = []
    let evidence = await DNSNXDomain(probe).run(in: world, about: survey)
    #expect(evidence.map(\.outcome) == [.good])
  }

  @Test func invalidAloneProvesNothing() async throws {
    let resolver = try DNSUnbound([
      "local-zone: \"invalid.\" redirect", "local-data: \"invalid. 60 A 95.58.0.99\"",
    ])
    #expect(await outcomes(DNSNXDomain(probe()), resolver.endpoint) == [.good])
  }

  @Test func servfailBothWaysIsABrokenPathAndNoValidation() async throws {
    let resolver = try DNSUnbound(dead: ["dead."])
    var names = Self.names
    names.bad = ["bad1.dead", "bad2.dead"]
    let facts = try await observe(DNSSECValidation(probe(names)), resolver.endpoint)[0].facts
    #expect(facts.good.isResolved)
    #expect(
      facts.bad.flatMap { [$0.plain.responseCode, $0.unchecked.responseCode] } == [2, 2, 2, 2])
    #expect(DNSSECValidation().judge(facts) == .unknown(because: "no-answer"))
  }

  @Test func theSpareNamesDecideWhenOneHasVanished() async throws {
    let resolver = try DNSUnbound()
    var names = Self.names
    (names.good, names.bad) = (["gone.lab", "good.lab"], ["gone.lab", "bad1.lab", "bad2.lab"])
    let facts = try await observe(DNSSECValidation(probe(names)), resolver.endpoint)[0].facts
    #expect(facts.good.name == "good.lab.")
    #expect(facts.bad.count == 3)
    #expect(DNSSECValidation().judge(facts) == .good)
  }

  @Test func aGoodNameThatFailsTellsNothingOfValidation() async throws {
    let resolver = try DNSUnbound()
    var names = Self.names
    names.good = ["bad1.lab"]
    #expect(
      await outcomes(DNSSECValidation(probe(names)), resolver.endpoint)
        == [.unknown(because: "no-answer")])
  }

  @Test func withoutInternetEverythingIsUnknown() async throws {
    let resolver = try DNSUnbound(dead: ["."])
    var names = DNSNames()
    names.bad = ["bad1.example", "bad2.example"]
    names.good = ["good.example"]
    let noAnswer = Outcome.unknown(because: "no-answer")
    #expect(await outcomes(DNSAlive(probe(names)), resolver.endpoint) == [noAnswer])
    #expect(await outcomes(DNSNXDomain(probe(names)), resolver.endpoint) == [noAnswer])
    #expect(await outcomes(DNSSECValidation(probe(names)), resolver.endpoint) == [noAnswer])
  }

  @Test func whoDeniesEveryNameIsUnknownAndNotHonest() async throws {
    // The question sent back as an answer: QR, RD, RA and NXDOMAIN (RFC 1035 §4.1.1).
    let denier = try DNSPretendResolver { [$0.prefix(2) + [0x81, 0x83] + $0.dropFirst(4)] }
    let noAnswer = Outcome.unknown(because: "no-answer")
    #expect(await outcomes(DNSAlive(probe()), denier.endpoint) == [noAnswer])
    #expect(await outcomes(DNSNXDomain(probe()), denier.endpoint) == [noAnswer])
    #expect(await outcomes(DNSSECValidation(probe()), denier.endpoint) == [noAnswer])
  }

  @Test func aSilentResolverIsUnknownAndNoFinding() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let timedOut = Outcome.unknown(because: .timedOut)
    let short = probe(patience: .milliseconds(50))
    #expect(await outcomes(DNSAlive(short), silent.endpoint) == [timedOut])
    #expect(await outcomes(DNSNXDomain(short), silent.endpoint) == [timedOut])
    #expect(await outcomes(DNSSECValidation(short), silent.endpoint) == [timedOut])
  }

  @Test func aClosedPortIsUnknownAndNoFinding() async throws {
    let closed = try closedPort()
    let noAnswer = Outcome.unknown(because: "no-answer")
    #expect(await outcomes(DNSAlive(probe()), closed) == [noAnswer])
    #expect(await outcomes(DNSNXDomain(probe()), closed) == [noAnswer])
    #expect(await outcomes(DNSSECValidation(probe()), closed) == [noAnswer])
  }

  @Test func lossesAreCountedAndTheFirstAnswerIsNot() async throws {
    let turns = Guarded(0)
    let lossy = try DNSPretendResolver { question in
      let turn = turns.withLock { turns in
        turns += 1
        return turns
      }
      return turn == 3 ? [] : [DNSWire.reply(to: question)]
    }
    let check = DNSAlive(probe(patience: .milliseconds(300)))
    let facts = try await observe(check, lossy.endpoint)[0].facts
    #expect(facts.questions.count == 6)
    #expect(facts.lost == 1)
    #expect(facts.questions.map(\.word).filter { $0 == .timeout }.count == 1)
    #expect(facts.p50 != nil)
    #expect(check.judge(facts) == .good)
  }

  @Test func anAnswerTooLargeForUDPComesByTCP() async throws {
    let resolver = try DNSUnbound()
    var names = Self.names
    names.good = ["big.lab"]
    let facts = try await observe(DNSSECValidation(probe(names)), resolver.endpoint)[0].facts
    #expect(facts.good.overTCP)
    #expect(facts.good.word == nil)
    #expect(facts.good.addresses.count == 16)
  }

  @Test func aCancelledCheckIsSkipped() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let survey = Survey(resolvers: [silent.endpoint], home: "/home/a")
    let task = Task { await DNSNXDomain(self.probe()).run(in: self.world, about: survey) }
    task.cancel()
    #expect(await task.value.map(\.outcome) == [.skipped(because: .cancelled)])
  }
}
