import Platform

/// A terminal whose person has decided beforehand what to type.
public final class PretendTerminal: Terminal {
  /// What the person does at one prompt.
  public enum Typing: Hashable, Sendable, ExpressibleByStringLiteral {
    case line(String)
    /// Typed without echo.
    case secret(String)
    /// Ctrl-D, a closed window, or a signal.
    case end
    public init(stringLiteral value: String) { self = .line(value) }
  }

  private struct State {
    var typings: [Typing]
    var transcript = ""
    var size: TerminalSize
  }
  private let state: Guarded<State>
  public let isInteractive: Bool

  /// After the last of `typings` comes the end of input.
  public init(
    _ typings: [Typing] = [], columns: Int = 80, rows: Int = 1000, isInteractive: Bool = true
  ) {
    state = Guarded(
      State(typings: typings, size: TerminalSize(columns: columns, rows: rows)))
    self.isInteractive = isInteractive
  }

  /// All that stood on the screen: what was shown and what was typed with echo.
  public var transcript: String { state.withLock { $0.transcript } }

  /// What the person has not typed yet.
  public var remaining: [Typing] { state.withLock { $0.typings } }

  public var size: TerminalSize { state.withLock { $0.size } }

  public func resize(columns: Int, rows: Int) {
    state.withLock { $0.size = TerminalSize(columns: columns, rows: rows) }
  }

  public func type(_ more: Typing...) { state.withLock { $0.typings += more } }

  public func show(_ text: String) { state.withLock { $0.transcript += text } }

  public func readLine() async throws -> String {
    guard !Task.isCancelled, case .line(let text) = next() else { throw Interrupted() }
    show(text + "\n")
    return TypedText.cleaned(text)
  }

  public func readSecret(_ prompt: String) async throws -> Secret {
    show(prompt)
    guard !Task.isCancelled, case .secret(let text) = next() else { throw Interrupted() }
    show("\n")
    var secret = try Secret()
    for byte in text.utf8 { try secret.append(byte) }
    return secret
  }

  private func next() -> Typing {
    state.withLock { $0.typings.isEmpty ? .end : $0.typings.removeFirst() }
  }
}
