/// Reads JSON values one after the other, within limits that hold for each.
///
/// By hand, because Foundation's decoder takes the first of two equal names, guesses encodings, and
/// builds trees whose size nobody bounds.
public struct JSONReader {
  /// Deeper nesting is refused.
  public static let mostDepth = 64
  /// More values in one are refused.
  public static let mostValues = 200_000
  private static let longestNumber = 400

  private let bytes: [UInt8]
  /// How many bytes one value may have.
  private let limit: Int
  /// Where it stands.
  public private(set) var index: Int
  private var end: Int
  private var values = 0

  /// `limit` is how many bytes one value may have.
  public init(_ bytes: [UInt8], from index: Int = 0, atMost limit: Int) {
    (self.bytes, self.index, self.limit, end) = (bytes, index, limit, bytes.count)
  }

  /// Reads a text that is one value and nothing else.
  public static func value(
    of bytes: [UInt8], in range: Range<Int>? = nil, atMost limit: Int
  ) throws(JSONProblem) -> JSON {
    var reader = JSONReader(bytes, from: range?.lowerBound ?? 0, atMost: limit)
    let last = range?.upperBound ?? bytes.count
    guard last - reader.index <= limit else { throw .tooLarge }
    reader.end = last
    let value = try reader.next()
    reader.skipSpace()
    guard reader.index == last else { throw .syntax }
    return value
  }

  /// Reads the value that begins here or behind white space.
  public mutating func next() throws(JSONProblem) -> JSON {
    skipSpace()
    let last = end
    defer { end = last }
    // One byte more, so that what is too large is told from what is unfinished.
    end = min(last, index + limit)
    values = 0
    do { return try value(depth: 0) } catch {
      throw error == .unfinished && end < last ? .tooLarge : error
    }
  }

  public mutating func skipSpace() {
    while index < end, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
  }

  /// Takes one byte if it comes next.
  public mutating func take(_ byte: UInt8) -> Bool {
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
    values += 1
    guard depth < Self.mostDepth else { throw .tooDeep }
    guard values <= Self.mostValues else { throw .tooLarge }
    guard index < end else { throw .unfinished }
    switch bytes[index] {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .list(try list(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONProblem) -> [String: JSON] {
    index += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      guard index < end else { throw .unfinished }
      guard bytes[index] == UInt8(ascii: "\"") else { throw .syntax }
      let name = try text()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      skipSpace()
      guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
        throw .duplicate
      }
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func list(depth: Int) throws(JSONProblem) -> [JSON] {
    index += 1
    var members: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return members }
    while true {
      skipSpace()
      members.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return members }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func expect(_ byte: UInt8) throws(JSONProblem) {
    guard index < end else { throw .unfinished }
    guard take(byte) else { throw .syntax }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONProblem) -> JSON {
    for byte in word.description.utf8 { try expect(byte) }
    return value
  }

  // MARK: Numbers and texts

  private mutating func digits() throws(JSONProblem) {
    let start = index
    while index < end, (0x30...0x39).contains(bytes[index]) { index += 1 }
    if index == start { throw index < end ? .syntax : .unfinished }
  }

  private mutating func number() throws(JSONProblem) -> Double {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let isZero = index < end && bytes[index] == UInt8(ascii: "0")
    try digits()
    let isPadded = isZero && index - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1)
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    guard !isPadded, index - start <= Self.longestNumber,
      let number = Double(String(decoding: bytes[start..<index], as: UTF8.self))
    else { throw .syntax }
    return number
  }

  private mutating func text() throws(JSONProblem) -> String {
    index += 1
    let start = index
    while index < end, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
      guard bytes[index] >= 0x20 else { throw .syntax }
      index += 1
    }
    guard index < end else { throw .unfinished }
    guard let plain = String(validating: bytes[start..<index], as: UTF8.self) else {
      throw .notUTF8
    }
    if take(UInt8(ascii: "\"")) { return plain }
    var units = Array(plain.utf8)
    while true {
      guard index < end else { throw .unfinished }
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw .notUTF8 }
        return text
      case UInt8(ascii: "\\"): units += try escaped()
      case ..<0x20: throw .syntax
      default: units.append(byte)
      }
    }
  }

  private mutating func escaped() throws(JSONProblem) -> [UInt8] {
    guard index < end else { throw .unfinished }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): break
    default: throw .syntax
    }
    let unit = try hexUnit()
    guard (0xD800..<0xDC00).contains(unit) else { return utf8(of: UInt32(unit)) }
    // Half a character on its own is what other programs write for bytes that are no text.
    let place = index
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let low = try? hexUnit(),
      (0xDC00..<0xE000).contains(low)
    else {
      index = place
      return utf8(of: 0xFFFD)
    }
    return utf8(of: 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
  }

  private mutating func hexUnit() throws(JSONProblem) -> UInt16 {
    guard end - index >= 4 else { throw .unfinished }
    let digits = bytes[index..<(index + 4)]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .syntax }
    index += 4
    return unit
  }

  private func utf8(of code: UInt32) -> [UInt8] {
    Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
  }
}
