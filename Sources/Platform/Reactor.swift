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
    let id: UInt64
    let deadline: ContinuousClock.Instant?
    let continuation: CheckedContinuation<Void, any Error>
  }
  private struct State {
    var waiters: [Int32: Waiter] = [:]
    var nextID: UInt64 = 0
    var stopped = false
  }

  private let state = Guarded(State())
  private let epoll: Int32
  private let wake: Int32

  public init() throws(Failure) {
    let epoll = tk_epoll_open()
    let wake = tk_wake_open()
    guard epoll >= 0, wake >= 0, tk_epoll_watch_always(epoll, wake) == 0 else {
      let reason = errno
      Glibc.close(epoll)
      Glibc.close(wake)
      throw .system(errno: reason)
    }
    (self.epoll, self.wake) = (epoll, wake)
    try startThread()
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

  /// Ends the loop; every wait still pending fails as cancelled.
  public func stop() {
    state.withLock { state in
      if !state.stopped { tk_wake_ring(wake) }
      state.stopped = true
    }
  }

  /// Waits until the descriptor is probably ready.
  ///
  /// - Parameter deadline: nil only for a person, who may take as long as they like.
  /// - Throws: `Failure`, or `CancellationError` when the task was cancelled.
  public func wait(
    for fd: Int32, _ readiness: Readiness, until deadline: ContinuousClock.Instant?
  ) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        register(Waiter(id: id, deadline: deadline, continuation: continuation), fd, readiness)
      }
    } onCancel: {
      resume(fd, id: id, with: .failure(CancellationError()))
    }
  }

  private func register(_ waiter: Waiter, _ fd: Int32, _ readiness: Readiness) {
    let refusal: (any Error)? = state.withLock { state in
      if Task.isCancelled || state.stopped { return CancellationError() }
      precondition(state.waiters[fd] == nil, "two waits on one socket")
      guard tk_epoll_watch_once(epoll, fd, readiness == .writable ? 1 : 0) == 0 else {
        return Failure.system(errno: errno)
      }
      state.waiters[fd] = waiter
      tk_wake_ring(wake)
      return nil
    }
    if let refusal { waiter.continuation.resume(throwing: refusal) }
  }

  private func resume(_ fd: Int32, id: UInt64?, with result: Result<Void, any Error>) {
    let waiter = state.withLock { state -> Waiter? in
      guard let waiter = state.waiters[fd], id == nil || waiter.id == id else { return nil }
      state.waiters[fd] = nil
      return waiter
    }
    waiter?.continuation.resume(with: result)
  }

  fileprivate func loop() {
    var ready = [Int32](repeating: 0, count: 64)
    while true {
      let (earliest, stopped) = state.withLock {
        ($0.waiters.values.compactMap(\.deadline).min(), $0.stopped)
      }
      if stopped { break }
      let count = unsafe tk_epoll_wait(
        epoll, &ready, Int32(ready.count), milliseconds(to: earliest))
      for fd in ready.prefix(Int(count)) {
        if fd == wake { tk_wake_drain(wake) } else { resume(fd, id: nil, with: .success(())) }
      }
      expire()
    }
    for fd in state.withLock({ Array($0.waiters.keys) }) {
      resume(fd, id: nil, with: .failure(CancellationError()))
    }
    close(epoll)
    close(wake)
  }

  private func expire() {
    let now = ContinuousClock.now
    let late = state.withLock { state in
      state.waiters.filter { $0.value.deadline.map { $0 <= now } ?? false }
    }
    for (fd, waiter) in late { resume(fd, id: waiter.id, with: .failure(Failure.timedOut)) }
  }

  private func milliseconds(to deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline)
    return Int32(clamping: max(0, Int(left / .milliseconds(1)) + 1))
  }
}

// A top-level function: a closure literal would inherit an actor's isolation when the reactor is
// made on the main actor, and trap on this thread.
private func runReactor(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  unsafe Unmanaged<Reactor>.fromOpaque(context).takeRetainedValue().loop()
  return nil
}
