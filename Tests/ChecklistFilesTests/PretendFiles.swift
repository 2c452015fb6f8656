import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing

/// A file system that is a dictionary.
final class PretendFiles: Files, @unchecked Sendable {
  // Each test has its own and uses it from one task.
  var files: [String: [UInt8]]

  init(_ files: [String: [UInt8]] = [:]) { self.files = files }

  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] {
    guard let bytes = files[path] else { throw FileProblem(.missing, path) }
    guard bytes.count <= limit else { throw FileProblem(.tooLarge, path) }
    return bytes
  }
  func list(_ path: String) throws(FileProblem) -> [String] {
    let names = files.keys.filter { $0.hasPrefix("\(path)/") }
      .map { String($0.dropFirst(path.utf8.count + 1)) }
    guard !names.isEmpty else { throw FileProblem(.missing, path) }
    return names.sorted()
  }
  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    guard let bytes = files[path] else { throw FileProblem(.missing, path) }
    return FileStatus(kind: .regular, size: bytes.count)
  }
  func target(ofLink path: String) throws(FileProblem) -> String {
    throw FileProblem(.unreadable, path)
  }
  func realPath(_ path: String) throws(FileProblem) -> String { path }
  func makeFolder(_ path: String) throws(FileProblem) {}
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {
    guard replacing || files[path] == nil else { throw FileProblem(.exists, path) }
    files[path] = bytes
  }
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func remove(_ path: String) throws(FileProblem) { files[path] = nil }
}

extension World {
  /// Unplugged, but for these files.
  static func holding(_ files: PretendFiles) -> World {
    var world = World.unplugged
    world.files = files
    return world
  }
}

/// The folder that `saqta checklist new /c` writes.
func exampleFiles() throws -> PretendFiles {
  let files = PretendFiles()
  try writeExample(to: "/c", in: .holding(files))
  return files
}

extension PretendFiles {
  struct NotFound: Error { let text: String }

  /// Replaces a text that stands there exactly once.
  func replace(_ old: String, by new: String, in path: String) throws {
    let text = String(decoding: files[path] ?? [], as: UTF8.self)
    let parts = text.split(separator: old, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw NotFound(text: old) }
    files[path] = Array("\(parts[0])\(new)\(parts[1])".utf8)
  }

  func add(_ text: String, to path: String) { files[path, default: []] += Array(text.utf8) }
}

/// What a person reads.
func sentences(_ problems: [LintProblem]) throws -> [String] {
  try problems.map { try sentence($0.message) }
}

func sentence(_ error: UserError) throws -> String { try sentence(error.message) }

private func sentence(_ message: Message) throws -> String {
  let words = try interfaceWords(language: "en")
  let gaps = words[message.id].split(separator: "{", omittingEmptySubsequences: false).dropFirst()
    .compactMap { $0.split(separator: "}").first.map(String.init) }
  #expect(words.has(message.id))
  #expect(Set(gaps) == Set(message.values.keys), "\(message.id) and its facts differ")
  return words[message]
}
