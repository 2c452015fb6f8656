import FoundationEssentials
import TestKit
import Testing

/// Whether golden files are to be written and not compared.
private let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

/// Holds a text to the file of that name in Tests/Golden/reports; `RECORD=1` writes it instead.
func expectGolden(_ text: String, named name: String) throws {
  let folder = projectFolder + "Tests/Golden/reports"
  let path = "\(folder)/\(name)"
  if isRecording {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return
  }
  guard let golden = try? Data(contentsOf: URL(filePath: path)) else {
    Issue.record("there is no \(name) yet; run with RECORD=1 and read the result")
    return
  }
  let expected = String(decoding: golden, as: UTF8.self)
  let lines = zip(
    expected.split(separator: "\n", omittingEmptySubsequences: false),
    text.split(separator: "\n", omittingEmptySubsequences: false))
  let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
  #expect(text == expected, "\(name), line \(first.map { $0.offset + 1 } ?? 0)")
}
