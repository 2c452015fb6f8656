import Hygiene
import Platform

@testable import ChecklistFiles

nonisolated(unsafe) var replies = 0

private let checklist = {
  let files = EmbeddedFile.all.filter { $0.path.hasPrefix("example/") }.map {
    SourceFiles.File(name: String($0.path.dropFirst(8)), bytes: $0.bytes)
  }
  guard
    let checklist = try? readChecklist(
      SourceFiles(folder: "example", files, strangers: []), language: "en")
  else { preconditionFailure("the example is broken") }
  return checklist
}()

/// The bytes as an answers file: it is read, or refused with a sentence that quotes no value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  do {
    let file = try readAnswers(bytes: bytes, named: "a.yaml", for: checklist)
    replies &+= file.answers.replies.count
    precondition(file.answers.replies.keys.allSatisfy { checklist.control($0) != nil })
  } catch let error as UserError {
    let shown = ["key", "control", "question"].compactMap { error.message.values[$0] }
    precondition(shown.allSatisfy { $0 == "…" || $0.utf8.count <= 40 })
  } catch {
    preconditionFailure("an error that nobody can read")
  }
  return 0
}
