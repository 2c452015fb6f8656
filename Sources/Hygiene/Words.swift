/// Texts for people, by id, in one language.
public struct Words: Hashable, Sendable {
  /// The language asked for, such as `en`.
  public let language: String
  private let texts: [String: String]
  /// Ids whose text is English because the language has none.
  private let untranslated: Set<String>
  /// Whether somebody who speaks the language has read all of them.
  public let isReviewed: Bool

  public init(
    language: String, texts: [String: String], untranslated: Set<String> = [],
    isReviewed: Bool = true
  ) {
    (self.language, self.texts, self.untranslated) = (language, texts, untranslated)
    self.isReviewed = isReviewed
  }

  /// The text, or the id itself in angle brackets: a gap must be seen, not hidden.
  public subscript(_ id: String) -> String { texts[id] ?? "<\(id)>" }

  /// The text with `{name}` replaced by its value.
  public subscript(_ id: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = self[id][...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += values[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  public subscript(_ message: Message) -> String { self[message.id, message.values] }

  /// The text, or something else where there is none: an id that only some checklist or check knows.
  public subscript(_ id: String, else other: @autoclosure () -> String) -> String {
    texts[id] ?? other()
  }

  public func has(_ id: String) -> Bool { texts[id] != nil }

  public func isTranslated(_ id: String) -> Bool { !untranslated.contains(id) }

  public var ids: [String] { texts.keys.sorted() }

  /// Both sets of texts; where both have an id, the other's wins.
  public func joined(with other: Words) -> Words {
    Words(
      language: language, texts: texts.merging(other.texts) { $1 },
      untranslated: untranslated.union(other.untranslated),
      isReviewed: isReviewed && other.isReviewed)
  }
}

/// A sentence yet to be put into words: the id of its text and what fills its gaps.
public struct Message: Hashable, Sendable {
  public let id: String
  public let values: [String: String]

  public init(_ id: String, _ values: [String: String] = [:]) {
    (self.id, self.values) = (id, values)
  }
}
