internal import DNS
internal import Hygiene
internal import Platform

/// Asks over one connection at a time, which is opened when the first question comes and kept for
/// the next ones, many questions on it at once.
///
/// A name whose own servers are dead looks like a connection that has died, so beside the first
/// questions, and wherever no answer came for a while, goes one about the root: what tells the two
/// apart is whether that is answered. Questions on a dead connection are asked again on a new one.
actor EncryptedLine {
  struct Pending {
    let question: DNSQuestion
    let continuation: CheckedContinuation<DNSAnswer, any Error>
    /// How many connections ended under it before they brought any answer.
    var losses = 0
    var started = ContinuousClock.now
    var strays = 0
  }
  static let mostLosses = 2
  /// The number of the question about the root.
  private static let canary = 0

  let routes: [EncryptedRoute]
  let settings: EncryptedSettings
  private let root: DNSQuestion
  var pending: [Int: Pending] = [:]
  var waiting: [Int] = []
  var inFlight: Set<Int> = []
  private var lastNumber = EncryptedLine.canary

  var route: EncryptedRoute?
  var open: OpenRoute?
  var answered = 0
  /// How many questions at once the server has borne.
  var window = Int.max
  var lastAnswer = ContinuousClock.now
  var canaryAsked: ContinuousClock.Instant?

  /// Routes by which answers have come, and those that let us in but gave none.
  var proven: Set<EncryptedRoute> = [], barren: Set<EncryptedRoute> = []
  var firstProblem: NetworkProblem?
  var refusal: (problem: NetworkProblem, end: ContinuousClock.Instant)?

  private var worker: Task<Void, Never>?
  private var reading: Task<[UInt8], any Error>?
  private var isWoken = false

  /// `routes` are tried in their order; there must be one.
  init(_ routes: [EncryptedRoute], _ settings: EncryptedSettings) throws(DNSError) {
    (self.routes, self.settings) = (routes, settings)
    root = try DNSQuestion(".", .ns)
  }

  /// - Throws: `CancellationError`; what the network does is a word.
  func ask(_ question: DNSQuestion) async throws -> DNSAnswer {
    lastNumber += 1
    let number = lastNumber
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        pending[number] = Pending(question: question, continuation: continuation)
        waiting.append(number)
        if worker == nil { start() } else { wake() }
      }
    } onCancel: {
      Task { await giveUp(number) }
    }
  }

  private func giveUp(_ number: Int) {
    guard let lost = pending.removeValue(forKey: number) else { return }
    if inFlight.remove(number) != nil { open?.framing.forget(number) }
    waiting.removeAll { $0 == number }
    lost.continuation.resume(throwing: CancellationError())
    wake()
  }

  private func start() {
    // Nobody listened for its answer meanwhile.
    if canaryAsked != nil { canaryAsked = .now }
    worker = Task { await work() }
  }

  private func wake() {
    isWoken = true
    reading?.cancel()
  }

  private func work() async {
    while !pending.isEmpty {
      do { try await step() } catch { lose(NetworkProblem(any: error)) }
    }
    worker = nil
  }

  private func step() async throws {
    guard let connection = open?.stream.connection else {
      await connect()
      return
    }
    try expire()
    try takeUp()
    let output = try takeOutput()
    if !output.isEmpty {
      try await connection.write(output, until: .now.advanced(by: settings.patience.answer))
      return
    }
    // The server takes no more questions.
    if inFlight.isEmpty, !waiting.isEmpty { throw NetworkProblem(.eof) }
    if let raw = try await read(from: connection) { try take(raw) }
  }
}

// What travels over an open connection.
extension EncryptedLine {
  private var half: Duration { settings.patience.answer / 2 }

  /// How many more questions the connection takes.
  private var room: Int {
    guard let framing = open?.framing, framing.takesQuestions else { return 0 }
    return min(framing.limit, window) - inFlight.count - (canaryAsked == nil ? 0 : 1)
  }

