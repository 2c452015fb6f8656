internal import Hygiene
internal import Platform

/// What translators work on: every English text with its translation, in the order of the English
/// file.
struct TextCatalogue {
  struct Entry: Hashable {
    /// The id, without its form for a text that has plural forms.
    let id: String
    let english: String
    /// The English text for many; nil for a text without plural forms.
    let englishPlural: String?
    /// One for each form that the language needs, empty where there is none; without forms one.
    var translations: [String]
  }
  let language: String
  /// What stands in the header, such as `newsroom`.
  let name: String
  var review: WordsFile.Review
  var entries: [Entry]

  private var plural: Plural { Plural(language: language) }

  /// - Throws: `UserError` when the files cannot be read or hold an error.
  init(_ files: SourceFiles, language: String) throws {
    guard isLanguage(language), language != "en" else {
      throw UserError("texts.not-a-language", ["language": shown(language)], status: .usage)
    }
    let read = files.readWords(["en", language])
    if let first = read.lazy.compactMap(\.reading.firstError).first { throw first.userError }
    guard let english = read.first(where: { $0.language == "en" }) else {
      throw UserError(
        "texts.no-english", ["folder": cleaned(files.folder)], status: .refused)
    }
    let own = read.first { $0.language == language }
    self.language = language
    name = files.folder.split(separator: "/").last.map(String.init) ?? files.folder
    review = own?.review ?? .pending
    entries = TextCatalogue.entries(
      english: english.texts, own: own?.texts ?? [:], Plural(language: language))
  }

  private static func entries(
    english: [String: Placed<String>], own: [String: Placed<String>], _ plural: Plural
  ) -> [Entry] {
    let isPlural = { (stem: String) in
      english["\(stem).one"] != nil && english["\(stem).other"] != nil
    }
    return english.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
      .compactMap { id, text in
        let stem = String(id[..<(id.lastIndex(of: ".") ?? id.endIndex)])
        if id == "\(stem).other", isPlural(stem) { return nil }
        guard id == "\(stem).one", let many = english["\(stem).other"] else {
          return Entry(
            id: id, english: text.value, englishPlural: nil, translations: [own[id]?.value ?? ""])
        }
        return Entry(
          id: stem, english: text.value, englishPlural: many.value,
          translations: plural.forms.map { own["\(stem).\($0.rawValue)"]?.value ?? "" })
      }
  }

  /// The texts that a file of words holds, in order; what is not translated is left out.
  var texts: [(id: String, text: String)] {
    entries.flatMap { entry -> [(id: String, text: String)] in
      let ids =
        entry.englishPlural == nil
        ? [entry.id] : plural.forms.map { "\(entry.id).\($0.rawValue)" }
      return zip(ids, entry.translations).filter { !$1.isEmpty }.map { (id: $0, text: $1) }
    }
  }
}
