import CLinux
import Glibc
import Platform
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
  private let primary: Int32
  private let process: Int32
  private var bytes: [UInt8] = []
  /// Where the text that was read last ended.
  private var position = 0
  private var ending: Ending?

  /// - Parameters:
  ///   - environment: nothing is inherited; `PATH` is set beside these.
  ///   - output: files for standard output and standard error; the terminal when nil.
  public init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ["TERM": "dumb"], columns: Int = 80, rows: Int = 24,
    output: String? = nil, errors: String? = nil
  ) throws {
    var primary: Int32 = -1
    var path = [CChar](repeating: 0, count: 128)
    try #require(tk_open_pty(&primary, &path, UInt(path.count)) == 0)
    self.primary = primary
    tk_set_window_size(primary, Int32(columns), Int32(rows))
    _ = fcntl(primary, F_SETFL, O_NONBLOCK)
    let words = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    pid = try spawn(
      [program] + arguments, words.map { "\($0)=\($1)" }.sorted(), terminal: path,
      output: output, errors: errors)
    process = tk_process_open(pid)
    try #require(process >= 0)
  }

  deinit {
    if ending == nil {
      kill(-pid, SIGKILL)
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    close(primary)
    if process >= 0 { close(process) }
  }

  /// All that the terminal has shown so far.
  public var transcript: String { String(decoding: bytes, as: UTF8.self) }

  /// Waits until the text appears after what was read before.
  ///
  /// - Returns: what stood between the last text that was read and this one, which is included.
  @discardableResult
  public func read(until text: String, seconds: Int = 20) throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let wanted = Array(text.utf8)
    while true {
      if let end = endOfFirst(wanted) {
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
      }
      let arrived = pull(until: deadline, orProcess: false)
      try #require(arrived, "waited for '\(text)', saw:\n\(transcript)")
    }
  }

  /// Types the text as it stands; Enter is `\n`, Ctrl-C is `\u{3}`.
  public func type(_ text: String, seconds: Int = 20) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else {
        // The program may be unable to read because nobody takes what it writes.
        try #require(errno == EAGAIN || errno == EINTR, "the terminal is gone")
        _ = pull(until: deadline, orProcess: false, orWritable: true)
        try #require(ContinuousClock.now < deadline, "could not type '\(text)'")
      }
    }
  }

  public func send(_ signal: Int32) { kill(pid, signal) }

  /// Changes the window's size, of which the kernel tells the program by SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    tk_set_window_size(primary, Int32(columns), Int32(rows))
  }

  /// Whether what is typed shows on the screen.
  public var isEchoing: Bool {
    var settings = termios()
    return tcgetattr(primary, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits for the program to end by itself, reading what it still says.
  public func end(seconds: Int = 20) throws -> Ending {
    if let ending { return ending }
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while waitpid(pid, &status, WNOHANG) == 0 {
      _ = pull(until: deadline, orProcess: true)
      try #require(ContinuousClock.now < deadline, "the program goes on; saw:\n\(transcript)")
    }
    while pull(until: .now, orProcess: false) {}
    let signal = status & 0x7f
    let result: Ending = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    ending = result
    return result
  }

  /// Closes the window: the program gets SIGHUP and its terminal is dead.
  public func hangUp() {
    // The descriptor stays ours until the end, so that its number is not given to another.
    let nowhere = tk_open_at(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0)
    dup2(nowhere, primary)
    _ = fcntl(primary, F_SETFD, FD_CLOEXEC)
    close(nowhere)
  }

  private func endOfFirst(_ wanted: [UInt8]) -> Int? {
    guard bytes.count - position >= wanted.count else { return nil }
    return (position...(bytes.count - wanted.count))
      .first { bytes[$0...].starts(with: wanted) }
      .map { $0 + wanted.count }
  }

  /// Takes what has arrived, waiting for it if need be. False when nothing came.
  private func pull(
    until deadline: ContinuousClock.Instant, orProcess: Bool, orWritable: Bool = false
  ) -> Bool {
    let left = Int32(
      clamping: Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)))
    let interest = Int16(POLLIN) | (orWritable ? Int16(POLLOUT) : 0)
    var watched = [pollfd(fd: primary, events: interest, revents: 0)]
    if orProcess { watched.append(pollfd(fd: process, events: Int16(POLLIN), revents: 0)) }
    guard poll(&watched, nfds_t(watched.count), max(0, left)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(primary, &buffer, buffer.count)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
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
  _ words: [String], _ environment: [String], terminal: [CChar], output: String?, errors: String?
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
