import TestKit
import Testing

/// Holds a text to the file of that name.
func expectGolden(_ text: String, named name: String) throws {
  try TestKit.expectGolden(text, at: "Tests/Golden/reports/\(name)")
}
