import Platform

@testable import ChecklistFiles

nonisolated(unsafe) var texts = 0

private let example = SourceFiles(
  folder: "example",
  EmbeddedFile.all.filter { $0.path.hasPrefix("example/") }.map {
    SourceFiles.File(name: String($0.path.dropFirst(8)), bytes: $0.bytes)
  }, strangers: [])

/// The bytes as a PO file: what is taken from it must be words that the reader takes back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  do {
    let taken = try convertPO(bytes, named: "x.po", for: example, language: "ru")
    let words = WordsFile(Array(taken.yaml.utf8), language: "ru", file: "text.ru.yaml")
    precondition(
      words.texts.count == taken.translated, "the file that was written says something else")
    texts &+= taken.translated
  } catch is UserError {
  } catch {
    preconditionFailure("an error that nobody can read")
  }
  return 0
}
