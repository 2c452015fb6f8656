import CLinux
import Glibc
import Testing

/// Runs a program on a pty of its own, as its controlling terminal, and talks to it.
///
/// Whatever happens the program is ended and its descriptors are closed with the session.
public final class Session {
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  public let pid: pid_t
  /// The screen and the keyboard.
  public let terminal: Pty
  private let process: Int32
  private var ending: Ending?

  /// Starts the program. Of the environment nothing is inherited; `PATH` is set beside the given
  /// words. Standard output and standard error go to the terminal, or to the files named here.
  public init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ["TERM": "dumb"], columns: Int = 80, rows: Int = 24,
    output: String? = nil, errors: String? = nil
  ) throws {
    terminal = try Pty(columns: columns, rows: rows)
    let words = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    pid = try spawn(
      [program] + arguments, words.map { "\($0)=\($1)" }.sorted(), terminal: terminal.path,
      output: output, errors: errors)
    process = tk_process_open(pid)
    try #require(process >= 0)
  }

  deinit {
    if ending == nil {
      // The program and what it may have started itself.
      kill(-pid, SIGKILL)
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    if process >= 0 { close(process) }
  }

  /// All that the terminal has shown so far.
  public var transcript: String { terminal.transcript }

  /// See `Pty.read`.
  @discardableResult
  public func read(until text: String, seconds: Int = 20) throws -> String {
    try terminal.read(until: text, seconds: seconds)
  }

  /// See `Pty.read`.
  public func read(untilOneOf texts: [String], seconds: Int = 20) throws -> String {
    try terminal.read(untilOneOf: texts, seconds: seconds)
  }

  /// See `Pty.type`.
  public func type(_ text: String) throws { try terminal.type(text) }

  public func send(_ signal: Int32) { kill(pid, signal) }

  /// Waits for the program to end by itself, reading what it still says.
  public func end(seconds: Int = 20) throws -> Ending {
    if let ending { return ending }
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while waitpid(pid, &status, WNOHANG) == 0 {
      terminal.pull(until: deadline, or: process)
      if ContinuousClock.now >= deadline {
        throw TooLate("the program did not end", saw: transcript)
      }
    }
    while terminal.pull(until: .now) {}
    let signal = status & 0x7f
    let result: Ending = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    ending = result
    return result
  }
}

/// The path of a program that this package builds: it lies beside the test bundle.
public func builtProgram(_ name: String = "saqta") throws -> String {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  try #require(count > 0)
  let bundle = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let folder = try #require(bundle.lastIndex(of: "/").map { bundle[..<$0] })
  let program = "\(folder)/\(name)"
  try #require(access(program, X_OK) == 0, "\(program) was not built")
  return program
}

/// Starts a program as the leader of a session whose controlling terminal is `terminal`, with no
/// signal held back or ignored.
private func spawn(
  _ words: [String], _ environment: [String], terminal: String, output: String?, errors: String?
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  // The first terminal that a session leader opens becomes its controlling one.
  posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
  for (descriptor, path) in [(Int32(1), output), (2, errors)] {
    if let path {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 0, descriptor)
    }
  }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var (none, all) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  sigfillset(&all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  // POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF, which Swift does not see.
  posix_spawnattr_setflags(&attributes, 0x80 | 0x08 | 0x04)
  var argv = words.map { strdup($0) } + [nil]
  var envp = environment.map { strdup($0) } + [nil]
  defer { (argv + envp).forEach { free($0) } }
  var pid = pid_t()
  let refusal = posix_spawn(&pid, words[0], &actions, &attributes, &argv, &envp)
  try #require(refusal == 0, "\(words[0]) cannot be started: \(refusal)")
  return pid
}
