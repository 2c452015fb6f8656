import Hygiene
import Platform
import Testing

extension World {
  /// A world whose every member fails the test that touches it; replace what the test needs.
  public static var unplugged: World {
    World(
      clock: UnpluggedWorld(), files: UnpluggedWorld(), terminal: UnpluggedWorld(),
      network: UnpluggedWorld(), randomness: UnpluggedWorld(), output: UnpluggedWorld(),
      environment: [:])
  }
}

/// A clock that stands still.
public struct FixedClock: Clock {
  public var now: Timestamp
  public init(_ text: String = "2026-11-24T06:10:00Z") {
    now = Timestamp(text) ?? Timestamp(secondsSinceEpoch: 0)
  }
}

struct UnpluggedWorld: Clock, Files, Terminal, Network, Randomness, Output {
  private struct Reached: Error {}

  private func reached(_ what: String) {
    Issue.record("this test reached \(what)")
  }

  private func refuse(_ path: String) -> FileProblem {
    reached("the file \(path)")
    return FileProblem(.forbidden, path)
  }

  var now: Timestamp {
    reached("the clock")
    return Timestamp(secondsSinceEpoch: 0)
  }

  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] { throw refuse(path) }
  func list(_ path: String) throws(FileProblem) -> [String] { throw refuse(path) }
  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    throw refuse(path)
  }
  func target(ofLink path: String) throws(FileProblem) -> String { throw refuse(path) }
  func realPath(_ path: String) throws(FileProblem) -> String { throw refuse(path) }
  func makeFolder(_ path: String) throws(FileProblem) { throw refuse(path) }
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {
    throw refuse(path)
  }
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem) { throw refuse(path) }
  func remove(_ path: String) throws(FileProblem) { throw refuse(path) }

  var isInteractive: Bool {
    reached("the terminal")
    return false
  }
  var size: TerminalSize { TerminalSize(columns: 80, rows: 24) }
  func show(_ text: String) { reached("the terminal") }
  func readLine() async throws -> String {
    reached("the terminal")
    throw Interrupted()
  }
  func readSecret(_ prompt: String) async throws -> Secret {
    reached("the terminal")
    throw Interrupted()
  }

  func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] {
    reached("the network")
    throw Reached()
  }
  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection {
    reached("the network")
    throw Reached()
  }
  func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    reached("the network")
    throw Reached()
  }

  func bytes(_ count: Int) throws -> [UInt8] {
    reached("the random generator")
    throw Reached()
  }

  var isTerminal: Bool { false }
  var hasLostResults: Bool { false }
  func write(_ text: String) { reached("standard output") }
  func complain(_ text: String) { reached("standard error") }
}
