import Glibc
import TestKit
import Testing

/// The harness itself: a test that trusts it must be able to.
@Suite struct SessionTests {
  private func shell(
    _ script: String, environment: [String: String] = ["TERM": "dumb"], columns: Int = 80
  ) throws -> Session {
    try Session("/bin/sh", ["-c", script], environment: environment, columns: columns, rows: 25)
  }

  @Test func aProgramHasAControllingTerminalOfTheGivenSize() throws {
    let session = try shell("stty size < /dev/tty; echo $TERM; tty", columns: 41)
    #expect(try session.read(until: "\n") == "25 41\r\n")
    try session.read(until: "dumb")
    try session.read(until: session.terminal.path)
    #expect(try session.end() == .exited(0))
  }

  @Test func whatWasReadOnceIsNotFoundAgain() throws {
    let session = try shell("read a; echo got $a; read b; echo got $b")
    try session.type("one\n")
    try session.read(until: "got ")
    try session.type("два\n")
    #expect(try session.read(until: "got два").contains("one"))
    #expect(try session.end() == .exited(0))
  }

  @Test func theEndIsToldApart() throws {
    #expect(try shell("exit 7").end() == .exited(7))
    #expect(try shell("kill -TERM $$").end() == .signalled(SIGTERM))
    let interrupted = try shell("echo ready; read a")
    try interrupted.read(until: "ready")
    try interrupted.type("\u{3}")
    #expect(try interrupted.end() == .signalled(SIGINT))
    let hungUp = try shell("echo ready; read a")
    try hungUp.read(until: "ready")
    hungUp.terminal.hangUp()
    #expect(try hungUp.end() == .signalled(SIGHUP))
  }

  @Test func aProgramThatGoesOnIsAnErrorAndIsKilled() throws {
    var pid: pid_t = 0
    do {
      let session = try shell("echo ready; trap '' HUP; read a")
      pid = session.pid
      try session.read(until: "ready")
      #expect(throws: TooLate.self) { try session.end(seconds: 0) }
      #expect(throws: TooLate.self) { try session.read(until: "never", seconds: 0) }
    }
    #expect(kill(pid, 0) == -1)
  }

  @Test func muchMayBeTypedAndRead() throws {
    let session = try shell("stty -echo; echo ready; cat | wc -c")
    try session.read(until: "ready")
    try session.type(String(repeating: "0123456789\n", count: 20_000) + "\u{4}")
    try session.read(until: "220000")
    #expect(try session.end() == .exited(0))
  }
}
