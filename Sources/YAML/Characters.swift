/// The first byte that is not part of well-formed UTF-8 or is a character we refuse.
///
/// libyaml would find most of these too, but does not say on which line.
func checkCharacters(of bytes: ArraySlice<UInt8>) throws(YAMLProblem) {
  var lines = LineCounter()
  var decoder = Unicode.UTF8()
  var rest = bytes.makeIterator()
  while true {
    switch decoder.decode(&rest) {
    case .emptyInput: return
    case .error: throw YAMLProblem(.notUTF8, at: lines.place)
    case .scalarValue(let scalar):
      guard !isForbidden(scalar) else { throw YAMLProblem(.forbiddenCharacter, at: lines.place) }
      lines.pass(scalar)
    }
  }
}

/// Controls but tab and line ends; YAML's odd line separators, which editors do not count as line
/// ends; characters that reverse or hide text; and what libyaml cannot read.
public func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D: false
  case ..<0x20, 0x7F...0x9F: true
  case 0x2028...0x202E, 0x2066...0x2069: true
  case 0xFEFF, 0xFFFE, 0xFFFF: true
  default: false
  }
}

/// Counts lines as editors and libyaml do: LF, CR LF or a lone CR ends one.
private struct LineCounter {
  private(set) var line = 1
  private(set) var column = 1
  private var afterReturn = false

  var place: Place { Place(line: line, column: column) }

  mutating func pass(_ scalar: Unicode.Scalar) {
    if scalar == "\r" || (scalar == "\n" && !afterReturn) {
      line += 1
      column = 1
    } else if scalar != "\n" {
      column += 1
    }
    afterReturn = scalar == "\r"
  }
}
