import Glibc

/// What a program did.
public struct Ran: Sendable {
  /// The exit status, or 128 and the signal's number when a signal ended it.
  public let status: Int32
  public let output: [UInt8], errors: [UInt8]

  public var text: String { String(decoding: output, as: UTF8.self) }
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

public struct CannotRun: Error { public let program: String, errno: Int32 }

/// Runs a program to its end, without a shell.
///
/// `arguments` begins with the program, looked for on the PATH. It reads `input` on standard input
/// and what `handing` holds on further descriptors, such as `[3: passphrase]`. `environment` is the
/// whole of it (nil hands on our own); `folder` is where it runs.
@discardableResult
public func run(
  _ arguments: [String], input: [UInt8] = [], handing: [Int32: [UInt8]] = [:],
  environment: [String: String]? = nil, in folder: String? = nil
) throws -> Ran {
  // Files and not pipes: no pipe can fill up while the other end waits for us.
  var open: [Int32: Int32] = [:]
  defer { for descriptor in open.values { close(descriptor) } }
  for (number, bytes) in handing.merging([0: input, 1: [], 2: []], uniquingKeysWith: { $1 }) {
    open[number] = try scratchFile(holding: bytes)
  }

  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (number, descriptor) in open {
    posix_spawn_file_actions_adddup2(&actions, descriptor, number)
  }
  // A thread of the tests may block signals, and a shell that inherits that waits for ever.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  // Glibc's module hides posix_spawn_file_actions_addchdir_np.
  let arguments = (folder.map { ["env", "-C", $0] } ?? []) + arguments

  var child = pid_t()
  let refusal = withCStrings(arguments) { texts in
    guard let environment else {
      return posix_spawnp(&child, arguments[0], &actions, &attributes, texts, environ)
    }
    return withCStrings(environment.map { "\($0)=\($1)" }) {
      posix_spawnp(&child, arguments[0], &actions, &attributes, texts, $0)
    }
  }
  guard refusal == 0 else { throw CannotRun(program: arguments[0], errno: refusal) }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  let signal = status & 0x7f
  return Ran(
    status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
    output: contents(of: open[1] ?? -1), errors: contents(of: open[2] ?? -1))
}

/// A descriptor far from those that the child will have, so that none is written over too early.
private func scratchFile(holding bytes: [UInt8]) throws -> Int32 {
  var template = Array("/tmp/saqta-test-XXXXXX".utf8CString)
  let first = mkstemp(&template)
  guard first >= 0 else { throw CannotRun(program: "mkstemp", errno: errno) }
  defer { close(first) }
  unlink(template)
  let descriptor = fcntl(first, F_DUPFD_CLOEXEC, 200)
  guard descriptor >= 0 else { throw CannotRun(program: "fcntl", errno: errno) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { throw CannotRun(program: "write", errno: errno) }
    rest = rest.dropFirst(count)
  }
  lseek(descriptor, 0, SEEK_SET)
  return descriptor
}

private func contents(of descriptor: Int32) -> [UInt8] {
  let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
  return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
  }
}

private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
  defer { for copy in copies { free(copy) } }
  return body(copies)
}
