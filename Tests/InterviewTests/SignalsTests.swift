import Glibc
import Platform
import TestKit
import Testing

/// What a signal does, told by a pipe in place of the kernel: the tests' own process gets none.
@Suite struct SignalsTests {
  private final class Deaths: Sendable {
    let numbers = Guarded<[Int32]>([])
    let restored = Guarded(0)
  }

  /// Runs something that waits until it is cancelled, while these signals arrive.
  private func run(
    _ signals: [Int32], deaths: Deaths = Deaths(), until isOver: @escaping @Sendable () -> Bool
  ) async throws -> Signals.Ending {
    let reactor = try Reactor()
    defer { reactor.stop() }
    var ends: [Int32] = [0, 0]
    let opened = pipe(&ends)
    try #require(opened == 0)
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { ends.forEach { close($0) } }
    let bytes = signals.map(UInt8.init)
    _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    let source = Signals(from: ends[0]) { number in deaths.numbers.withLock { $0.append(number) } }
    return await source.listening(on: reactor) {
      deaths.restored.withLock { $0 += 1 }
    } run: {
      while !isOver() { await Task.yield() }
      return .done
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func theFirstSignalCancelsAndIsRemembered(_ number: Int32) async throws {
    let deaths = Deaths()
    let ending = try await run([number], deaths: deaths) { Task.isCancelled }
    #expect(ending == .stopped(by: number))
    #expect(deaths.numbers.withLock { $0 } == [])
  }

  @Test func aSecondInterruptEndsAtOnceWithTheTerminalRestored() async throws {
    let deaths = Deaths()
    _ = try await run([SIGTERM, SIGINT], deaths: deaths) {
      !deaths.numbers.withLock { $0.isEmpty }
    }
    #expect(deaths.numbers.withLock { $0 } == [SIGINT])
    #expect(deaths.restored.withLock { $0 } == 2)
  }

  @Test func aClosedWindowMayHangUpTwiceWithoutHurryingTheProgram() async throws {
    let deaths = Deaths()
    let ending = try await run([SIGHUP, SIGHUP, SIGTERM], deaths: deaths) { Task.isCancelled }
    #expect(ending == .stopped(by: SIGHUP))
    #expect(deaths.numbers.withLock { $0 } == [])
  }

  @Test func withoutASignalItEndsAsTheProgramSays() async throws {
    #expect(try await run([]) { true } == .finished(.done))
  }

  @Test func aSignalOfTheKernelEndsTheProcessAsAShellExpects() async {
    await #expect(processExitsWith: .signal(SIGINT)) { try await endBy(SIGINT) }
    await #expect(processExitsWith: .signal(SIGTERM)) { try await endBy(SIGTERM) }
    await #expect(processExitsWith: .signal(SIGHUP)) { try await endBy(SIGHUP) }
  }

  @Test func whatTheStarterIgnoresStaysIgnored() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      signal(SIGHUP, SIG_IGN)
      try await endBy(SIGHUP, SIGTERM)
    }
  }
}

/// Sends this process signals while it runs something that ends only when it is cancelled, and then
/// ends as `main` does.
private func endBy(_ numbers: Int32...) async throws {
  let signals = try Signals()
  let reactor = try Reactor()
  let ending = await signals.listening(on: reactor) {
  } run: {
    for number in numbers { kill(getpid(), number) }
    while !Task.isCancelled { await Task.yield() }
    return .interrupted
  }
  if case .stopped(let number) = ending { Signals.die(by: number) }
}
