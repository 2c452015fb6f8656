import Platform
import TestKit
import Testing

/// The real terminal, on a pty of the test's own.
@Suite(.serialized) final class LiveTerminalTests {
  private let reactor: Reactor
  private let pty: Pty
  private let terminal: LiveTerminal

  init() throws {
    reactor = try Reactor()
    pty = try Pty()
    terminal = LiveTerminal(on: reactor, path: pty.path)
  }

  deinit { reactor.stop() }

  @Test(arguments: [
    ("yes\n", "yes"), ("\n", ""), ("сақта\n", "сақта"), ("  a b \n", "  a b "),
    ("a\u{1B}[Ab\u{1B}OPc\u{1B}[1;5Dd\n", "abcd"), ("a\tb\n", "a b"), ("a\u{202E}b\n", "ab"),
    ("wrong\u{15}right\n", "right"), ("ab\u{7F}c\n", "ac"),
  ])
  func aLineIsWhatWasTyped(_ typed: String, _ line: String) async throws {
    try pty.type(typed)
    #expect(try await terminal.readLine() == line)
  }

  @Test func aLetterMayArriveInTwoHalves() async throws {
    let read = Task { [terminal] in try await terminal.readLine() }
    for byte in Array("қ и\n".utf8) { try pty.type(bytes: [byte]) }
    #expect(try await read.value == "қ и")
  }

  @Test func halfALetterIsLeftOut() async throws {
    try pty.type(bytes: [0x61, 0xD0, 0x62, 0x0A])
    #expect(try await terminal.readLine() == "ab")
  }

  @Test func linesTypedAheadAreReadOneByOne() async throws {
    try pty.type("one\ntwo\nthree\n")
    #expect(try await terminal.readLine() == "one")
    #expect(try await terminal.readLine() == "two")
    #expect(try await terminal.readLine() == "three")
  }

  @Test func aLongLineIsCutAndTheNextIsWhole() async throws {
    let read = Task { [terminal] in (try await terminal.readLine(), try await terminal.readLine()) }
    try pty.type(String(repeating: "ж", count: 3000) + "\nnext\n")
    let (long, next) = try await read.value
    #expect(long.count > 2000 && long.utf8.count <= TypedText.limit)
    #expect(long.allSatisfy { $0 == "ж" })
    #expect(next == "next")
  }

  @Test func theEndOfInputIsAnInterruption() async throws {
    try pty.type("\u{4}")
    await #expect(throws: Interrupted()) { try await terminal.readLine() }
  }

  @Test func aHalfLineBeforeTheEndIsNoAnswer() async throws {
    try pty.type("half\u{4}\u{4}")
    await #expect(throws: Interrupted()) { try await terminal.readLine() }
  }

  @Test func aClosedWindowIsAnInterruption() async throws {
    let read = Task { [terminal] in try await terminal.readLine() }
    pty.hangUp()
    await #expect(throws: Interrupted()) { try await read.value }
    terminal.show("to nobody")
    await #expect(throws: Interrupted()) { _ = try await terminal.readSecret().isEmpty }
  }

  @Test func aCancelledReadIsAnInterruption() async throws {
    let read = Task { [terminal] in try await terminal.readLine() }
    read.cancel()
    await #expect(throws: Interrupted()) { try await read.value }
    try pty.type("still here\n")
    #expect(try await terminal.readLine() == "still here")
  }

  @Test func aSecretIsNotShownAndTheEchoComesBack() async throws {
    #expect(pty.isEchoing)
    let read = try await askedForASecret()
    try pty.type("сырсөз 1\nahead\n")
    #expect(try await read.value == "сырсөз 1")
    #expect(pty.isEchoing)
    #expect(try await terminal.readLine() == "ahead")
    terminal.show("end")
    try await pty.read(until: "end", on: reactor)
    #expect(pty.transcript == "Passphrase: \r\nend")
  }

  @Test func whoSeesThePromptOfASecretMayTypeAtOnce() async throws {
    let read = try await askedForASecret()
    try pty.type("hidden\n")
    #expect(try await read.value == "hidden")
    #expect(pty.transcript == "Passphrase: ")
  }

