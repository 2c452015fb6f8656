internal import Documents
public import Hygiene

/// The sealed document as it is: the same bytes that `openssl cms -decrypt` gives, and a line end.
public struct JSON: Format {
  public let name = "json"

  public init() {}

  public func render(_ report: Report, words: Words) throws -> [UInt8] {
    try Documents.encode(report) + [UInt8(ascii: "\n")]
  }
}
