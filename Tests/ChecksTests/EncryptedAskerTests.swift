import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// A resolver of the tests at one port, or at several addresses of loopback.
private func resolver(_ port: UInt16, name: String = "desk.example") throws -> EncryptedResolver {
  EncryptedResolver(
    name: name, addresses: [try #require(IPAddress("127.0.0.1"))], port: port)
}

@Suite final class EncryptedAskerTests: Sendable {
  private let reactor: Reactor
  private let world: World

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    world.network = LiveNetwork(on: reactor)
    self.world = world
  }
  deinit { reactor.stop() }

  private func asker(
    _ resolvers: EncryptedResolver..., patience: EncryptedPatience = .ample,
    trusting: [[UInt8]]? = nil, roots: PublicRoots? = nil
  ) throws -> EncryptedAsker {
    let authority = try TLSCertificates.authority()
    var survey = Survey(home: "/home/a")
    survey.network.encryptedResolvers = resolvers
    survey.network.publicRoots = roots ?? PublicRoots(keys: keysOfCertificates(inPEM: authority))
    return try #require(
      try EncryptedAsker(
        for: survey, in: world, trusting: trusting ?? [authority], patience: patience))
  }

  private func questions(_ count: Int) throws -> [DNSQuestion] {
    try (0..<count).map { try DNSQuestion("n\($0).example") }
  }

  @Test func withoutAResolverThereIsNoAsker() throws {
    var survey = Survey(home: "/home/a")
    survey.network.encryptedResolvers = []
    #expect(try EncryptedAsker(for: survey, in: world, trusting: []) == nil)
  }

  // Unbound speaks HTTP/2 only, and closes what it cannot read.
  @Test(arguments: ["tls-port", "https-port"])
  func unboundAnswersHundredsOfQuestionsOnOneConnection(_ kind: String) async throws {
    let unbound = try DNSUnbound(encrypted: kind)
    let asker = try asker(resolver(unbound.encryptedPort))
    let names = (0..<300).map { "w\($0).wild.lab" } + ["good.lab", "none.lab"]
    let answers = try await asker.answers(to: try names.map { try DNSQuestion($0) })
    #expect(answers.map(\.asked.name) == names.map { $0 + "." })
    #expect(answers.prefix(300).allSatisfy { $0.asked.addresses == ["95.58.0.83"] })
    #expect(answers[300].asked.addresses == ["95.58.0.80"])
    #expect(answers[301].asked.word == .nxdomain)
    #expect(answers.allSatisfy { $0.reply != nil && !$0.isOutOfDate })
    let transport = kind == "tls-port" ? "dot" : "doh"
    #expect(Set(answers.map(\.via)) == ["\(transport):127.0.0.1"])
  }

  @Test func manyTasksShareOneConnection() async throws {
    let peer = try EncryptedPeer("plain")
    let asker = try asker(resolver(peer.server.port))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for question in try questions(200) {
        group.addTask { try await asker.answers(to: [question])[0].asked.isResolved }
      }
      for try await isResolved in group { #expect(isResolved) }
    }
    #expect(try peer.count(of: "connection") == 1)
    #expect(try peer.count(of: "question") == 200)
    #expect(try peer.count(of: "unpadded") == 0)
  }

  @Test func answersInAnyOrderFindTheirQuestions() async throws {
    let peer = try EncryptedPeer("reverse")
    let names = (10..<50).map { "n\($0).example" }
    let questions = try names.map { try DNSQuestion($0) }
    let answers = try await asker(resolver(peer.server.port)).answers(to: questions)
    // Its last byte is the second letter of the name.
    #expect(answers.map { $0.reply?.question?.name } == names.map { $0 + "." })
    #expect(
      answers.map(\.asked.addresses)
        == names.map { ["95.58.1.\(Array($0.utf8)[1])"] })
  }

  @Test(arguments: ["plain", "in-pieces", "large", "closing", "garbage"])
  func oddButHonestServersGiveTheirAnswers(_ manner: String) async throws {
    let peer = try EncryptedPeer(manner)
    let answers = try await asker(resolver(peer.server.port)).answers(to: questions(20))
    #expect(answers.allSatisfy { $0.asked.addresses == ["95.58.0.80"] })
    if manner == "closing" { #expect(try peer.count(of: "connection") >= 20) }
  }

  @Test func afterTheServerHangsUpAnotherConnectionIsOpened() async throws {
    let peer = try EncryptedPeer("closing")
    let asker = try asker(resolver(peer.server.port))
    for question in try questions(3) {
      #expect(try await asker.answers(to: [question])[0].asked.isResolved)
    }
  }

  @Test(arguments: [
    ("deaf", FailureWord.timeout), ("wrong-id", .wrongID), ("wrong-question", .wrongID),
    ("malformed", .malformed), ("canary-only", .eof),
  ])
  func aServerThatAnswersOnlyForTheRootIsNotBelieved(
    _ manner: String, _ word: FailureWord
  ) async throws {
    let peer = try EncryptedPeer(manner)
    let asker = try asker(
      resolver(peer.server.port), patience: EncryptedPatience(answer: .seconds(1)))
    let answers = try await asker.answers(to: questions(3))
    #expect(answers.map(\.asked.word) == [word, word, word])
    #expect(answers.allSatisfy { $0.reply == nil && $0.asked.addresses.isEmpty })
  }

  @Test func whoIsSilentIsLeftForTheNextWay() async throws {
    let (silent, good) = (try EncryptedPeer("silent"), try EncryptedPeer("plain"))
    let asker = try asker(
      resolver(silent.server.port), resolver(good.server.port),
      patience: EncryptedPatience(answer: .seconds(1)))
    let answers = try await asker.answers(to: questions(3))
    #expect(answers.allSatisfy { $0.asked.isResolved })
  }

  @Test(arguments: [
    (Peer.Manner.silent, FailureWord.timeout), (.resetting, .reset), (.closing, .eof),
    (.saying("Middlebox v 1.0"), .notTLS),
  ])
  func whatIsNoResolverHasAWordAndIsLeftAlone(
    _ manner: Peer.Manner, _ word: FailureWord
  ) async throws {
    let peer = try Peer(manner)
    let asker = try asker(
      resolver(peer.port), patience: EncryptedPatience(handshake: .milliseconds(300)))
    #expect(try await asker.answers(to: questions(2)).map(\.asked.word) == [word, word])
    let start = ContinuousClock.now
    #expect(try await asker.answers(to: questions(100)).allSatisfy { $0.asked.word == word })
    #expect(start.duration(to: .now) < .milliseconds(300))
  }

  @Test func nobodyThereIsRefused() async throws {
    let asker = try asker(resolver(try Loopback.freePort()))
    let answer = try #require(try await asker.answers(to: questions(1)).first)
    #expect((answer.asked.word, answer.via) == (.refused, "dot:127.0.0.1"))
  }

  @Test(arguments: [
    ("other", FailureWord.wrongName), ("self", .unknownAuthority),
    ("early", nil), ("expired", nil),
  ])
  func aCertificateThatProvesNothingGivesNoAnswer(
    _ certificate: String, _ word: FailureWord?
  ) async throws {
    let peer = try EncryptedPeer("plain", certificate: certificate)
    let answer = try #require(
      try await asker(resolver(peer.server.port)).answers(to: questions(1)).first)
    #expect(answer.asked.word == word)
    #expect((answer.reply == nil) == (word != nil))
    // A wrong clock must not blind us.
    #expect(answer.isOutOfDate == (word == nil))
    #expect(try peer.count(of: "question") == (word == nil ? 1 : 0))
  }

  @Test func anAuthorityThatOnlyThisComputerTrustsProvesNothing() async throws {
    let peer = try EncryptedPeer("plain")
    let asker = try asker(resolver(peer.server.port), roots: .builtIn)
    #expect(try await asker.answers(to: questions(1))[0].asked.word == .unknownAuthority)
    #expect(try peer.count(of: "question") == 0)
  }

  @Test func aPublicAuthorityThatThisComputerDoesNotTrustProvesNothing() async throws {
    let peer = try EncryptedPeer("plain")
    let asker = try asker(resolver(peer.server.port), trusting: [])
    #expect(try await asker.answers(to: questions(1))[0].asked.word == .unknownAuthority)
  }

  @Test(arguments: ["cut-name", "swallow-name"])
  func whereTheNameIsCutTheAddressIsVerified(_ manner: String) async throws {
    let peer = try EncryptedPeer(manner)
    let patience = EncryptedPatience(handshake: .seconds(1))
    let answers = try await asker(resolver(peer.server.port), patience: patience)
      .answers(to: questions(2))
    #expect(answers.allSatisfy { $0.asked.isResolved })
    #expect(try peer.count(of: "name") == 1)
    // The certificate names the host, but not the address.
    let other = try EncryptedPeer(manner, certificate: "many")
    let refused = try await asker(resolver(other.server.port), patience: patience)
      .answers(to: questions(1))
    #expect(refused[0].asked.word == (manner == "cut-name" ? .reset : .timeout))
  }

  @Test(arguments: ["plain", "chunked"])
  func serversThatSpeakOnlyHTTP1AreAskedOneAfterTheOther(_ manner: String) async throws {
    let peer = try EncryptedPeer(manner, protocols: ["http/1.1"])
    let answers = try await asker(resolver(peer.server.port)).answers(to: questions(10))
    #expect(answers.allSatisfy { $0.asked.isResolved && $0.via == "doh:127.0.0.1" })
  }

  @Test(arguments: ["plain", "goaway"])
  func serversThatSpeakHTTP2AnswerThere(_ manner: String) async throws {
    let peer = try EncryptedPeer(manner, protocols: ["h2"])
    let answers = try await asker(resolver(peer.server.port)).answers(to: questions(10))
    #expect(answers.allSatisfy { $0.asked.isResolved && $0.via == "doh:127.0.0.1" })
  }

  @Test(arguments: [
    ("ping-flood", FailureWord.malformed), ("settings-flood", .malformed), ("never", .timeout),
    ("endless", .malformed), ("headers", .malformed), ("status-500", .malformed),
    ("html", .malformed),
  ])
  func hostileServersOfHTTP2AreGivenUp(_ manner: String, _ word: FailureWord) async throws {
    let peer = try EncryptedPeer(manner, protocols: ["h2"])
    let authority = try TLSCertificates.authority()
    var survey = Survey(home: "/home/a")
    survey.network.publicRoots = PublicRoots(keys: keysOfCertificates(inPEM: authority))
    let settings = try EncryptedSettings(
      for: survey, in: world, trusting: [authority],
      patience: EncryptedPatience(answer: .seconds(1)))
    let routes = EncryptedRoute.all(to: try resolver(peer.server.port))
    let line = try EncryptedLine(routes.filter { $0.transport == .doh }, settings)
    async let one = line.ask(questions(2)[0])
    async let other = line.ask(questions(2)[1])
    #expect(try await [one.asked.word, other.asked.word] == [word, word])
  }

  /// Garbage ends a connection or is passed over; it is never an answer.
  @Test func noBytesAreTakenForAnAnswerThatIsNone() throws {
    let question = try questions(1)[0]
    var generator = SystemRandomNumberGenerator()
    for round in 0..<3_000 {
      var framings: [any DNSFraming] = [
        DoTFraming(), HTTP1Framing(authority: "desk.example"),
        try HTTP2Framing(authority: "desk.example"),
      ]
      let starts: [[UInt8]] = [
        [0, UInt8(round % 60)], Array("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n".utf8),
        [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, UInt8(round % 60), UInt8(round % 11), 5, 0, 0, 0, 1],
      ]
      for index in framings.indices {
        try framings[index].ask(question, as: 1)
        _ = try framings[index].takeOutput()
        let noise = (0..<(round % 80)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let answers = (try? framings[index].receive(starts[index] + noise)) ?? []
        for answer in answers {
          if case .reply(let reply) = answer.content { Issue.record("\(reply) of \(noise)") }
        }
      }
    }
  }

  @Test func aTaskThatIsCancelledEndsAtOnce() async throws {
    let peer = try EncryptedPeer("deaf")
    let asker = try asker(resolver(peer.server.port))
    let question = try questions(1)[0]
    let task = Task { try await asker.answers(to: [question]) }
    while try peer.count(of: "question") == 0 { try await Task.sleep(for: .milliseconds(5)) }
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(start.duration(to: .now) < .seconds(2))
  }
}

extension EncryptedPatience {
  /// Machines of tests are busy.
  static let ample = EncryptedPatience(
    connect: .seconds(30), handshake: .seconds(30), answer: .seconds(30))
}
