public import Hygiene
internal import Platform

/// Something in a file that is wrong or worth knowing.
public struct LintProblem: Hashable, Sendable {
  public enum Severity: String, Hashable, Codable, Sendable, CaseIterable {
    /// The checklist cannot be used.
    case error
    /// It can be used, and somebody should look.
    case warning
    /// Nothing is wrong: how far a translation has come.
    case information
  }
  /// As a person would write it: `newsroom/text.en.yaml`, or a path.
  public let file: String
  /// Counted from 1.
  public let line: Int
  public let severity: Severity
  /// The whole sentence; it begins with file and line.
  public let message: Message

  init(
    _ severity: Severity, _ id: String, in file: String, line: Int, _ values: [String: String]
  ) {
    (self.file, self.line, self.severity) = (file, line, severity)
    message = Message(
      id, values.merging(["file": file, "line": String(line)]) { mine, _ in mine })
  }

  var userError: UserError { UserError(message.id, message.values, status: .refused) }
}

/// A value, and the line it stands in.
struct Placed<Value> {
  let value: Value
  let line: Int

  init(_ value: Value, line: Int) { (self.value, self.line) = (value, line) }
}

extension Placed: Sendable where Value: Sendable {}

/// A name from a file as an error may show it.
///
/// What does not look like a name may be anything, such as a note that slipped into the wrong
/// place, so it is not shown.
func shown(_ text: String) -> String {
  let isName =
    !text.isEmpty && text.utf8.count <= 40
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
      default: false
      }
    }
  return isName ? text : "…"
}
