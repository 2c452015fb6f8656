/// A host name fit to be looked up and sent as a TLS server name: ASCII, lower case, no final dot.
public struct Hostname: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Folds the case of ASCII letters only, so that no other character turns into one of them, and
  /// drops one final dot. Names in other scripts are refused: they need an A-label (RFC 5890).
  public init(_ text: String) throws(InvalidHostname) {
    var bytes = Array(text.utf8)
    if bytes.count > 1, bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    guard bytes.allSatisfy({ $0 < 128 }) else { throw .notASCII }
    guard bytes.count <= 253 else { throw .tooLong }
    let labels = bytes.map(Hostname.folded).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    for label in labels {
      guard (1...63).contains(label.count) else { throw .part }
      guard label.allSatisfy(Hostname.isAllowed) else { throw .character }
      let hyphen = UInt8(ascii: "-")
      guard label.first != hyphen, label.last != hyphen else { throw .hyphen }
    }
    let joined = String(
      decoding: Array(labels.joined(separator: [UInt8(ascii: ".")])), as: UTF8.self)
    // `127.1` and `0x7f.0x1` would be read as addresses by the system's resolver.
    guard let last = labels.last, !Hostname.looksLikeNumber(last) else { throw .number }
    description = joined
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func looksLikeNumber(_ label: ArraySlice<UInt8>) -> Bool {
    let isHexadecimal = label.starts(with: Array("0x".utf8))
    return isHexadecimal
      || label.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

/// Why a text is no host name. Words: `network.host-<name>`.
public enum InvalidHostname: String, Error, Hashable, Sendable, CaseIterable {
  case notASCII = "not-ascii", tooLong = "too-long", character, hyphen, number
  /// A part between dots is empty or has more than 63 characters.
  case part
}
