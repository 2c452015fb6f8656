/// Reads JSON of one form only: as this program writes it, with sorted keys, without spaces, escapes
/// or surprises. Any other form is refused, and a real decoder decides what it is.
///
/// A decoder takes almost as long for the header of a report as libcrypto takes to open it.
struct WrittenJSON {
  /// It is of another form, which does not mean that it is wrong.
  struct OtherForm: Error {}

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// Goes on behind `text` if that comes next.
  mutating func passes(_ text: String) -> Bool {
    var next = place
    for byte in text.utf8 {
      guard next < bytes.count, bytes[next] == byte else { return false }
      next += 1
    }
    place = next
    return true
  }

  mutating func take(_ text: String) throws(OtherForm) {
    guard passes(text) else { throw OtherForm() }
  }

  /// The bytes of a string of ASCII.
  mutating func ascii() throws(OtherForm) -> ArraySlice<UInt8> {
    let piece = try piece()
    guard piece.allSatisfy({ $0 < 0x80 }) else { throw OtherForm() }
    return piece
  }

  /// The bytes of a string, whatever they are; one with escapes is of another form.
  private mutating func piece() throws(OtherForm) -> ArraySlice<UInt8> {
    try take("\"")
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { throw OtherForm() }
      place += 1
    }
    let piece = bytes[start..<place]
    try take("\"")
    return piece
  }

  mutating func string() throws(OtherForm) -> String {
    guard let text = String(validating: try piece(), as: UTF8.self) else { throw OtherForm() }
    return text
  }

  mutating func integer() throws(OtherForm) -> Int {
    let sign = passes("-") ? -1 : 1
    let start = place
    var value = 0
    while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
      // 18 digits always fit.
      guard place - start < 18 else { throw OtherForm() }
      value = 10 * value + Int(bytes[place] - UInt8(ascii: "0"))
      place += 1
    }
    guard place > start, bytes[start] != UInt8(ascii: "0") || (place == start + 1 && sign == 1)
    else { throw OtherForm() }
    return sign * value
  }

  /// What comes before a comma or a closing brace, as for a number with a fraction.
  mutating func number() throws(OtherForm) -> Double {
    let start = place
    while place < bytes.count, ![UInt8(ascii: ","), UInt8(ascii: "}")].contains(bytes[place]) {
      place += 1
    }
    let digits = bytes[start..<place]
    guard digits.allSatisfy({ (0x2D...0x39).contains($0) && $0 != 0x2F }),
      let number = Double(String(decoding: digits, as: UTF8.self))
    else { throw OtherForm() }
    return number
  }

  mutating func list<Element>(
    of element: (inout WrittenJSON) throws(OtherForm) -> Element
  ) throws(OtherForm) -> [Element] {
    try take("[")
    if passes("]") { return [] }
    var elements: [Element] = []
    elements.reserveCapacity(128)
    repeat { elements.append(try element(&self)) } while passes(",")
    try take("]")
    return elements
  }

  mutating func dictionary<Key: Identifier, Value>(
    of value: (inout WrittenJSON) throws(OtherForm) -> Value
  ) throws(OtherForm) -> [Key: Value] {
    try take("{")
    if passes("}") { return [:] }
    var values: [Key: Value] = Dictionary(minimumCapacity: 16)
    repeat {
      let key = Key(rawValue: try string())
      try take(":")
      guard values.updateValue(try value(&self), forKey: key) == nil else { throw OtherForm() }
    } while passes(",")
    try take("}")
    return values
  }
}
