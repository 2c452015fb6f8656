internal import Hygiene

/// Lines of text no longer than the screen is wide.
///
/// Whatever is written is cleaned first: a report may come from somebody who only holds the
/// organisation's certificate.
struct Page {
  /// What colour may add to words that already say it.
  enum Style: String {
    case plain = ""
    case strong = "1"
    case good = "32"
    case warning = "33"
    case bad = "31"
  }
  private(set) var lines: [String] = []
  let width: Int
  private let hasColour: Bool

  init(width: Int, hasColour: Bool = false) {
    (self.width, self.hasColour) = (max(20, width), hasColour)
  }

  /// Every line with its end.
  var text: String { lines.map { $0 + "\n" }.joined() }

  mutating func blank() {
    if lines.last?.isEmpty == false { lines.append("") }
  }

  mutating func heading(_ text: String) {
    blank()
    write(text, style: .strong)
  }

  /// Paragraphs, wrapped. `mark` stands before the first line, and the others are indented by it.
  mutating func write(_ text: String, indent: Int = 0, mark: String = "", style: Style = .plain) {
    // Deep nesting must leave room for words on a narrow screen.
    let indent = min(indent, width / 3)
    let mark = mark.count <= width / 3 ? mark : ""
    let margin = String(repeating: " ", count: indent)
    let deeper = String(repeating: " ", count: indent + mark.count)
    for (index, line) in Reports.lines(of: text, width: width - indent - mark.count).enumerated() {
      let start = index == 0 ? margin + mark : deeper
      lines.append(line.isEmpty ? "" : start + styled(line, style))
    }
  }

  private func styled(_ text: String, _ style: Style) -> String {
    hasColour && style != .plain ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// The lines of a text whose paragraphs are separated by blank lines.
private func lines(of text: String, width: Int) -> [String] {
  paragraphs(of: text).map { paragraph in
    // An address is cut too: a line that is too long would break the columns of a page.
    let words = paragraph.split(separator: " ").flatMap { pieces(of: $0, atMost: width) }
    return wrapped(words.joined(separator: " "), width: width)
  }.reduce(into: []) { lines, paragraph in
    if !lines.isEmpty { lines.append("") }
    lines += paragraph
  }
}

/// Cleaned, with single line ends and tabs as spaces.
private func paragraphs(of text: String) -> [String] {
  var paragraphs = [""]
  for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if words.isEmpty {
      paragraphs.append("")
    } else {
      let start = paragraphs[paragraphs.count - 1]
      paragraphs[paragraphs.count - 1] = start.isEmpty ? words : start + " " + words
    }
  }
  let kept = paragraphs.filter { !$0.isEmpty }.map { cleaned($0, atMost: 8192) }
  return kept.isEmpty ? [""] : kept
}

/// A word that is longer than a line, such as an address, in pieces.
private func pieces(of word: Substring, atMost width: Int) -> [Substring] {
  var (pieces, rest) = ([Substring](), word)
  while columns(of: rest) > width {
    let piece = start(of: String(rest), columns: width)
    pieces.append(rest.prefix(piece.count))
    rest = rest.dropFirst(piece.count)
  }
  return pieces + [rest]
}
