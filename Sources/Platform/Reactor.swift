internal import CLinux
internal import Glibc

/// Waits for sockets on behalf of many tasks, with one thread and one epoll set.
///
/// Every wait carries a deadline, because a probe without one is a bug. The reactor never reads or
/// writes: it only says "try again now", and it may say so without cause.
public final class Reactor: Sendable {
  public enum Readiness: Sendable { case readable, writable }
  public enum Failure: Error, Equatable { case timedOut, system(errno: Int32) }

  private struct Waiter {
    let descriptor: Int32
    let continuation: CheckedContinuation<Void, any Error>
  }
  private struct State {
    var waiters: [UInt64: Waiter] = [:]
    var busy: [Int32: UInt64] = [:]
    var deadlines = Deadlines()
    /// 0 is the token of the bell that wakes the loop.
    var lastID: UInt64 = 0
    var stopped = false
  }

  private let state = Guarded(State())
  private let epoll: Int32
  private let bell: Int32

  public init() throws(Failure) {
    let epoll = tk_epoll_open()
    let bell = tk_wake_open()
    guard epoll >= 0, bell >= 0, tk_epoll_watch_always(epoll, bell, 0) == 0 else {
      let reason = errno
      Glibc.close(epoll)
      Glibc.close(bell)
      throw .system(errno: reason)
    }
    (self.epoll, self.bell) = (epoll, bell)
    try startThread()
  }

  // The thread holds a reference, so this runs after its loop has ended, or without one.
  deinit {
    close(epoll)
    close(bell)
  }

  private func startThread() throws(Failure) {
    var thread = pthread_t()
    // The thread owns one reference to the reactor and gives it back when the loop ends.
    let reference = unsafe Unmanaged.passRetained(self)
    let refusal = unsafe pthread_create(&thread, nil, runReactor, reference.toOpaque())
    guard refusal == 0 else {
      unsafe reference.release()
      throw .system(errno: refusal)
    }
    pthread_detach(thread)
  }

  /// Ends the loop and its thread; every wait still pending, and every later one, fails as
  /// cancelled.
  public func stop() {
    state.withLock { $0.stopped = true }
    tk_wake_ring(bell)
  }

  /// Waits until the descriptor is probably ready. One wait for one descriptor at a time. The
  /// deadline is nil only for a person, who may take as long as they like.
  ///
  /// - Throws: `Failure` (`EBUSY` for a second wait on one descriptor), or `CancellationError` when
  ///   the task was cancelled.
  public func wait(
    for descriptor: Int32, _ readiness: Readiness, until deadline: ContinuousClock.Instant?
  ) async throws {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let waiter = Waiter(descriptor: descriptor, continuation: continuation)
        register(waiter, as: id, readiness, until: deadline)
      }
    } onCancel: {
      resume(id, with: .failure(CancellationError()))
    }
  }

  /// Ends a wait for a descriptor that is about to be closed; it fails as cancelled.
  public func forget(_ descriptor: Int32) {
    if let id = state.withLock({ $0.busy[descriptor] }) {
      resume(id, with: .failure(CancellationError()))
    }
  }

  private func register(
    _ waiter: Waiter, as id: UInt64, _ readiness: Readiness,
    until deadline: ContinuousClock.Instant?
  ) {
    let refusal: (any Error)? = state.withLock { state in
      // A cancellation before this moment found no waiter to resume.
      if Task.isCancelled || state.stopped { return CancellationError() }
      guard state.busy[waiter.descriptor] == nil else { return Failure.system(errno: EBUSY) }
      let direction: Int32 = readiness == .writable ? 1 : 0
      guard tk_epoll_watch_once(epoll, waiter.descriptor, direction, id) == 0 else {
        return Failure.system(errno: errno)
      }
      state.waiters[id] = waiter
      state.busy[waiter.descriptor] = id
      guard let deadline else { return nil }
      state.deadlines.insert(Deadlines.Entry(time: deadline, id: id))
      // Only an earlier alarm than the one the loop sleeps for must wake it.
      if state.deadlines.earliest?.id == id { tk_wake_ring(bell) }
      return nil
    }
    if let refusal { waiter.continuation.resume(throwing: refusal) }
  }

  private func resume(_ id: UInt64, with result: Result<Void, any Error>) {
    let waiter = state.withLock { state -> Waiter? in
      guard let waiter = state.waiters.removeValue(forKey: id) else { return nil }
      state.busy[waiter.descriptor] = nil
      // An armed descriptor would still report for a wait that nobody is in.
      if case .failure = result { tk_epoll_forget(epoll, waiter.descriptor) }
      return waiter
    }
    waiter?.continuation.resume(with: result)
  }

  fileprivate func loop() {
    var ready = [UInt64](repeating: 0, count: 64)
    while let pause = nextPause() {
      let count = unsafe tk_epoll_wait(epoll, &ready, Int32(ready.count), pause)
      for id in ready.prefix(Int(count)) {
        if id == 0 { tk_wake_drain(bell) } else { resume(id, with: .success(())) }
      }
    }
    for id in state.withLock({ Array($0.waiters.keys) }) {
      resume(id, with: .failure(CancellationError()))
    }
  }

  /// Ends what is late; milliseconds to the next deadline, -1 when there is none, nil when stopped.
  private func nextPause() -> Int32? {
    let now = ContinuousClock.now
    var late: [UInt64] = []
    let pause = state.withLock { state -> Int32? in
      if state.stopped { return nil }
      while let next = state.deadlines.earliest {
        if state.waiters[next.id] != nil {
          // Rounded up: waking early would only mean waking twice.
          guard next.time <= now else {
            return Int32(clamping: Int(now.duration(to: next.time) / .milliseconds(1)) + 1)
          }
          late.append(next.id)
        }
        state.deadlines.removeEarliest()
      }
      return -1
    }
    for id in late { resume(id, with: .failure(Failure.timedOut)) }
    return pause
  }
}

// A top-level function: a closure literal would inherit an actor's isolation when the reactor is
// made on the main actor, and trap on this thread.
private func runReactor(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  unsafe Unmanaged<Reactor>.fromOpaque(context).takeRetainedValue().loop()
  return nil
}
