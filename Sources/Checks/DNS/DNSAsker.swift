internal import DNS
internal import Hygiene
internal import Platform

/// Asks one server in clear text. Every question has a socket of its own, and so a source port and
/// a random id that an outsider would have to guess together.
struct DNSAsker: QuestionAsker {
  /// How a question travels.
  enum Transport: String, Sendable {
    /// By UDP, and again by TCP if the answer is too large.
    case usual
    /// By UDP and nothing else.
    case udp
    case tcp
  }

  let resolver: Endpoint
  let network: any Network
  let randomness: any Randomness
  /// How long one answer may take.
  let patience: Duration
  let gate: Gate

  init(_ resolver: Endpoint, in world: World, patience: Duration, gate: Gate = Gate()) {
    (self.resolver, network, randomness) = (resolver, world.network, world.randomness)
    (self.patience, self.gate) = (patience, gate)
  }

  /// All at once, the answers in the order of the questions. What was lost while others were
  /// answered is asked once more.
  func ask(_ questions: [DNSQuestion]) async throws -> [DNSAsked] {
    try await answers(to: questions).map(\.asked)
  }

  func ask(_ question: DNSQuestion) async throws -> DNSAsked {
    try await answer(to: question).asked
  }

  func answers(to questions: [DNSQuestion]) async throws -> [DNSAnswer] {
    var answers = try await askOnce(questions)
    let lost = answers.indices.filter { answers[$0].asked.word == .timeout }
    guard !lost.isEmpty, lost.count < answers.count else { return answers }
    for (index, answer) in zip(lost, try await askOnce(lost.map { questions[$0] })) {
      answers[index] = answer
    }
    return answers
  }

  private func askOnce(_ questions: [DNSQuestion]) async throws -> [DNSAnswer] {
    try await withThrowingTaskGroup(of: (Int, DNSAnswer).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, try await answer(to: question)) }
      }
      var answers = [DNSAnswer?](repeating: nil, count: questions.count)
      for try await (index, answer) in group { answers[index] = answer }
      return answers.compactMap { $0 }
    }
  }

  /// - Throws: only when the task was cancelled or there is no randomness; what the network does
  ///   is a word.
  func answer(
    to question: DNSQuestion, by transport: Transport = .usual
  ) async throws -> DNSAnswer {
    let id = try randomID()
    let message = try question.bytes(id: id)
    return try await gate.through(to: resolver) {
      var asked = DNSAsked(question)
      var reply: DNSReply?
      let start = ContinuousClock.now
      do {
        if transport != .tcp { reply = try await byUDP(message, question, id, noting: &asked) }
        let isCut = reply?.flags.contains(.truncated) ?? false
        if transport == .tcp || isCut && transport == .usual {
          (asked.overTCP, reply) = (true, nil)
          reply = try await byTCP(message, question, id)
        }
        if let reply { asked.take(reply, to: question) }
      } catch let problem as NetworkProblem {
        asked.word = asked.wordInsteadOf(problem.word)
      } catch is DNSError {
        asked.word = .malformed
      }
      asked.tookMilliseconds = Int(start.duration(to: .now) / .milliseconds(1))
      return DNSAnswer(
        asked: asked, reply: reply,
        via: "\(asked.overTCP ? "tcp" : "udp"):\(resolver.address)")
    }
  }

  func randomID() throws -> UInt16 {
    let random = try randomness.bytes(2)
    return UInt16(random[0]) << 8 | UInt16(random[1])
  }

  /// Waits for the answer that fits; others are counted and waiting goes on, because whoever
  /// makes answers up is often faster than the resolver.
  private func byUDP(
    _ message: [UInt8], _ question: DNSQuestion, _ id: UInt16, noting asked: inout DNSAsked
  ) async throws -> DNSReply {
    let deadline = ContinuousClock.now + patience
    let socket = try network.datagrams(with: resolver)
    defer { socket.close() }
    try socket.send(message)
    // A flood never lets us wait, so the deadline is looked at here too.
    while ContinuousClock.now < deadline {
      let bytes = try await socket.receive(until: deadline)
      guard let reply = try? DNSReply(bytes) else {
        asked.malformed += 1
        continue
      }
      if reply.answers(question, id: id) { return reply }
      asked.strays += 1
    }
    throw NetworkProblem(.timeout)
  }

  /// RFC 7766: two bytes of length, then the message, in one write.
  private func byTCP(
    _ message: [UInt8], _ question: DNSQuestion, _ id: UInt16
  ) async throws -> DNSReply {
    let deadline = ContinuousClock.now + patience
    let connection = try await network.connect(to: resolver, until: deadline)
    defer { connection.abort() }
    try await connection.write(
      [UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message, until: deadline)
    let head = try await read(2, from: connection, until: deadline)
    let length = Int(head[0]) << 8 | Int(head[1])
    let reply = try DNSReply(try await read(length, from: connection, until: deadline))
    guard reply.answers(question, id: id) else { throw NetworkProblem(.wrongID) }
    return reply
  }

  private func read(
    _ count: Int, from connection: any Connection, until deadline: ContinuousClock.Instant
  ) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try await connection.read(atMost: count - bytes.count, until: deadline)
      guard !piece.isEmpty else { throw NetworkProblem(.eof) }
      bytes += piece
    }
    return bytes
  }
}

extension DNSAsked {
  /// Silence after something that was no answer has a word of its own.
  fileprivate func wordInsteadOf(_ word: FailureWord) -> FailureWord {
    guard word == .timeout else { return word }
    if strays > 0 { return .wrongID }
    return malformed > 0 ? .malformed : .timeout
  }
}
