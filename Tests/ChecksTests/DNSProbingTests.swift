import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The checks that look for somebody in between, against real servers and pretend ones.
@Suite struct DNSProbingTests {
  private let bench: DNSBench

  init() throws { bench = try DNSBench() }

  @Test func twoDifferentAnswersToOneQuestionAreForged() async throws {
    let resolver = try DNSPretendResolver {
      [
        DNSWire.reply(to: $0, address: [95, 58, 0, 80]),
        DNSWire.reply(to: $0, address: [95, 58, 0, 34]),
      ]
    }
    let facts = try await bench.observe(DNSInjection(bench.probe()), resolver.endpoint)
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
    #expect(await bench.outcome(DNSInjection(bench.probe()), resolver.endpoint) == .problem)
  }

  @Test func thesameAnswerTwiceIsNoForgery() async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0), DNSWire.reply(to: $0)] }
    #expect(await bench.outcome(DNSInjection(bench.probe()), resolver.endpoint) == .good)
  }

  @Test func whatIsNotOursIsNoForgery() async throws {
    let resolver = try DNSPretendResolver { question in
      let id = UInt16(question[0]) << 8 | UInt16(question[1])
      return [
        DNSWire.reply(to: question, address: [6, 6, 6, 6], id: id &+ 1), [0xff],
        DNSWire.reply(to: question),
      ]
    }
    #expect(await bench.outcome(DNSInjection(bench.probe()), resolver.endpoint) == .good)
  }

  @Test func silenceIsUnknown() async throws {
    let resolver = try DNSPretendResolver { _ in [] }
    #expect(
      await bench.outcome(DNSInjection(bench.probe()), resolver.endpoint)
        == .unknown(because: .timedOut))
  }

  @Test(.timeLimit(.minutes(1))) func aFloodIsCutShort() async throws {
    let resolver = try DNSPretendResolver { question in
      (0..<5000).map {
        DNSWire.reply(to: question, address: [95, 58, UInt8($0 / 250), UInt8($0 % 250)])
      }
    }
    let facts = try await bench.observe(DNSInjection(bench.probe()), resolver.endpoint)
    #expect(facts.forged.map(\.replies.count) == [16])
  }

  @Test func aRootServerThatRefersIsNotIntercepted() async throws {
    let knot = try DNSKnot()
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let check = DNSInterception(bench.probe { $0.places.roots = [knot.endpoint] })
    let facts = try await bench.observe(check, resolver.endpoint)
    #expect(facts.verdict == .refers)
    for answer in [facts.referral.recursive, facts.referral.plain, facts.referral.stream] {
      #expect(answer.refers)
      #expect((answer.answers, answer.offersRecursion) == (0, false))
    }
    #expect(check.judge(facts) == .good)
  }

  @Test func aResolverInThePlaceOfARootServerIsSeen() async throws {
    let resolver = try DNSUnbound(["local-data: \"www.example.com. 60 A 95.58.0.99\""])
    let check = DNSInterception(bench.probe { $0.places.roots = [resolver.endpoint] })
    let facts = try await bench.observe(check, resolver.endpoint)
    #expect(facts.verdict == .intercepted)
    #expect(facts.referral.recursive.offersRecursion)
    #expect(check.judge(facts) == .concern)
  }

  @Test func afterThatNothingElseIsWorthMuch() async throws {
    let interceptor = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let probe = bench.probe { $0.places.roots = [interceptor.endpoint] }
    let survey = bench.survey(interceptor.endpoint)
    #expect(try await probe.isIntercepted(survey, in: bench.world) == true)
    // UDP with and without RD; TCP finds nobody.
    #expect(interceptor.count == 2)
    let nearby = Resolver(interceptor.endpoint, kind: .nearby)
    let found = try await probe.observe([nearby], survey, in: bench.world, isDoubtful: true) {
      _, _ in 1
    }
    #expect(found.map(\.confidence) == [.low])
    let here = Resolver(interceptor.endpoint, source: "--resolver")
    let own = try await probe.observe([here], survey, in: bench.world, isDoubtful: true) { _, _ in 1
    }
    #expect(own.map(\.confidence) == [.high])
  }

  @Test func aSilentRootServerTellsNothing() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let probe = bench.probe { $0.places.roots = [silent.endpoint] }
    #expect(
      await bench.outcome(DNSInterception(probe), silent.endpoint) == .unknown(because: .timedOut))
    #expect(try await probe.isIntercepted(bench.survey(silent.endpoint), in: bench.world) == nil)
  }

  @Test(arguments: [
    ([String](), Outcome.good), (["news.example A"], .problem),
    (["news.example A", "good.lab A"], .concern),
  ])
  func whoAnswersWhereNobodyIs(_ answered: [String], _ outcome: Outcome) async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let hole = try DNSPretendResolver {
      answered.contains(DNSWire.asked($0).key) ? [DNSWire.reply(to: $0)] : []
    }
    let check = DNSBlackHole(bench.probe { $0.places.blackHole = [hole.endpoint] })
    #expect(await bench.outcome(check, resolver.endpoint) == outcome)
  }

  @Test func silenceWithoutANetworkIsNoGoodNews() async throws {
    let silent = try DNSPretendResolver { _ in [] }
    let check = DNSBlackHole(bench.probe { $0.places.blackHole = [silent.endpoint] })
    #expect(await bench.outcome(check, silent.endpoint) == .unknown(because: .timedOut))
  }
}

extension Resolver {
  fileprivate init(_ endpoint: Endpoint, kind: Kind) {
    self.init(endpoint.address.description, kind: kind, source: "test")
  }
}
