/// One message of a PO file.
struct POMessage: Hashable {
  var line = 0
  var context: String?
  var id: String?
  var plural: String?
  var translations: [Int: String] = [:]
  /// Somebody, or a tool, marked the translation as a guess.
  var isFuzzy = false
}

/// Reads the messages of a PO file; obsolete ones (`#~`) and comments are left out.
struct POParser {
  struct Problem: Error { let line: Int }
  private enum Field { case context, id, plural, translation(Int) }

  private(set) var messages: [POMessage] = []
  private var message = POMessage()
  private var field: Field?

  /// - Throws: `Problem` with the line that is not PO.
  static func messages(in text: String) throws(Problem) -> [POMessage] {
    var parser = POParser()
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() { try parser.read(line, number: index + 1) }
    parser.finish()
    return parser.messages
  }

  private mutating func finish() {
    if message.id != nil { messages.append(message) }
    (message, field) = (POMessage(), nil)
  }

  private mutating func read(_ line: Substring, number: Int) throws(Problem) {
    let line = line.drop { $0 == " " || $0 == "\t" }
    if line.hasPrefix("#") {
      // A comment after a translation belongs to the next message.
      if !message.translations.isEmpty { finish() }
      if line.hasPrefix("#,"), line.contains("fuzzy") { message.isFuzzy = true }
      return
    }
    if line.isEmpty { return }
    if line.hasPrefix("\"") { return try append(line, number: number) }
    let keyword = line.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
    try begin(keyword, number: number)
    try append(line.dropFirst(keyword.count).drop { $0 == " " || $0 == "\t" }, number: number)
  }

  private mutating func begin(_ keyword: Substring, number: Int) throws(Problem) {
    switch keyword {
    case "msgctxt":
      if message.id != nil { finish() }
      (field, message.context, message.line) = (.context, "", number)
    case "msgid":
      if message.id != nil { finish() }
      if message.context == nil { message.line = number }
      (field, message.id) = (.id, "")
    case "msgid_plural": (field, message.plural) = (.plural, "")
    case "msgstr": (field, message.translations[0]) = (.translation(0), "")
    default:
      guard keyword.hasPrefix("msgstr["), keyword.hasSuffix("]"),
        let form = wholeNumber(String(keyword.dropFirst(7).dropLast())), form < 6
      else { throw Problem(line: number) }
      (field, message.translations[form]) = (.translation(form), "")
    }
  }

  private mutating func append(_ quoted: Substring, number: Int) throws(Problem) {
    guard let text = unquoted(quoted), let field else { throw Problem(line: number) }
    switch field {
    case .context: message.context? += text
    case .id: message.id? += text
    case .plural: message.plural? += text
    case .translation(let form): message.translations[form]? += text
    }
  }
}

/// What stands between quotation marks; nil when the line is something else.
private func unquoted(_ quoted: Substring) -> String? {
  // By scalars: a mark that is set on a quotation mark does not make it another sign.
  var rest = quoted.unicodeScalars
  while rest.last == " " || rest.last == "\t" { rest.removeLast() }
  guard rest.count >= 2, rest.first == "\"", rest.last == "\"" else { return nil }
  rest = rest.dropFirst().dropLast()
  var text = ""
  while let scalar = rest.popFirst() {
    switch scalar {
    case "\"": return nil
    case "\\":
      switch rest.popFirst() {
      case "n": text += "\n"
      case "t": text += "\t"
      case "\"": text += "\""
      case "\\": text += "\\"
      default: return nil
      }
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}
