import Glibc
import Platform
import TestKit
import Testing

/// What a signal does, told by a pipe in place of the kernel: the tests' own process gets none.
@Suite struct SignalsTests {
  /// The first field of a record of signalfd(2) is the number.
  private func record(of number: Int32) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) } + [UInt8](repeating: 0, count: 124)
  }

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
    let bytes = signals.flatMap(record)
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
    #expect(deaths.restored.withLock { $0 } == 1)
  }

  @Test func aClosedWindowMayHangUpTwiceWithoutHurryingTheProgram() async throws {
    let deaths = Deaths()
    let ending = try await run([SIGHUP, SIGHUP, SIGTERM], deaths: deaths) { Task.isCancelled }
    #expect(ending == .stopped(by: SIGHUP))
    #expect(deaths.numbers.withLock { $0 } == [])
  }

  @Test func aChangeOfTheWindowStopsNothing() async throws {
    #expect(try await run([SIGWINCH]) { true } == .finished(.done))
  }
}
