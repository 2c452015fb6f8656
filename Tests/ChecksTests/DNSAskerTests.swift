import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// One question to resolvers that behave in every way, over real sockets.
@Suite final class DNSAskerTests: Sendable {
  let reactor: Reactor
  let world: World

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    self.world = world
  }
  deinit { reactor.stop() }

  private func ask(
    _ endpoint: Endpoint, patience: Duration = .seconds(10)
  ) async throws -> DNSAsked {
    try await DNSAsker(endpoint, in: world, patience: patience).ask(DNSQuestion("news.example"))
  }

  @Test func anAnswerIsTaken() async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0)] }
    let asked = try await ask(resolver.endpoint)
    #expect(asked.word == nil)
    #expect(asked.addresses == ["95.58.0.80"])
    #expect(asked.name == "news.example.")
    #expect((asked.strays, asked.malformed, asked.overTCP) == (0, 0, false))
  }

  @Test(arguments: [
    (UInt16(0), FailureWord.noData), (2, .servfail), (3, .nxdomain), (4, .otherRcode),
    (5, .refused),
  ])
  func everyRefusalHasItsWord(code: UInt16, word: FailureWord) async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0, code: code, address: nil)] }
    let asked = try await ask(resolver.endpoint)
    #expect(asked.word == word)
    #expect(asked.responseCode == Int(code))
  }

  @Test func onlyBogonAddressesAreABogon() async throws {
    let resolver = try DNSPretendResolver { [DNSWire.reply(to: $0, address: [10, 0, 0, 1])] }
    let asked = try await ask(resolver.endpoint)
    #expect(asked.word == .bogon)
    #expect(asked.addresses == ["10.0.0.1"])
  }

  @Test func aWrongIdAndAWrongQuestionAreCountedAndWaitingGoesOn() async throws {
    let resolver = try DNSPretendResolver { question in
      let id = UInt16(question[0]) << 8 | UInt16(question[1])
      var other = DNSWire.reply(to: question, address: [95, 58, 0, 66])
      other[13] ^= 0x1
      return [
        DNSWire.reply(to: question, address: [95, 58, 0, 66], id: id &+ 1), other,
        Array("nonsense".utf8), [], DNSWire.reply(to: question),
      ]
    }
    let asked = try await ask(resolver.endpoint)
    #expect(asked.word == nil)
    #expect(asked.addresses == ["95.58.0.80"])
    #expect(asked.strays == 2)
    #expect(asked.malformed == 2)
  }

  @Test func onlyWrongIdsAreNoAnswer() async throws {
    let resolver = try DNSPretendResolver { question in
      let id = UInt16(question[0]) << 8 | UInt16(question[1])
      return [DNSWire.reply(to: question, id: id &+ 1)]
    }
    let asked = try await ask(resolver.endpoint, patience: .milliseconds(100))
    #expect(asked.word == .wrongID)
    #expect(asked.addresses == [])
    #expect(asked.responseCode == nil)
  }

  @Test func onlyNonsenseIsMalformed() async throws {
    let resolver = try DNSPretendResolver { _ in [Array("nonsense".utf8)] }
    #expect(try await ask(resolver.endpoint, patience: .milliseconds(100)).word == .malformed)
  }

  @Test func theQuestionItselfSentBackIsNoAnswer() async throws {
    let resolver = try DNSPretendResolver { [$0] }
    #expect(try await ask(resolver.endpoint, patience: .milliseconds(100)).word == .malformed)
  }

  @Test func silenceIsATimeout() async throws {
    let resolver = try DNSPretendResolver { _ in [] }
    #expect(try await ask(resolver.endpoint, patience: .milliseconds(50)).word == .timeout)
  }

  @Test func aClosedPortIsUnreachable() async throws {
    #expect(try await ask(closedPort()).word == .unreachable)
  }

  @Test func everyQuestionHasItsOwnIdAndPort() async throws {
    let ids = Guarded(Set<[UInt8]>())
    let resolver = try DNSPretendResolver { question in
      ids.withLock { _ = $0.insert(Array(question.prefix(2))) }
      return [DNSWire.reply(to: question)]
    }
    let question = try DNSQuestion("news.example")
    let asker = DNSAsker(resolver.endpoint, in: world, patience: .seconds(10))
    let asked = try await asker.ask(Array(repeating: question, count: 8))
    #expect(asked.map(\.word) == Array(repeating: nil, count: 8))
    // Two of eight may be equal by chance, once in 2,300 runs; six would be no chance.
    #expect(ids.withLock { $0.count } > 5)
  }

  @Test func aLostQuestionIsAskedOnceMoreWhenOthersAreAnswered() async throws {
    let dropped = Guarded(false)
    let resolver = try DNSPretendResolver { question in
      let isFirst = dropped.withLock { dropped in
        defer { dropped = true }
        return !dropped
      }
      return isFirst ? [] : [DNSWire.reply(to: question)]
    }
    let asker = DNSAsker(resolver.endpoint, in: world, patience: .milliseconds(500))
    let asked = try await asker.ask([DNSQuestion("a.example"), DNSQuestion("b.example")])
    #expect(asked.map(\.word) == [nil, nil])
    #expect(asked.map(\.name) == ["a.example.", "b.example."])
    #expect(resolver.count == 3)
  }

  @Test func adeadResolverIsAskedOnlyOnce() async throws {
    let resolver = try DNSPretendResolver { _ in [] }
    let asker = DNSAsker(resolver.endpoint, in: world, patience: .milliseconds(50))
    let asked = try await asker.ask([DNSQuestion("a.example"), DNSQuestion("b.example")])
    #expect(asked.map(\.word) == [.timeout, .timeout])
    #expect(resolver.count == 2)
  }

  @Test func aFloodOfStraysEndsAtTheDeadline() async throws {
    let resolver = try DNSPretendResolver { question in
      let id = UInt16(question[0]) << 8 | UInt16(question[1])
      return Array(repeating: DNSWire.reply(to: question, id: id &+ 1), count: 5000)
    }
    let asked = try await ask(resolver.endpoint, patience: .milliseconds(100))
    #expect(asked.word == .wrongID)
    #expect(asked.addresses == [])
  }

  @Test func aCancelledQuestionIsNoWord() async throws {
    let resolver = try DNSPretendResolver { _ in [] }
    let endpoint = resolver.endpoint
    let task = Task { try await self.ask(endpoint, patience: .seconds(60)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
