import ChecklistFiles
import Platform
import TestKit
import Testing

/// Texts go to translators as gettext PO and come back.
@Suite struct POTests {
  private static let english = """
    language: en
    review: done
    texts:
      a.title: "A \\"title\\" with a back\\\\slash"
      q.one: "One question about {name}."
      q.other: "{count} questions about {name}."
      long: >-
        A text that is so long that it does not fit on one line of the file, and so is folded there, but
        not in what it says.
      lines: |-
        First line
          indented line

        after a gap

    """

  private static let russian = """
    language: ru
    review: done
    texts:
      a.title: "Заголовок «в кавычках» и \\\\ черта"
      q.one: "{count} вопрос о {name}."
      q.few: "{count} вопроса о {name}."
      q.many: "{count} вопросов о {name}."
      long: >-
        Текст настолько длинный, что он не помещается в одной строке файла и поэтому переносится, но только
        в файле, а не в том, что он говорит.
      lines: |-
        Первая строка
          с отступом

        после пропуска

    """

  private func files(_ more: [String: String] = [:]) -> PretendFiles {
    let all = [
      "/c/interface/text.en.yaml": POTests.english, "/c/interface/text.ru.yaml": POTests.russian,
    ].merging(more) { $1 }
    return PretendFiles(all.mapValues { Array($0.utf8) })
  }

  private let source = ChecklistSource.folder("/c/interface")

  /// Unplugged, but for these files and a clock.
  private func world(_ files: PretendFiles) -> World {
    var world = World.holding(files)
    world.clock = FixedClock()
    return world
  }

  private func po(_ language: String = "ru") throws -> String {
    try poFile(of: source, language: language, in: world(files()))
  }

  private func converted(_ po: String) throws -> ConvertedTexts {
    try convertPO(
      "/ru.po", for: source, language: "ru", in: world(files(["/ru.po": po])))
  }

  @Test func aPOFileReadsLikeThis() throws {
    try expectGolden(try po(), at: "Tests/Golden/texts/ru.po")
  }

  @Test func thereAndBackIsTheSame() throws {
    let texts = try converted(po())
    #expect(texts.yaml == POTests.russian)
    #expect(texts.translated == 6 && texts.leftOut == 0)
  }

  @Test func aMarkSetOnAQuotationMarkSurvivesTheWayThere() throws {
    let title = "msgctxt \"a.title\"\nmsgid \"A \\\"title\\\" with a back\\\\slash\"\n"
    let texts = try converted(title + "msgstr \"«a\\\"\u{301}»\"\n")
    #expect(texts.yaml.hasSuffix("  a.title: \"«a\\\"\u{301}»\"\n"), "\(texts.yaml)")
  }

  /// Every file of words that is built in survives the way through PO, and gettext accepts it.
  @Test func gettextAcceptsAllBuiltInTexts() throws {
    let folder = try Scratch()
    for name in builtInChecklists() + ["interface"] {
      for language in ["ru", "kk", "ky", "tg", "uz", "de"] {
        let po = try poFile(of: .builtIn(name), language: language, in: world(files()))
        try folder.write(Array(po.utf8), to: "\(language).po")
        let checked = try run(
          ["msgfmt", "--check", "-o", "/dev/null", "\(folder.path)/\(language).po"])
        #expect(checked.status == 0, "\(name) \(language): \(checked.errorText)")
        let back = try convertPO(
          "/x.po", for: .builtIn(name), language: language,
          in: world(PretendFiles(["/x.po": Array(po.utf8)])))
        #expect(back.leftOut == 0)
      }
    }
  }

  @Test func whatIsEmptyOrAGuessOrOfAnOldTextIsLeftOut() throws {
    let empty = try po("kk")
    let none = try convertPO(
      "/kk.po", for: source, language: "kk", in: world(files(["/kk.po": empty])))
    #expect(none.yaml == "language: kk\nreview: pending\ntexts:\n" && none.leftOut == 0)

    let guess = try po().replacing("msgctxt \"long\"", by: "#, fuzzy\nmsgctxt \"long\"")
    #expect(try converted(guess).leftOut == 1)
    let old = try po().replacing("msgid \"First line", by: "msgid \"Old first line")
    let texts = try converted(old)
    #expect(texts.leftOut == 1 && !texts.yaml.contains("Первая"))
  }

  @Test(arguments: [
    ("msgid \"\"\nmsgstr \"\"\nnonsense\n", "/ru.po:3: this is no line of a PO file"),
    ("msgid \"a\nmsgstr \"\"\n", "/ru.po:1: this is no line of a PO file"),
    ("msgid \"a\\q\"\nmsgstr \"\"\n", "/ru.po:1: this is no line of a PO file"),
    ("\"a\"\n", "/ru.po:1: this is no line of a PO file"),
    (
      "msgid \"a\u{1B}b\"\n", "/ru.po:1: there is a control character or an invisible one"
    ),
    ("msgstr[9] \"a\"\n", "/ru.po:1: this is no line of a PO file"),
    (
      "msgctxt \"z\"\nmsgid \"a\"\nmsgstr \"b\"\n", "/ru.po:1: the checklist has no text 'z'"
    ),
    (
      "msgctxt \"lines\"\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgctxt \"lines\"\nmsgid \"a\"\n",
      "/ru.po:5: the text 'lines' comes a second time"
    ),
  ])
  func whatIsWrongIsNamedWithItsLine(_ po: String, says start: String) throws {
    let error = #expect(throws: UserError.self) { try converted(po) }
    let said = try interfaceWords()[try #require(error).message]
    #expect(said.hasPrefix(start), "\(said)")
  }
}

extension String {
  fileprivate func replacing(_ text: String, by other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
