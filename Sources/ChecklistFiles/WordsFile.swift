internal import YAML

/// What `text.<lang>.yaml` says.
struct WordsFile {
  let language: String
  /// Whether somebody who speaks the language has read it; nil when the file does not say.
  private(set) var review: Review?
  /// Nil when the file has none that could be read.
  private(set) var readTexts: [String: Placed<String>]?
  private(set) var reading: Reading

  enum Review: String, CaseIterable { case done, pending }

  var texts: [String: Placed<String>] { readTexts ?? [:] }

  init(_ bytes: [UInt8], language: String, file: String) {
    self.language = language
    reading = Reading(file: file)
    guard let root = reading.parse(bytes),
      let fields = reading.fields(root, ["language", "review", "texts"])
    else { return }
    if let named = reading.text("language", of: fields), named.value != language {
      reading.report("lint.wrong-language", line: named.line, ["language": language])
    }
    review = reading.oneOf(Review.self, "review", of: fields)
    if let node = reading.node("texts", of: fields) { read(texts: node) }
  }

  private mutating func read(texts node: Node) {
    guard case .map(let entries) = node.content else {
      reading.report("lint.texts-not-a-map", line: node.place.line)
      return
    }
    var texts: [String: Placed<String>] = [:]
    texts.reserveCapacity(entries.count)
    for entry in entries {
      guard case .text(let text) = entry.value.content else {
        reading.report("lint.not-a-text", line: entry.place.line, ["key": shown(entry.key)])
        continue
      }
      let trimmed = trim(text)
      if trimmed.isEmpty {
        reading.report("lint.empty-text", line: entry.place.line, ["id": shown(entry.key)])
      } else {
        texts[entry.key] = Placed(trimmed, line: entry.place.line)
      }
    }
    readTexts = texts
  }
}

/// Without white space at the ends: a block of text ends with a line end.
func trim(_ text: String) -> String {
  let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" }
  guard let first = text.firstIndex(where: { !isSpace($0) }),
    let last = text.lastIndex(where: { !isSpace($0) })
  else { return "" }
  return String(text[first...last])
}
