/// The plural forms of a language and when each is used, for whole numbers.
///
/// Unicode CLDR 42, plural rules, cardinal; for Tajik, which it leaves out, those that its GNU
/// translations use. A text in several forms has the ids `<id>.one`, `<id>.other` and so on.
public struct Plural: Hashable, Sendable {
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case one, few, many, other
  }
  private let isEastSlavic: Bool

  /// The language is a code such as `ru` or `uz-Latn`.
  public init(language: String) {
    isEastSlavic = language.split(separator: "-").first == "ru"
  }

  /// The forms that whole numbers need, in CLDR's order.
  public var forms: [Form] { isEastSlavic ? [.one, .few, .many] : [.one, .other] }

  public func form(of count: Int) -> Form {
    guard isEastSlavic else { return count == 1 ? .one : .other }
    let (last, lastTwo) = (count.magnitude % 10, count.magnitude % 100)
    if last == 1, lastTwo != 11 { return .one }
    return (2...4).contains(last) && !(12...14).contains(lastTwo) ? .few : .many
  }

  /// The same rule for gettext, as the header `Plural-Forms` writes it.
  public var gettextRule: String {
    isEastSlavic
      ? "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
      : "nplurals=2; plural=(n != 1);"
  }
}

extension Words {
  /// The text in the form that this number takes; `{count}` is the number.
  ///
  /// A text that the language lacks is English, and then in the form that English needs.
  public subscript(_ id: String, count count: Int, values values: [String: String] = [:]) -> String
  {
    let own = "\(id).\(Plural(language: language).form(of: count).rawValue)"
    let english = "\(id).\(Plural(language: "en").form(of: count).rawValue)"
    let chosen = has(own) && isTranslated(own) ? own : english
    return self[chosen, values.merging(["count": String(count)]) { given, _ in given }]
  }

  /// Whether there are plural forms under this id.
  public func hasPlural(_ id: String) -> Bool { has("\(id).one") && has("\(id).other") }
}
