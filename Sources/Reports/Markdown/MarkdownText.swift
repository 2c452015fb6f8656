internal import Hygiene

/// The blocks of a report as CommonMark: headings, paragraphs and lists.
struct MarkdownText {
  private(set) var lines: [String] = []

  mutating func write(_ text: ReportText) {
    lines.append("# \(escaped(text.title.text))")
    for block in text.about { write(paragraph: escaped(block.text)) }
    for block in text.marks { write(paragraph: "**\(escaped(block.text))**") }
    for section in text.sections {
      write(paragraph: "## \(escaped(section.text))")
      write(section.inside)
    }
  }

  private mutating func write(paragraph: String) { lines += ["", paragraph] }

  private mutating func write(_ blocks: [Block]) {
    var isInList = false
    for block in blocks {
      if block.isItem || block.kind == .folded {
        if !isInList { lines.append("") }
        write(item: block, indent: 0)
      } else if block.kind == .group {
        write(paragraph: "### \(escaped(block.text))")
        write(block.inside)
      } else {
        for paragraph in paragraphs(of: block.text) { write(paragraph: escaped(paragraph)) }
      }
      isInList = block.isItem || block.kind == .folded
    }
  }

  /// Inside an item everything is an item: a blank line would part what belongs together.
  private mutating func write(item block: Block, indent: Int) {
    let bullet = block.number.map { "\($0). " } ?? "- "
    let margin = String(repeating: " ", count: indent)
    let deeper = indent + bullet.count
    for (index, paragraph) in paragraphs(of: block.text).enumerated() {
      let isHeading = [.section, .group, .folded].contains(block.kind) || block.style == .strong
      let text = isHeading ? "**\(escaped(paragraph))**" : escaped(paragraph)
      if index == 0 {
        lines.append(margin + bullet + mark(of: block) + text)
      } else {
        lines += ["", String(repeating: " ", count: deeper) + text]
      }
    }
    for inside in block.inside { write(item: inside, indent: deeper) }
  }

  private func mark(of block: Block) -> String {
    guard case .control(let control) = block.mark else { return "" }
    return "**\(escaped(control.rawValue))** "
  }
}

/// A text that Markdown shows as it is.
///
/// A backslash stands before whatever could begin markup (CommonMark 0.31, 2.4). What readers turn
/// into links by themselves even so, such as addresses and names of accounts, becomes code.
private func escaped(_ text: String) -> String {
  let words = paragraphs(of: text).joined(separator: " ").split(separator: " ")
  return words.enumerated().map { index, word in
    if word.isAddress { return code(word) }
    let word = word.unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_[]<>#|~&$!".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return index == 0 ? notOpeningABlock(word) : word
  }.joined(separator: " ")
}

/// The first word of a text could be the mark of a list, or a line across the page.
private func notOpeningABlock(_ word: String) -> String {
  if word.allSatisfy({ "-+=".contains($0) }) { return "\\" + word }
  guard let last = word.last, ".)".contains(last),
    word.dropLast().allSatisfy({ $0.isASCII && $0.isNumber })
  else { return word }
  return "\(word.dropLast())\\\(last)"
}

/// A code span with a fence that the text does not hold (CommonMark 0.31, 6.1).
private func code(_ text: Substring) -> String {
  let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
  let fence = String(repeating: "`", count: longest + 1)
  let space = text.first == "`" || text.last == "`" ? " " : ""
  return fence + space + text + space + fence
}

extension Substring {
  fileprivate var isAddress: Bool {
    contains("@") || contains("://") || lowercased().contains("www.")
  }
}
