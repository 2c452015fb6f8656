internal import CLinux
internal import Glibc

/// SIGINT, SIGTERM and SIGHUP as a wish to stop: the program's task is cancelled, saves, and ends.
public struct Signals: Sendable {
  /// How the program came to its end.
  public enum Ending: Hashable, Sendable {
    case finished(ExitStatus)
    /// By this signal: the caller lets go of everything and then calls `Signals.die(by:)`.
    case stopped(by: Int32)
  }

  private let descriptor: Int32
  private let die: @Sendable (Int32) -> Void

  /// Catches the signals from now on: so it comes first in `main`. What the starter of the program
  /// chose to ignore (`nohup`) stays ignored.
  ///
  /// - Throws: `Reactor.Failure.system`.
  public init() throws(Reactor.Failure) {
    let descriptor = tk_signals_open()
    guard descriptor >= 0 else { throw .system(errno: errno) }
    self.init(from: descriptor, dying: Signals.die)
  }

  /// - Parameters:
  ///   - descriptor: where the numbers of signals come from, a byte each.
  ///   - dying: what ends the process.
  package init(from descriptor: Int32, dying: @escaping @Sendable (Int32) -> Void) {
    (self.descriptor, die) = (descriptor, dying)
  }

  /// Runs the program. The first signal cancels its task; it may then take the time to save. A
  /// second SIGINT ends the process at once.
  ///
  /// SIGHUP comes twice when a terminal is closed (kernel and shell), so only SIGINT hurries.
  ///
  /// `restoring` makes the terminal usable, so that the program can say its last words.
  public func listening(
    on reactor: Reactor, restoring: @escaping @Sendable () -> Void,
    run: @escaping @Sendable () async -> ExitStatus
  ) async -> Ending {
    let first = Guarded<Int32>(0)
    let work = Task { await run() }
    let ear = Task { [descriptor, die] in
      while (try? await reactor.wait(for: descriptor, .readable, until: nil)) != nil {
        while case let number = tk_signals_next(descriptor), number != 0 {
          let isFirst = first.withLock { first in
            defer { if first == 0 { first = number } }
            return first == 0
          }
          restoring()
          if isFirst { work.cancel() } else if number == SIGINT { die(number) }
        }
      }
    }
    let status = await work.value
    ear.cancel()
    await ear.value
    // A closed window ends the input and the program at the same moment: it is the signal that
    // tells why.
    let number = first.withLock { $0 == 0 ? tk_signals_next(descriptor) : $0 }
    return number == 0 ? .finished(status) : .stopped(by: number)
  }

  /// Ends the process as the signal would have, so that a shell sees 130, 143 or 129.
  public static func die(by number: Int32) { tk_die_by(number) }
}
