import Glibc

/// A folder of its own for one test, removed with all that is in it.
public final class Scratch: Sendable {
  public let path: String

  public init() throws {
    var template = Array("/tmp/saqta-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CannotRun(program: "mkdtemp", errno: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = try? run(["rm", "-rf", path]) }

  /// Writes a file, without any of the product's care.
  public func write(_ bytes: [UInt8], to name: String) throws {
    guard let file = fopen("\(path)/\(name)", "w") else {
      throw CannotRun(program: name, errno: errno)
    }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw CannotRun(program: name, errno: errno)
    }
  }

  public func read(_ name: String) throws -> [UInt8] {
    try contentsOfFile("\(path)/\(name)")
  }

  /// The names of the files in it, sorted.
  public func names() throws -> [String] {
    try run(["ls", path]).text.split(separator: "\n").map(String.init)
  }
}

/// A whole file as bytes.
public func contentsOfFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw CannotRun(program: path, errno: errno) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&piece, 1, piece.count, file), count > 0 {
    bytes += piece.prefix(count)
  }
  return bytes
}

/// The folder of the package.
public let packageRoot = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

/// The folder `Tests/Vectors`.
public let vectors = "\(packageRoot)/Tests/Vectors"
