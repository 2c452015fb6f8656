import Platform
import Testing

/// Holds a whole text to a file of `Tests/Golden`; `RECORD=1` writes it anew, to be read and kept.
///
/// `path` lies below the checkout, such as `Tests/Golden/help/audit.txt`.
public func expectGolden(
  _ text: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let files = LiveFiles()
  let full = "\(packageRoot)/\(path)"
  if environmentVariable("RECORD") == "1" {
    try files.makeFolder(String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)]))
    try files.write(Array(text.utf8), to: full, replacing: true)
    return
  }
  guard let kept = try? files.text(full) else {
    Issue.record(
      "\(path) is not there: run with RECORD=1 and read the result", sourceLocation: sourceLocation)
    return
  }
  #expect(text == kept, "\(path) differs: run with RECORD=1", sourceLocation: sourceLocation)
}
