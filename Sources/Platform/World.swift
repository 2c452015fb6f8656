public import Hygiene

/// Everything outside the program that it may touch.
///
/// Passed by hand from `main` to whoever needs it; nothing reaches around it.
public struct World: Sendable {
  public var clock: any Clock
  public var files: any Files
  public var terminal: any Terminal
  public var network: any Network
  public var randomness: any Randomness
  /// Standard output and standard error.
  public var output: any Output
  public var environment: [String: String]

  public init(
    clock: any Clock, files: any Files, terminal: any Terminal, network: any Network,
    randomness: any Randomness, output: any Output, environment: [String: String]
  ) {
    (self.clock, self.files, self.terminal) = (clock, files, terminal)
    (self.network, self.randomness) = (network, randomness)
    (self.output, self.environment) = (output, environment)
  }
}

/// What time the computer claims it is. Deadlines use `ContinuousClock` and not this.
public protocol Clock: Sendable {
  var now: Timestamp { get }
}

/// Unpredictable bytes.
public protocol Randomness: Sendable {
  func bytes(_ count: Int) throws -> [UInt8]
}

/// Results go to standard output, everything else to standard error.
public protocol Output: Sendable {
  func write(_ text: String)
  func complain(_ text: String)
  /// Whether standard output is a terminal, so that colour and paging make sense.
  var isTerminal: Bool { get }
  /// Whether some of the results was lost, as on a full disk. A reader that had enough and left
  /// lost nothing.
  var hasLostResults: Bool { get }
}
