/// A field of `/proc` or `fstab` with `\040` and its like put back (proc(5), getmntent(3)).
func unescaped(_ field: some StringProtocol) -> String {
  var bytes: [UInt8] = []
  var rest = Array(field.utf8)[...]
  while let first = rest.popFirst() {
    let digits = rest.prefix(3)
    let value = digits.reduce(0) { $0 * 8 + Int($1) - 0x30 }
    if first == UInt8(ascii: "\\"), digits.count == 3, value < 256,
      digits.allSatisfy({ (0x30...0x37).contains($0) })
    {
      bytes.append(UInt8(value))
      rest = rest.dropFirst(3)
    } else {
      bytes.append(first)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The text without control characters and not endless: fit to become a fact.
func cleaned(_ text: some StringProtocol) -> String {
  let scalars = text.unicodeScalars.filter {
    $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
  }
  return String(String.UnicodeScalarView(scalars.prefix(80)))
}

/// An absolute path with `.` and `..` taken out, without looking at any disk.
func normalized(_ path: String) -> String {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

extension StringProtocol {
  /// The text without spaces, tabs and line ends around it.
  var trimmed: String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
    let rest = Substring(self).utf8.drop(while: isBlank)
    let count = rest.reversed().drop(while: isBlank).count
    return String(Substring(rest.prefix(count)))
  }

  // Characters would not do here: a carriage return or an accent glued to a separator hides it.

  /// The words between spaces and tabs.
  var fields: [Substring] {
    Substring(self).utf8.split { $0 == 0x20 || $0 == 0x09 }.map { Substring($0) }
  }

  var lines: [Substring] { Substring(self).utf8.split(separator: 0x0a).map { Substring($0) } }

  /// The lines that are neither empty nor a `#` comment.
  var entries: [String] { lines.map(\.trimmed).filter { !$0.isEmpty && !$0.hasPrefix("#") } }
}
