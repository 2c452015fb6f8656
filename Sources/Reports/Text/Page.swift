internal import Hygiene

/// Lines of text no longer than the screen is wide.
///
/// Whatever is written is cleaned first: a report may come from somebody who only holds the
/// organisation's certificate.
struct Page {
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

  /// Blocks, each with what is inside it further to the right.
  mutating func write(_ blocks: [Block], indent: Int = 0) {
    for block in blocks {
      switch block.kind {
      case .line, .answer:
        let mark = block.mark.text
        write(block.text, indent: indent, mark: mark, style: block.style)
        write(block.inside, indent: indent + (block.number == nil ? 2 : mark.count))
      case .section:
        heading(block.text)
        write(block.inside, indent: 2)
      case .group:
        blank()
        write(block.text, indent: indent, style: .strong)
        write(block.inside, indent: indent)
      case .aside:
        blank()
        write(block.text, indent: indent + 2)
      case .folded: break
      }
    }
  }

  private func styled(_ text: String, _ style: Style) -> String {
    guard hasColour, let code = style.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

extension Style {
  /// The parameter of SGR (ECMA-48, 8.3.117).
  fileprivate var code: Int? {
    switch self {
    case .plain: nil
    case .strong: 1
    case .good: 32
    case .warning: 33
    case .bad: 31
    }
  }
}

extension Block.Mark {
  fileprivate var text: String {
    switch self {
    case .none: ""
    case .bullet: "- "
    case .number(let number): "\(number). "
    case .control(let id): "\(id)  "
    }
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
func paragraphs(of text: String) -> [String] {
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
