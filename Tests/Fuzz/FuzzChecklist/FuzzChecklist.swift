import Hygiene

@testable import ChecklistFiles

// What comes out must go somewhere, or the optimiser leaves out the work.
nonisolated(unsafe) var problems = 0

private let exampleWords =
  EmbeddedFile.all.first { $0.path == "example/text.en.yaml" }?.bytes ?? []
private let exampleStructure =
  EmbeddedFile.all.first { $0.path == "example/checklist.yaml" }?.bytes ?? []

/// The bytes as a checklist and as words: lint may complain, a checklist that it accepts must be
/// one that can be assessed, and nothing may crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  examine(structure: bytes, words: exampleWords)
  examine(structure: exampleStructure, words: bytes)
  return 0
}

private func examine(structure: [UInt8], words: [UInt8]) {
  let files = SourceFiles(
    folder: "fuzz",
    [
      .init(name: "checklist.yaml", bytes: structure), .init(name: "text.en.yaml", bytes: words),
      .init(name: "text.kk.yaml", bytes: words),
    ], strangers: [])
  let found = (try? lint(files, knownChecks: ["storage-home"])) ?? []
  problems &+= found.count
  if let checklist = try? readChecklist(files, language: "kk") {
    problems &+= assess(checklist, Context(), Answers(), []).results.count
  }
}
