/// How many columns a character takes in a terminal: 0 for marks that are set on another, 2 for wide
/// East Asian ones and emoji (Unicode Standard Annex #11), else 1.
public func columns(of character: Character) -> Int {
  character.unicodeScalars.reduce(0) { max($0, columns(of: $1)) }
}

/// How many columns a text takes in a terminal.
public func columns(of text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + columns(of: $1) }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator, .paragraphSeparator:
    // The soft hyphen is a format character that terminals show.
    return scalar == "\u{AD}" ? 1 : 0
  default: break
  }
  // Vowels and finals of Hangul are set into the syllable that they follow.
  if (0x1160...0x11FF).contains(scalar.value) { return 0 }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wide.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// Blocks of class W and F.
private let wide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
  0x20000...0x3FFFD,
]

/// The text in lines of at most `width` columns, broken at spaces.
///
/// A word that is longer is cut, but an address is not: it must stay whole to be copied, and the
/// terminal breaks it by itself.
public func wrapped(_ text: String, width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if columns(of: line) + 1 + columns(of: word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
      while columns(of: line) > width, !line.contains("://") {
        let head = start(of: line, columns: width)
        if head.count == line.count { break }
        lines.append(head)
        line = String(line.dropFirst(head.count))
      }
    }
    return lines + [line]
  }
}

/// As many characters as fit, at least one.
public func start(of text: String, columns limit: Int) -> String {
  var (result, used) = ("", 0)
  for character in text {
    used += columns(of: character)
    if used > limit, !result.isEmpty { break }
    result.append(character)
  }
  return result
}
