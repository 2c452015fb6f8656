internal import DNS
internal import Hygiene
internal import Platform

/// Asks many questions by UDP and takes everything that comes back to each: whoever forges an answer
/// cannot keep the true one away.
///
/// The questions share a pool of sockets, because listening for seconds after each would need one
/// for every name. Each socket asks one after another and never stops listening; what arrives is
/// matched by id and question.
struct DNSListening: Sendable {
  let asker: DNSAsker
  /// How long to listen after each question.
  let listening: Duration
  private static let mostReplies = 16

  /// A question and when to ask it, counted from the beginning.
  struct Planned: Sendable {
    let question: DNSQuestion
    let delay: Duration
  }

  /// The replies to each, in the order of the questions. `planned` is in the order of the delays. At
  /// most 16 replies to one question are kept, however many come.
  ///
  /// - Throws: only when the task was cancelled or there is no randomness.
  func replies(to planned: [Planned]) async throws -> [[DNSArrival]] {
    let next = Guarded(0)
    let start = ContinuousClock.now
    return try await withThrowingTaskGroup(of: [(Int, [DNSArrival])].self) { group in
      for _ in 0..<min(Gate.width, planned.count) {
        group.addTask {
          guard let socket = try? asker.network.datagrams(with: asker.resolver) else { return [] }
          defer { socket.close() }
          var line = Line(socket: socket, asker: asker, listening: listening)
          while let index = next.take(below: planned.count) {
            try await line.listen(until: start + planned[index].delay)
            try await line.ask(planned[index].question, index)
          }
          try await line.listen(until: .now + listening)
          return line.found
        }
      }
      var all = [[DNSArrival]](repeating: [], count: planned.count)
      for try await found in group {
        for (index, arrivals) in found { all[index] = arrivals }
      }
      return all
    }
  }

  /// One socket and what was asked over it.
  private struct Line {
    let socket: any Datagrams
    let asker: DNSAsker
    let listening: Duration
    private var open: [UInt16: Open] = [:]

    private struct Open {
      let question: DNSQuestion
      let index: Int
      let sent: ContinuousClock.Instant
      var arrivals: [DNSArrival] = []
    }

    init(socket: any Datagrams, asker: DNSAsker, listening: Duration) {
      (self.socket, self.asker, self.listening) = (socket, asker, listening)
    }

    var found: [(Int, [DNSArrival])] { open.values.map { ($0.index, $0.arrivals) } }

    /// Waits for the first reply, and not long: it would go on coming in while others are asked.
    mutating func ask(_ question: DNSQuestion, _ index: Int) async throws {
      var id = try asker.randomID()
      while open[id] != nil { id = try asker.randomID() }
      let message = try question.bytes(id: id)
      let (socket, gate) = (socket, asker.gate)
      try await gate.enter(asker.resolver)
      defer { gate.leave(asker.resolver) }
      open[id] = Open(question: question, index: index, sent: .now)
      // A port that is closed is silence.
      try? socket.send(message)
      let deadline = ContinuousClock.now + min(listening, .seconds(1))
      while open[id]?.arrivals.isEmpty ?? false, try await takeOne(until: deadline) {}
    }

    mutating func listen(until deadline: ContinuousClock.Instant) async throws {
      while try await takeOne(until: deadline) {}
    }

    /// False at the deadline.
    private mutating func takeOne(until deadline: ContinuousClock.Instant) async throws -> Bool {
      // A flood never lets us wait, so the deadline is looked at here too.
      guard ContinuousClock.now < deadline else { return false }
      let packet: Packet
      do {
        packet = try await socket.receivePacket(until: deadline)
      } catch let problem as NetworkProblem {
        if problem.word == .unreachable { return true }
        // Whatever else is wrong stays so, and trying again at once would only keep us busy.
        try await Task.sleep(until: deadline)
        return false
      }
      guard let reply = try? DNSReply(packet.bytes), var asked = open[reply.id],
        reply.answers(asked.question, id: reply.id), asked.arrivals.count < DNSListening.mostReplies
      else { return true }
      asked.arrivals.append(
        DNSArrival(
          reply, hopLimit: packet.hopLimit,
          after: Int(asked.sent.duration(to: .now) / .microseconds(1))))
      open[reply.id] = asked
      return true
    }
  }
}

extension Guarded<Int> {
  /// The numbers from 0 on, each once.
  fileprivate func take(below limit: Int) -> Int? {
    withLock { number in
      guard number < limit else { return nil }
      defer { number += 1 }
      return number
    }
  }
}

/// One of the replies to one question.
struct DNSArrival: Codable, Hashable, Sendable {
  let responseCode: Int
  /// What it says, in a fixed order; times to live do not count.
  let says: [String]
  /// Microseconds after the question was sent.
  let after: Int
  /// The TTL of the packet: two senders seldom have the same way to us.
  let hopLimit: Int?

  init(_ reply: DNSReply, hopLimit: Int?, after: Int) {
    responseCode = reply.responseCode
    (self.hopLimit, self.after) = (hopLimit, after)
    let said = reply.answers.map { $0.text.isEmpty ? "TYPE\($0.type.rawValue)" : $0.text }
    says = Set(said).sorted().prefix(16).map { cleaned($0, atMost: 80) }
  }

  /// For the examples of checks.
  init(_ says: [String], code: Int = 0, after: Int, hopLimit: Int?) {
    (responseCode, self.says) = (code, says)
    (self.after, self.hopLimit) = (after, hopLimit)
  }

  /// Whether it says the same: then it is a packet that came twice.
  func agrees(with other: DNSArrival) -> Bool {
    responseCode == other.responseCode && says == other.says
  }
}
