internal import Hygiene

/// The file `text.<lang>.yaml` for these texts.
func wordsYAML(_ catalogue: TextCatalogue) -> String {
  "language: \(catalogue.language)\nreview: \(catalogue.review.rawValue)\ntexts:\n"
    + catalogue.texts.map { yaml($0.id, $0.text) }.joined()
}

/// The widest line that is written; lint allows 120.
private let width = 104

/// One text: on its line if it fits, folded if it does not, line by line if it has line ends.
private func yaml(_ id: String, _ text: String) -> String {
  let line = "  \(id): \(quoted(text))\n"
  // YAML takes a tab in a block for indentation in places.
  if text.contains("\t") { return line }
  if text.contains("\n") {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // A block whose first line is indented would need YAML's indentation indicator.
    guard lines[0].first != " ", lines.allSatisfy({ !$0.hasSuffix(" ") }) else { return line }
    return "  \(id): |-\n" + lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }
  // Folding joins lines by one space; a text with two in a row would lose one.
  guard columns(of: line) > width, !text.contains("  ") else { return line }
  return "  \(id): >-\n" + wrapped(text, width: width - 4).map { "    \($0)\n" }.joined()
}
