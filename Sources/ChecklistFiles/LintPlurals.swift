internal import Hygiene

/// Which ids the file of a language needs, and what each is compared with: where English has a text
/// in two forms, another language has its own number of them.
struct PluralIDs {
  private let english: Set<String>
  private let plural: Plural
  private let language: String

  init(english: [String: Placed<String>], language: String) {
    (self.english, self.language) = (Set(english.keys), language)
    plural = Plural(language: language)
  }

  /// The id without its form, if English has it in forms.
  private func stem(of id: String) -> String? {
    guard let dot = id.lastIndex(of: "."),
      Plural.Form(rawValue: String(id[id.index(after: dot)...])) != nil
    else { return nil }
    let stem = String(id[..<dot])
    return english.contains("\(stem).one") && english.contains("\(stem).other") ? stem : nil
  }

  /// The ids that a complete translation has.
  func needed(of wanted: Set<String>) -> Set<String> {
    wanted.reduce(into: []) { ids, id in
      guard let stem = stem(of: id) else {
        ids.insert(id)
        return
      }
      for form in plural.forms { ids.insert("\(stem).\(form.rawValue)") }
    }
  }

  /// Whether a text may be there; a form for fractions is never needed and always welcome.
  func allows(_ id: String, in needed: Set<String>) -> Bool {
    needed.contains(id) || (id.hasSuffix(".other") && stem(of: id) != nil)
  }

  /// The English text that says the same.
  func original(of id: String) -> String {
    stem(of: id).map { "\($0).other" } ?? id
  }

  /// Whether the text may be silent on the number, because it stands for one number only.
  func mayOmitCount(_ id: String) -> Bool {
    plural.forms.count == 2 && id.hasSuffix(".one") && stem(of: id) != nil
  }
}
