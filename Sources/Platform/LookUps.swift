internal import CLinux
internal import Glibc

/// Asks the system's resolver on threads of its own, because `getaddrinfo` blocks and Swift's tasks
/// share one thread per core.
///
/// A thread cannot be called back from the resolver: a question that was given up goes on in its
/// thread until the system gives up too, and its answer is dropped.
final class LookUps: Sendable {
  private struct State {
    var waiting: [Question] = []
    var threads = 0
  }
  private static let mostThreads = 64

  private let state = Guarded(State())
  private let reactor: Reactor

  init(on reactor: Reactor) { self.reactor = reactor }

  func addresses(
    of host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] {
    // A NUL would end the name for C, and another name would be asked.
    guard !host.isEmpty, !host.utf8.contains(0) else { throw NetworkProblem(.nxdomain) }
    guard ContinuousClock.now < deadline else { throw NetworkProblem(.timeout) }
    let question = try Question(host)
    defer { question.giveUp() }
    guard submit(question) else { throw NetworkProblem(.unknown, "no thread") }
    do {
      try await reactor.wait(for: question.bell, .readable, until: deadline)
    } catch Reactor.Failure.timedOut {
      throw NetworkProblem(.timeout)
    } catch Reactor.Failure.system(let code) {
      throw NetworkProblem(errno: code)
    }
    return try question.answer()
  }

  private func submit(_ question: Question) -> Bool {
    state.withLock { state in
      state.waiting.append(question)
      guard state.threads < LookUps.mostThreads else { return true }
      var thread = pthread_t()
      let reference = unsafe Unmanaged.passRetained(self)
      guard unsafe pthread_create(&thread, nil, runLookUps, reference.toOpaque()) == 0 else {
        unsafe reference.release()
        if state.threads > 0 { return true }
        state.waiting.removeAll { $0 === question }
        return false
      }
      pthread_detach(thread)
      state.threads += 1
      return true
    }
  }

  fileprivate func work() {
    while let question = next() { question.ask() }
  }

  private func next() -> Question? {
    state.withLock { state in
      while !state.waiting.isEmpty {
        let question = state.waiting.removeFirst()
        if question.isWanted { return question }
      }
      state.threads -= 1
      return nil
    }
  }
}

/// One name on its way to the resolver and back.
private final class Question: Sendable {
  private struct State {
    var isWanted = true
    var outcome: Result<String, NetworkProblem>?
  }
  private let host: String
  private let state = Guarded(State())
  /// Readable when the answer is there.
  let bell: Int32

  init(_ host: String) throws(NetworkProblem) {
    self.host = host
    bell = tk_wake_open()
    guard bell >= 0 else { throw NetworkProblem(errno: errno) }
  }

  deinit { close(bell) }

  var isWanted: Bool { state.withLock { $0.isWanted } }

  func giveUp() { state.withLock { $0.isWanted = false } }

  /// Asks, blocking.
  func ask() {
    let outcome = lookUpBlocking(host)
    state.withLock { $0.outcome = outcome }
    tk_wake_ring(bell)
  }

  func answer() throws(NetworkProblem) -> [IPAddress] {
    guard let outcome = state.withLock({ $0.outcome }) else { throw NetworkProblem(.unknown) }
    var seen: Set<IPAddress> = []
    let lines = try outcome.get().split(separator: "\n")
    let addresses = lines.compactMap { IPAddress(String($0)) }.filter { seen.insert($0).inserted }
    guard !addresses.isEmpty else { throw NetworkProblem(.noData) }
    return addresses
  }
}

private func lookUpBlocking(_ host: String) -> Result<String, NetworkProblem> {
  var reason: Int32 = 0
  return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { text in
    guard let start = text.baseAddress else { return .failure(NetworkProblem(.unknown)) }
    let refusal = unsafe tk_look_up(host, start, text.count, &reason)
    guard refusal != 0 else { return .success(unsafe String(cString: start)) }
    let word: FailureWord =
      switch refusal {
      case EAI_NONAME: .nxdomain
      case -5: .noData  // EAI_NODATA, which glibc shows only to GNU sources
      case EAI_AGAIN: .temporary
      case EAI_FAIL: .fatal
      default: .unknown
      }
    return .failure(
      NetworkProblem(word, "eai \(refusal)" + (reason == 0 ? "" : " errno \(reason)")))
  }
}

// A top-level function: see the reactor's.
private func runLookUps(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  unsafe Unmanaged<LookUps>.fromOpaque(context).takeRetainedValue().work()
  return nil
}
