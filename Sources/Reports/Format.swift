public import Hygiene

/// A way to write a report down.
public protocol Format: Sendable {
  /// What a person types after `--format`.
  var name: String { get }
  /// The whole report; `words` are the interface's joined with the checklist's.
  func render(_ report: Report, words: Words) throws -> [UInt8]
}
