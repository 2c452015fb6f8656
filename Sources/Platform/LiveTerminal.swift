internal import CLinux
internal import Glibc

/// A terminal in its own line mode, opened by us, so that `O_NONBLOCK` touches nobody else's view
/// of it.
public final class LiveTerminal: Terminal {
  private struct State {
    /// Bytes that were read and belong to later lines.
    var rest: [UInt8] = []
    /// What to go back to while a secret is typed.
    var before: tk_typing?

    /// The first complete line, taken away.
    mutating func nextLine() -> ArraySlice<UInt8>? {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
        rest.removeLast(max(0, rest.count - TypedText.limit))
        return nil
      }
      let line = rest[..<end]
      rest.removeSubrange(...end)
      return line
    }
  }

  /// -1 when there is no terminal.
  private let descriptor: Int32
  private let reactor: Reactor
  private let state = Guarded(State())

  /// Opens the program's own terminal, or another one for tests. Waits on the reactor.
  public init(on reactor: Reactor, path: String = "/dev/tty") {
    self.reactor = reactor
    let opened = unsafe tk_open_at(AT_FDCWD, path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK, 0)
    if opened >= 0, isatty(opened) == 1 {
      descriptor = opened
    } else {
      if opened >= 0 { close(opened) }
      descriptor = -1
    }
  }

  deinit {
    showTyping()
    if descriptor >= 0 { close(descriptor) }
  }

  public var isInteractive: Bool { descriptor >= 0 }

  public var size: TerminalSize {
    var (columns, rows): (Int32, Int32) = (0, 0)
    let answered = unsafe tk_window_size(descriptor, &columns, &rows) == 0
    return TerminalSize(
      columns: answered && columns > 0 ? Int(columns) : 80,
      rows: answered && rows > 0 ? Int(rows) : 24)
  }

  public func show(_ text: String) {
    guard isInteractive else { return }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // Ctrl-S may hold the output for as long as the person likes, but not against a signal.
        if Task.isCancelled { return }
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&wait, 1, 200)
      } else if errno != EINTR {
        return
      }
    }
  }

  public func readLine() async throws -> String {
    while true {
      if Task.isCancelled { throw Interrupted() }
      if let line = state.withLock({ $0.nextLine() }) { return TypedText.line(from: line) }
      switch fill() {
      case .some: continue
      case .nothingYet: try await more()
      case .end: throw Interrupted()
      }
    }
  }

  public func readSecret(_ prompt: String) async throws -> Secret {
    guard isInteractive else { throw Interrupted() }
    var secret = try Secret()
    // What was typed ahead stands on the screen, so it cannot be a secret any more.
    state.withLock { $0.rest = [] }
    guard hide() else { throw Interrupted() }
    defer {
      showTyping()
      show("\n")
    }
    show(prompt)
    var isTooLong = false
    while true {
      if Task.isCancelled { throw Interrupted() }
      switch take(into: &secret, &isTooLong) {
      case .some:
        if isTooLong { throw SecretProblem.tooLong }
        return secret
      case .nothingYet: try await more()
      case .end: throw Interrupted()
      }
    }
  }

  /// Makes the terminal usable for a program that was told to stop: output that was held back by
  /// Ctrl-S flows again, and if a secret was being typed the echo is on again.
  public func restore() {
    if descriptor >= 0 { _ = tk_output_resume(descriptor) }
    showTyping()
  }

  private func showTyping() {
    state.withLock { state in
      guard let before = state.before else { return }
      state.before = nil
      _ = unsafe withUnsafePointer(to: before) { unsafe tk_typing_restore(descriptor, $0) }
    }
  }

  private func hide() -> Bool {
    state.withLock { state in
      var before = tk_typing()
      guard unsafe tk_typing_hide(descriptor, &before) == 0 else { return false }
      state.before = before
      return true
    }
  }

  private func more() async throws(Interrupted) {
    do {
      try await reactor.wait(for: descriptor, .readable, until: nil)
    } catch {
      throw Interrupted()
    }
  }

  private enum Arrival { case some, nothingYet, end }

  /// What a `read` that gave no bytes means. A terminal that was hung up gives 0 or `EIO`.
  private func arrival(after count: Int) -> Arrival {
    count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothingYet : .end
  }

  private func fill() -> Arrival {
    var result = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: TypedText.limit) { buffer, count in
      result = unsafe tk_prompt_read(descriptor, buffer.baseAddress, buffer.count)
      count = max(0, result)
    }
    guard result > 0 else { return arrival(after: result) }
    state.withLock { $0.rest += piece }
    return .some
  }

  /// Moves bytes from the terminal to the secret, one by one, so that no other copy is made and
  /// what follows the line stays where it is. `.some` when the line is complete.
  private func take(into secret: inout Secret, _ isTooLong: inout Bool) -> Arrival {
    var byte: UInt8 = 0
    defer { byte = 0 }
    while true {
      let count = unsafe tk_prompt_read(descriptor, &byte, 1)
      guard count == 1 else { return arrival(after: count) }
      if byte == UInt8(ascii: "\n") { return .some }
      do throws(SecretProblem) { try secret.append(byte) } catch { isTooLong = true }
    }
  }
}
