import Platform

@testable import ChecklistFiles

nonisolated(unsafe) var texts = 0

private struct OneFile: Files {
  let bytes: [UInt8]
  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] { bytes }
  func list(_ path: String) throws(FileProblem) -> [String] { throw FileProblem(.missing, path) }
  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    throw FileProblem(.missing, path)
  }
  func target(ofLink path: String) throws(FileProblem) -> String {
    throw FileProblem(.missing, path)
  }
  func realPath(_ path: String) throws(FileProblem) -> String { path }
  func makeFolder(_ path: String) throws(FileProblem) {}
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {}
  func append(line: String, to path: String) throws(FileProblem) {}
  func remove(_ path: String) throws(FileProblem) {}
}

/// The bytes as a PO file: what is taken from it must be words that the reader takes back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  do {
    let taken = try converted(bytes)
    let words = WordsFile(Array(taken.yaml.utf8), language: "ru", file: "text.ru.yaml")
    precondition(
      words.texts.count == taken.translated || words.reading.firstError != nil,
      "the file that was written says something else")
    texts &+= taken.translated
  } catch is UserError {
  } catch {
    preconditionFailure("an error that nobody can read")
  }
  return 0
}

private func converted(_ bytes: [UInt8]) throws -> ConvertedTexts {
  var world = World.live()
  world.files = OneFile(bytes: bytes)
  return try convertPO("x.po", for: .builtIn("example"), language: "ru", in: world)
}
