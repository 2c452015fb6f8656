import Hygiene
import Testing

@Suite struct PluralTests {
  @Test(arguments: [
    ("en", "other one other other other other"), ("kk", "other one other other other other"),
    ("uz-Latn", "other one other other other other"), ("ru", "many one few many one few"),
    ("ru-KZ", "many one few many one few"), ("tg", "other one other other other other"),
  ])
  func aLanguageHasItsOwnForms(_ language: String, forms: String) {
    let plural = Plural(language: language)
    let found = [0, 1, 3, 12, 21, 102].map { plural.form(of: $0).rawValue }
    #expect(found.joined(separator: " ") == forms)
  }

  private let russian = Words(
    language: "ru",
    texts: [
      "q.one": "{count} вопрос", "q.few": "{count} вопроса", "q.many": "{count} вопросов",
      "q.other": "{count} questions",
    ], untranslated: ["q.other"])

  @Test(arguments: [
    (0, "0 вопросов"), (1, "1 вопрос"), (2, "2 вопроса"), (5, "5 вопросов"), (11, "11 вопросов"),
    (21, "21 вопрос"), (112, "112 вопросов"), (1003, "1003 вопроса"),
  ])
  func aNumberTakesItsForm(_ count: Int, text: String) {
    #expect(russian["q", count: count] == text)
  }

  @Test func aTextThatIsNotTranslatedTakesTheEnglishForm() {
    let words = Words(
      language: "ru", texts: ["q.one": "{count} question", "q.other": "{count} questions"],
      untranslated: ["q.one", "q.other"])
    #expect(words["q", count: 21] == "21 questions")
    #expect(words["q", count: 1] == "1 question")
  }

  @Test func figuresAndDaysFollowTheLanguage() throws {
    let words = Words(
      language: "ru",
      texts: [
        "number.decimal": ",", "date.day": "{day} {month} {year} г.", "date.month.11": "ноября",
      ])
    #expect(words.oneDecimal(Rational(130, over: 3)) == "43,3")
    #expect(words.oneDecimal(Rational(-1, over: 4)) == "-0,2")
    #expect(words.day(try #require(Day("2026-11-24"))) == "24 ноября 2026 г.")
    #expect(Words(language: "en", texts: [:]).day(try #require(Day("2026-11-24"))) == "2026-11-24")
  }
}