  @Test func whatWasTypedBeforeASecretIsNoSecret() async throws {
    try pty.type("seen by all\n")
    try await pty.read(until: "seen by all", on: reactor)
    let read = try await askedForASecret()
    try pty.type("hidden\n")
    #expect(try await read.value == "hidden")
  }

  @Test(arguments: ["cancel", "end", "hang-up"])
  func theEchoComesBackHoweverASecretEnds(_ how: String) async throws {
    let read = try await askedForASecret()
    try pty.type("half")
    switch how {
    case "cancel": read.cancel()
    case "end": try pty.type("\n")
    default: terminal.restore()
    }
    if how != "hang-up" { _ = try? await read.value }
    #expect(pty.isEchoing)
    read.cancel()
  }

  @Test func keysThatWouldStopTheProgramDoNothingWhileASecretIsTyped() async throws {
    let read = try await askedForASecret()
    try pty.type("a\u{1A}b\u{1C}c\n")
    #expect(try await read.value == "a\u{1A}b\u{1C}c")
  }

  @Test func aSecretThatIsTooLongIsRefusedAndItsRestIsNotTheNextLine() async throws {
    let read = try await askedForASecret()
    try pty.type(String(repeating: "x", count: 1500) + "\nnext\n")
    await #expect(throws: SecretProblem.tooLong) { try await read.value }
    #expect(try await terminal.readLine() == "next")
  }

  @Test func theSizeIsThatOfTheWindowNow() throws {
    #expect(terminal.size == TerminalSize(columns: 80, rows: 24))
    pty.resize(columns: 41, rows: 9)
    #expect(terminal.size == TerminalSize(columns: 41, rows: 9))
    pty.resize(columns: 0, rows: 0)
    #expect(terminal.size == TerminalSize(columns: 80, rows: 24))
  }

  @Test func muchTextArrivesWhole() async throws {
    let text = (1...3000).map { "line \($0)\n" }.joined()
    let show = Task { [terminal] in terminal.show(text + "END") }
    try await pty.read(until: "END", on: reactor)
    await show.value
    #expect(
      pty.transcript
        == (text + "END").split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n"))
  }

  @Test func outputThatWasHeldBackFlowsWhenTheTerminalIsRestored() async throws {
    // The line behind Ctrl-S tells that it has taken effect.
    try pty.type("\u{13}x\n")
    _ = try await terminal.readLine()
    let show = Task { [terminal] in terminal.show("last words") }
    terminal.restore()
    try await pty.read(until: "last words", on: reactor)
    await show.value
  }

  @Test func outputThatIsHeldBackDoesNotOutliveACancellation() async throws {
    let show = Task { [terminal] in terminal.show(String(repeating: "x", count: 1 << 20)) }
    show.cancel()
    await show.value
  }

  @Test(arguments: ["/dev/null", "/no/such/terminal", "/etc/passwd"])
  func whatIsNoTerminalAsksNobody(_ path: String) async {
    let terminal = LiveTerminal(on: reactor, path: path)
    #expect(!terminal.isInteractive)
    #expect(terminal.size == TerminalSize(columns: 80, rows: 24))
    terminal.show("to nobody")
    await #expect(throws: Interrupted()) { try await terminal.readLine() }
    await #expect(throws: Interrupted()) { _ = try await terminal.readSecret().isEmpty }
  }

  /// Begins to read a secret. Only the prompt says that typing counts: the echo goes off a moment
  /// before what was typed ahead is thrown away.
  private func askedForASecret() async throws -> Task<String, any Error> {
    let read = Task { [terminal] in
      secretText(of: try await terminal.readSecret("Passphrase: "))
    }
    try await pty.read(until: "Passphrase: ", on: reactor)
    #expect(!pty.isEchoing)
    return read
  }
}

private func secretText(of secret: borrowing Secret) -> String {
  secret.withBytes { String(decoding: $0, as: UTF8.self) }
}
