/// Text from a network or a disk, fit for a fact or a screen.
///
/// Control characters could move the cursor of a terminal, invisible ones could turn the reading
/// direction and make a name look like another. Each of them becomes U+FFFD, line ends and tabs
/// too: the text is one line. Joiners stay, because several scripts are spelt with them. At most
/// `limit` scalars are kept; what was cut off is shown by `…`.
public func cleaned(_ text: String, atMost limit: Int = 1024) -> String {
  var result = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    // Scalars, not characters: a thousand combining marks are one character.
    guard index < limit else { return result + "…" }
    result.unicodeScalars.append(scalar.isHarmless ? scalar : "\u{FFFD}")
  }
  return result
}

extension Unicode.Scalar {
  fileprivate var isHarmless: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    case .format: self == "\u{200C}" || self == "\u{200D}"
    default: true
    }
  }
}
