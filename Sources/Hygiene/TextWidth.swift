/// How many columns a character takes in a terminal: 0 for marks that are set on another, 2 for wide
/// East Asian ones and emoji (Unicode Standard Annex #11), else 1.
///
/// Several signs that are joined to one emoji count as one. Where terminals do not agree, the wider
/// is taken: a line may be shorter than it could be, but nothing is cut.
public func columns(of character: Character) -> Int {
  character.unicodeScalars.reduce(0) { width, scalar in
    // The sign before it is to be shown as an emoji (Unicode Technical Standard #51, ED-9a).
    scalar == "\u{FE0F}" && width > 0 ? 2 : max(width, columns(of: scalar))
  }
}

/// How many columns a text takes in a terminal.
public func columns(of text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + columns(of: $1) }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
  // Greek and Cyrillic letters, looked up here because nearly everything is written with them.
  if (0x370...0x482).contains(scalar.value) || (0x48A...0x52F).contains(scalar.value) { return 1 }
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
    // The columns are carried along, so that a long text takes time in proportion to its length.
    var (line, used) = ("", 0)
    for word in paragraph.split(separator: " ") {
      let more = columns(of: word)
      if !line.isEmpty, used + 1 + more <= width {
        line += " " + word
        used += 1 + more
        continue
      }
      if !line.isEmpty { lines.append(line) }
      (line, used) = (String(word), more)
      while used > width, !line.contains("://") {
        let head = start(of: line, columns: width)
        if head.count == line.count { break }
        lines.append(head)
        line.removeFirst(head.count)
        used -= columns(of: head)
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