  private func takeUp() throws {
    if inFlight.isEmpty { lastAnswer = .now }
    while room > 0, !waiting.isEmpty {
      let number = waiting.removeFirst()
      guard let each = pending[number] else { continue }
      inFlight.insert(number)
      pending[number]?.started = .now
      pending[number]?.strays = open?.framing.strays ?? 0
      do {
        try open?.framing.ask(each.question, as: number)
      } catch is DNSError { finish(number, .failed) }
    }
    let isQuiet = answered == 0 && !isProven || lastAnswer.advanced(by: half) <= .now
    guard let framing = open?.framing, framing.takesQuestions, framing.limit > 1 else { return }
    if isQuiet, canaryAsked == nil, !inFlight.isEmpty {
      try open?.framing.ask(root, as: Self.canary)
      canaryAsked = .now
    }
  }

  var isProven: Bool { route.map(proven.contains) ?? false }

  private func takeOutput() throws -> [UInt8] {
    guard let said = try open?.framing.takeOutput() else { return [] }
    return try open?.stream.encrypt(said) ?? []
  }

  /// Nil when there is something else to do first.
  private func read(from connection: any Connection) async throws -> [UInt8]? {
    let first = inFlight.compactMap { pending[$0]?.started }.min() ?? .now
    let deadline = min(
      first.advanced(by: settings.patience.answer), (canaryAsked ?? lastAnswer).advanced(by: half))
    // Cancelled when there is something to write: a connection does one thing at a time.
    let reading = Task { try await connection.read(atMost: 16_384, until: deadline) }
    (self.reading, isWoken) = (reading, false)
    defer { self.reading = nil }
    do {
      return try await reading.value
    } catch is CancellationError where isWoken {
      return nil
    } catch let problem as NetworkProblem where problem.word == .timeout {
      return nil
    }
  }

  private func take(_ raw: [UInt8]) throws {
    guard let (said, end) = open?.stream.decrypt(raw) else { return }
    for answer in said.isEmpty ? [] : try open?.framing.receive(said) ?? [] {
      lastAnswer = .now
      if answer.number == Self.canary {
        canaryAsked = nil
        if case .reply = answer.content { prove() }
        continue
      }
      switch answer.content {
      case .reply(let reply): finish(answer.number, nil, reply)
      case .failed(let problem): finish(answer.number, problem.word)
      case .lost: askAgain([answer.number])
      }
    }
    if let end { throw end }
  }

  /// Ends the questions whose time is over.
  ///
  /// - Throws: when the connection is dead, so that they are asked again.
  private func expire() throws(NetworkProblem) {
    let now = ContinuousClock.now
    if let canaryAsked, canaryAsked.advanced(by: half) <= now { throw NetworkProblem(.timeout) }
    for number in inFlight {
      guard let late = pending[number], late.started.advanced(by: settings.patience.answer) <= now
      else { continue }
      // Without a canary silence on the first question says that this leads nowhere.
      if open?.framing.limit == 1, !isProven { throw NetworkProblem(.timeout) }
      let strays = (open?.framing.strays ?? 0) - late.strays
      open?.framing.forget(number)
      finish(number, strays > 0 ? .wrongID : .timeout)
    }
  }

  private func prove() {
    if let route { proven.insert(route) }
    firstProblem = nil
  }

  func finish(_ number: Int, _ word: FailureWord?, _ reply: DNSReply? = nil) {
    inFlight.remove(number)
    guard let done = pending.removeValue(forKey: number) else { return }
    var asked = DNSAsked(done.question)
    if let reply {
      asked.take(reply, to: done.question)
      answered += 1
      window = max(window, answered)
      prove()
    } else {
      asked.word = word
    }
    asked.tookMilliseconds = Int(done.started.duration(to: .now) / .milliseconds(1))
    done.continuation.resume(
      returning: DNSAnswer(
        asked: asked, reply: reply, via: (route ?? routes[0]).description,
        isOutOfDate: reply != nil && open?.isOutOfDate ?? false))
  }

  func askAgain(_ numbers: [Int]) {
    inFlight.subtract(numbers)
    waiting.insert(contentsOf: numbers, at: 0)
  }
}
