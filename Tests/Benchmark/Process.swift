import Glibc
import Platform

/// What a measured process did.
struct Measured {
  /// Of its loop, as it says itself.
  let seconds: Double, cpu: Double
  /// The most memory that the whole process had until then, in megabytes. As it says itself too:
  /// what `wait4` says counts the parent's, from before `exec`.
  let peak: Double
  /// What else it says: the same for both sides where both do the same.
  let result: String
}

/// Runs a program to its end, which prints seconds and CPU seconds of its loop, peak memory in KiB
/// and a result.
func measure(_ arguments: [String], input: [UInt8] = []) throws -> Measured {
  let text = String(decoding: try spawn(arguments, input: input), as: UTF8.self)
  let words = text.split(whereSeparator: \.isWhitespace)
  guard words.count == 4, let seconds = Double(words[0]), let cpu = Double(words[1]),
    let peak = Double(words[2])
  else { throw Failure("\(arguments[0]) said \(text)") }
  return Measured(
    seconds: seconds, cpu: cpu, peak: peak * 1024 / 1e6, result: String(words[3]))
}

/// Runs a program, looked for on the PATH, to its end.
///
/// - Throws: `Failure` when it does not end well. Its standard error is ours.
@discardableResult
func spawn(
  _ arguments: [String], input: [UInt8] = [], mayFail: Bool = false
) throws -> [UInt8] {
  // Files and not pipes: no pipe can fill up while the other end waits for us.
  let (from, to) = (tmpfile(), tmpfile())
  guard let from, let to else { throw Failure("no temporary file") }
  defer {
    fclose(from)
    fclose(to)
  }
  fwrite(input, 1, input.count, from)
  rewind(from)
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, fileno(from), 0)
  posix_spawn_file_actions_adddup2(&actions, fileno(to), 1)
  var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
  defer { for text in texts { free(text) } }
  var child = pid_t()
  guard posix_spawnp(&child, arguments[0], &actions, nil, &texts, environ) == 0 else {
    throw Failure("cannot run \(arguments[0])")
  }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  guard status == 0 || mayFail else { throw Failure("\(arguments.joined(separator: " ")) failed") }
  rewind(to)
  var output: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 4096)
  while case let count = fread(&piece, 1, piece.count, to), count > 0 {
    output += piece.prefix(count)
  }
  return output
}

/// A folder that is removed with all that is in it.
final class Scratch {
  let path: String

  init() throws {
    var template = Array("/tmp/saqta-benchmark-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("no temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = try? spawn(["rm", "-rf", path]) }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try writeFile(bytes, to: "\(path)/\(name)")
    return "\(path)/\(name)"
  }

  /// `peer.c`, compiled.
  func peer() throws -> String {
    let source = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/peer.c"
    try spawn(["cc", "-O2", "-o", "\(path)/peer", source, "-lcrypto"])
    return "\(path)/peer"
  }
}

/// Without flushing to the disk, which thousands of made-up records do not need.
func writeFile(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "w") else { throw Failure("cannot write \(path)") }
  let count = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, count == bytes.count else { throw Failure("cannot write \(path)") }
}

func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw Failure("cannot read \(path)") }
  defer { fclose(file) }
  fseek(file, 0, SEEK_END)
  let size = ftell(file)
  rewind(file)
  return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = fread(buffer.baseAddress, 1, size, file)
    guard count == size else { throw Failure("cannot read \(path)") }
  }
}

/// A line of results; not held back in a buffer, because the next may take a minute.
func show(_ text: String) { LiveOutput().write(text + "\n") }
