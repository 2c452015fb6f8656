import Glibc
import Platform
import Testing

@Suite final class ReactorTests: Sendable {
  let reactor: Reactor

  init() throws { reactor = try Reactor() }
  deinit { reactor.stop() }

  @Test func wakesWhenBytesArrive() async throws {
    let pair = try Pair()
    async let waited: Void = reactor.wait(for: pair.near, .readable, until: soon(5000))
    pair.ring()
    try await waited
    var byte: UInt8 = 0
    #expect(Glibc.read(pair.near, &byte, 1) == 1)
  }

  @Test func anOpenSocketIsWritableAtOnce() async throws {
    let pair = try Pair()
    try await reactor.wait(for: pair.near, .writable, until: soon(5000))
  }

  @Test func aPassedDeadlineIsATimeout() async throws {
    let pair = try Pair()
    let start = ContinuousClock.now
    await #expect(throws: Reactor.Failure.timedOut) {
      try await reactor.wait(for: pair.near, .readable, until: soon(30))
    }
    #expect(ContinuousClock.now - start >= .milliseconds(30))
  }

  @Test func anEarlierDeadlineIsNotHeldUpByALaterOne() async throws {
    let (slow, quick) = (try Pair(), try Pair())
    let long = Task { try await reactor.wait(for: slow.near, .readable, until: soon(60_000)) }
    let start = ContinuousClock.now
    await #expect(throws: Reactor.Failure.timedOut) {
      try await reactor.wait(for: quick.near, .readable, until: soon(20))
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    long.cancel()
    _ = await long.result
  }

  @Test func aCancelledTaskStopsWaiting() async throws {
    let pair = try Pair()
    let task = Task { try await reactor.wait(for: pair.near, .readable, until: soon(60_000)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aSecondWaitOnOneSocketIsRefused() async throws {
    let pair = try Pair()
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<2 {
        group.addTask { [reactor] in
          do {
            try await reactor.wait(for: pair.near, .readable, until: soon(5000))
            return "ready"
          } catch {
            pair.ring()
            return "\(error)"
          }
        }
      }
      var results: [String] = []
      for try await result in group { results.append(result) }
      #expect(results.sorted() == ["ready", "system(errno: \(EBUSY))"])
    }
  }

  @Test func anArmedSocketThatWasGivenUpWakesNobodyElse() async throws {
    let pair = try Pair()
    await #expect(throws: Reactor.Failure.timedOut) {
      try await reactor.wait(for: pair.near, .readable, until: soon(1))
    }
    pair.ring()
    // The same descriptor, another direction: an event of the first wait must not count.
    let other = try Pair()
    await #expect(throws: Reactor.Failure.timedOut) {
      try await reactor.wait(for: other.near, .readable, until: soon(20))
    }
    try await reactor.wait(for: pair.near, .readable, until: soon(5000))
  }

  @Test func aReusedDescriptorIsAnotherSocket() async throws {
    for _ in 0..<50 {
      let first = try Pair()
      await #expect(throws: Reactor.Failure.timedOut) {
        try await reactor.wait(for: first.near, .readable, until: soon(0))
      }
      first.ring()
      let second = try Pair()
      dup2(second.near, first.near)
      await #expect(throws: Reactor.Failure.timedOut) {
        try await reactor.wait(for: first.near, .readable, until: soon(2))
      }
    }
  }

  @Test func threeHundredSocketsWaitAtOnce() async throws {
    let pairs = try (0..<300).map { _ in try Pair() }
    let woken = try await withThrowingTaskGroup(of: Void.self) { group in
      for pair in pairs {
        group.addTask { [reactor] in
          try await reactor.wait(for: pair.near, .readable, until: soon(20_000))
        }
      }
      for pair in pairs.reversed() { pair.ring() }
      var count = 0
      for try await _ in group { count += 1 }
      return count
    }
    #expect(woken == 300)
  }

  @Test func threeHundredRacesEachEndOnce() async throws {
    let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
      for race in 0..<300 {
        let pair = try Pair()
        group.addTask { [reactor] in
          let waiting = Task {
            try await reactor.wait(for: pair.near, .readable, until: soon(race % 3))
          }
          if race.isMultiple(of: 2) { pair.ring() }
          if race % 5 < 2 { waiting.cancel() }
          switch await waiting.result {
          case .success: return "ready"
          case .failure(is CancellationError): return "cancelled"
          case .failure(Reactor.Failure.timedOut): return "late"
          case .failure(let error): return "\(error)"
          }
        }
      }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }
    #expect(outcomes.count == 300)
    #expect(Set(outcomes).isSubset(of: ["ready", "cancelled", "late"]))
    #expect(outcomes.contains("ready") && outcomes.contains("late"))
  }

  @Test func stoppingEndsEveryWaitAndMayBeDoneTwice() async throws {
    let mine = try Reactor()
    let pair = try Pair()
    let task = Task { try await mine.wait(for: pair.near, .readable, until: nil) }
    mine.stop()
    mine.stop()
    await #expect(throws: CancellationError.self) { try await task.value }
    await #expect(throws: CancellationError.self) {
      try await mine.wait(for: pair.near, .writable, until: soon(5000))
    }
  }

  @Test func aReactorThatWasStoppedIsLetGo() async throws {
    weak var kept: Reactor?
    var mine: Reactor? = try Reactor()
    kept = mine
    mine?.stop()
    mine = nil
    let limit = soon(5000)
    while kept != nil, ContinuousClock.now < limit { await Task.yield() }
    #expect(kept == nil)
  }
}
