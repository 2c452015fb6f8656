/// The person at the keyboard: `/dev/tty`, never standard input or output directly.
///
/// Lines are read in the terminal's own line mode, so that a killed program leaves it usable; only
/// a secret turns the echo off for the length of one line.
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
  /// One line without echo.
  ///
  /// - Throws: `Interrupted` as above, `SecretProblem`.
  func readSecret() async throws -> Secret
}

public struct TerminalSize: Hashable, Sendable {
  public let columns: Int, rows: Int
  public init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }
}
