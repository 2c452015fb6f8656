import Glibc
import TestKit
import Testing

/// A step of a script that did not go as written.
struct Differs: Error, CustomStringConvertible {
  let description: String
}

/// Goes through one script.
final class ScriptRunner {
  private let computer: Computer
  private let script: Script
  private var size = (columns: 80, rows: 24)
  private var session: Session?
  private var mustSucceed = true
  private var isChecked = false

  init(_ script: Script) throws {
    self.script = script
    let isGiven = script.steps.contains { $0.word == "organisation" }
    computer = try Computer(withOrganisation: isGiven)
    for (name, text) in script.files { try computer.write(text, to: name) }
  }

  func run() throws {
    for step in script.steps {
      do {
        try take(step)
      } catch {
        throw Differs(
          description: """
            \(script.name).script:\(step.line): \(step.word) \(step.rest): \(error)
            standard error: \(text(of: "stderr"))
            """)
      }
    }
    try finish()
  }

  private func take(_ step: Script.Step) throws {
    let text = step.rest
    switch step.word {
    case "organisation": break
    case "run", "! run": try start(text, succeeding: step.word == "run")
    case "see": try running.read(until: text)
    case "answer": try running.type(text + "\n")
    case "press": try running.type(text == "ctrl-c" ? "\u{3}" : "\u{4}")
    case "resize":
      let numbers = text.split(separator: "x").compactMap { Int($0) }
      size = (numbers[0], numbers[1])
      session?.terminal.resize(columns: size.columns, rows: size.rows)
    case "signal": try running.send(signal(named: text))
    case "hangup": try running.terminal.hangUp()
    case "status": try expectStatus(text)
    case "stdout", "stderr": try expectLine(text, in: step.word)
    case "only stdout", "only stderr":
      let name = String(step.word.dropFirst(5))
      try expectLine(text, in: name)
      try require(lines(of: name).count == 1, "there are other lines")
    case "exists": try require(!found(text).isEmpty, "it is not there")
    case "absent": try require(found(text).isEmpty, "there is \(found(text))")
    case "nowhere":
      let files = try computer.files(holding: text)
      try require(files.isEmpty, "it is in \(files)")
    default: throw Differs(description: "no such word")
    }
  }

  private var running: Session {
    get throws {
      guard let session else { throw Differs(description: "nothing runs") }
      return session
    }
  }

  private func start(_ command: String, succeeding: Bool) throws {
    try finish()
    session = try Session(
      "/bin/sh", ["-c", "cd '\(computer.work)' && exec \(command)"],
      environment: try computer.environment(), columns: size.columns, rows: size.rows,
      output: "\(computer.path)/stdout", errors: "\(computer.path)/stderr")
    (mustSucceed, isChecked) = (succeeding, false)
  }

  /// Ends the program before the next one; its status was looked at, or is now.
  private func finish() throws {
    guard let session else { return }
    let ending = try session.end()
    if !isChecked {
      try require((ending == .exited(0)) == mustSucceed, "it ended with \(ending)")
    }
    self.session = nil
  }

  private func expectStatus(_ text: String) throws {
    let wanted: Session.Ending =
      if let number = Int32(text) { .exited(number) } else { .signalled(try signal(named: text)) }
    let ending = try running.end()
    isChecked = true
    try require(ending == wanted, "it ended with \(ending)")
  }

  private func signal(named name: String) throws -> Int32 {
    let signals = ["INT": SIGINT, "TERM": SIGTERM, "HUP": SIGHUP, "KILL": SIGKILL]
    guard let number = signals[name] else { throw Differs(description: "no such signal") }
    return number
  }

  private func expectLine(_ text: String, in name: String) throws {
    _ = try session?.end()
    let isThere = lines(of: name).contains { fnmatch(pattern(text), $0, 0) == 0 }
    try require(isThere, "standard output: \(self.text(of: "stdout"))")
  }

  /// Only the star is special in a script.
  private func pattern(_ text: String) -> String {
    text.map { "[]?\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private func lines(of name: String) -> [String] {
    text(of: name).split(separator: "\n").map(String.init)
  }

  private func text(of name: String) -> String {
    let bytes = try? contentsOfFile("\(computer.path)/\(name)")
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func found(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob("\(computer.path)/\(pattern)", 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { String(cString: $0) }
    }
  }

  private func require(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
    if !holds { throw Differs(description: complaint()) }
  }
}

@Suite struct ScriptTests {
  @Test(arguments: Script.all) func theProgramDoesAsTheScriptSays(_ script: Script) throws {
    try ScriptRunner(script).run()
  }

  @Test func thereAreScripts() { #expect(Script.all.count >= 8) }

  /// A script that can't fail would hold nothing.
  @Test(arguments: [
    "run sh -c 'exit 3'\n", "! run true\n", "run true\nstatus 1\n", "run echo one\nstdout two\n",
    "run echo one\nstdout on\n", "run sh -c 'kill -TERM $$'\nstatus 143\n", "exists work/a\n",
    "absent work/a\n-- a --\n", "run sh -c 'echo one >&2; echo two >&2'\nonly stderr one\n",
    "run sh -c 'echo word >$TMPDIR/a'\nstatus 0\nnowhere word\n", "sea Passphrase\n",
  ])
  func aScriptThatIsWrongFails(_ text: String) throws {
    #expect(throws: Differs.self) { try ScriptRunner(Script("wrong", text)).run() }
  }
}
