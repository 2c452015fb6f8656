internal import Hygiene
public import Platform

/// All texts of a checklist, or of the program itself (`interface`), for translators: a gettext PO
/// file (GNU gettext manual, "The Format of PO Files"), as Weblate and Poedit read it.
///
/// The id of a text is its context (`msgctxt`), the English text its `msgid`.
///
/// - Throws: `UserError` when the files cannot be read or hold an error.
public func poFile(
  of source: ChecklistSource, language: String, in world: World
) throws -> String {
  let catalogue = try TextCatalogue(SourceFiles(source, in: world), language: language)
  return header(of: catalogue, on: world.clock.now.day) + catalogue.entries.map(po).joined()
}

private func header(of catalogue: TextCatalogue, on day: Day) -> String {
  let fields = [
    "Project-Id-Version: saqta \(catalogue.name)",
    "Report-Msgid-Bugs-To: ",
    "POT-Creation-Date: \(day) 00:00+0000",
    "PO-Revision-Date: \(day) 00:00+0000",
    "Last-Translator: ",
    "Language-Team: ",
    "Language: \(catalogue.language.map { $0 == "-" ? "_" : String($0) }.joined())",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "Plural-Forms: \(Plural(language: catalogue.language).gettextRule)",
    "X-Review: \(catalogue.review.rawValue)",
  ]
  return "msgid \"\"\nmsgstr \"\"\n" + fields.map { "\(quoted($0 + "\n"))\n" }.joined()
}

private func po(_ entry: TextCatalogue.Entry) -> String {
  // Tells msgfmt and Weblate to hold the gaps in {} to the original.
  let flag = entry.english.contains("{") ? "#, python-brace-format\n" : ""
  var lines = "\n\(flag)msgctxt \(quoted(entry.id))\nmsgid \(quoted(entry.english))\n"
  guard let plural = entry.englishPlural else {
    return lines + "msgstr \(quoted(entry.translations[0]))\n"
  }
  lines += "msgid_plural \(quoted(plural))\n"
  return lines
    + entry.translations.enumerated().map { "msgstr[\($0)] \(quoted($1))\n" }.joined()
}

/// In quotation marks, with the escapes that PO and YAML (1.2, §5.7) have in common.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
