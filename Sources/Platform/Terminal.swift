/// The person at the keyboard: `/dev/tty`, never standard input or output directly.
///
/// Lines are read in the terminal's own line mode, so that a killed program leaves it usable; only
/// a secret turns the echo off for the length of one line. One task reads at a time.
public protocol Terminal: Sendable {
  /// False when nobody can be asked.
  var isInteractive: Bool { get }
  /// Columns and rows now; 80 by 24 when the terminal does not say.
  var size: TerminalSize { get }
  func show(_ text: String)
  /// One line without its end, cleaned of control characters; waits without blocking a thread.
  ///
  /// - Throws: `Interrupted` at the end of input or when the task is cancelled.
  func readLine() async throws -> String
  /// One line without echo. The prompt is shown when the echo is off: who sees it may type at once.
  ///
  /// - Throws: `Interrupted` as above, `SecretProblem`.
  func readSecret(_ prompt: String) async throws -> Secret
}

extension Terminal {
  /// A secret that nothing asks for.
  public func readSecret() async throws -> Secret { try await readSecret("") }
}

public struct TerminalSize: Hashable, Sendable {
  public let columns: Int, rows: Int
  public init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }
}

/// Text from a keyboard, a disk or a network, made fit to be kept and shown.
public enum TypedText {
  /// Longer lines are cut, as the kernel's line mode does (`N_TTY_BUF_SIZE`).
  public static let limit = 4096

  /// The text of one line: bytes that are no UTF-8 are left out. They come from a terminal that
  /// erased half a letter, because it does not know of UTF-8.
  public static func line(from bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes.prefix(limit)), as: UTF8.self)
    return cleaned(
      String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FFFD}" })))
  }

  /// The text without control characters, without what an arrow key sends (`ESC [ A`), and
  /// without marks that turn the direction of writing.
  ///
  /// A tab becomes a space.
  public static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\t": result.append(" ")
      case "\u{1B}": dropSequence(&rest)
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": continue
      default: if scalar.properties.generalCategory != .control { result.append(scalar) }
      }
    }
    return String(result)
  }

  /// Drops the rest of a control sequence (ECMA-48 §5.4): `[`, parameters, one final byte; or the
  /// single letter after `O`, which function keys send.
  private static func dropSequence(_ rest: inout Substring.UnicodeScalarView) {
    switch rest.first {
    case "[":
      rest.removeFirst()
      while let next = rest.first, (" "..."?").contains(next) { rest.removeFirst() }
      if let last = rest.first, ("@"..."~").contains(last) { rest.removeFirst() }
    case "O":
      rest.removeFirst()
      if let last = rest.first, ("A"..."z").contains(last) { rest.removeFirst() }
    default: return
    }
  }
}
