import ChecklistFiles
import Hygiene
import TestKit
import Testing

/// A whole short audit on a real terminal, and its report, in each language.
@Suite struct LanguageAuditTests {
  @Test(arguments: ["en", "ru", "kk", "ky", "tg", "uz"])
  func aQuickAuditSpeaksOneLanguageFromBeginningToEnd(_ language: String) throws {
    let words = try interfaceWords(language: language)
    let computer = try Computer(withOrganisation: true)
    let session = try computer.session(
      ["audit", "--lang", language, "--profile", "quick", "--no-checks"], columns: 60,
      output: "stdout")
    try session.read(until: words["draft.passphrase"])
    try session.type("\n")
    var answered = 0
    while !(try nextPage(of: session, words)) {
      // Not always the same, so that the report has something to say.
      try session.type(answered % 3 == 2 ? "2\n" : "1\n")
      answered += 1
      try #require(answered <= 20)
    }
    #expect(answered >= 15)
    try session.type(words["interview.key.finish"] + "\n")
    #expect(try session.end() == .exited(0))

    let said = String(decoding: try contentsOfFile("\(computer.path)/stdout"), as: UTF8.self)
    let report = try #require(said.split(separator: "\n").last.map(String.init))
    let opened = try computer.open(report, ["--lang", language, "--format", "text"])
    #expect(opened.status == 0)
    let explained = try computer.saqta(
      [
        "explain", report, "seizure", "--lang", language, "--passphrase-fd", "3",
      ], handing: [3: SharedOrganisation.passphrase + "\n"])
    #expect(explained.status == 0)
    for text in [session.transcript, opened.text, explained.text] where language != "en" {
      try expectNoEnglish(in: text, language)
    }
  }

  /// Reads up to the next prompt; true when it is that of the last page.
  private func nextPage(of session: Session, _ words: Words) throws -> Bool {
    let (answer, review) = (words["interview.prompt.answer"], words["interview.prompt.review"])
    let page = try session.read(untilOneOf: [answer, review])
    return page.hasSuffix(review)
  }

  /// Whoever asks for help or goes wrong is told so in their language too.
  @Test(arguments: ["ru", "kk", "ky", "tg", "uz"])
  func helpErrorsAndTheChecklistSpeakIt(_ language: String) throws {
    let computer = try Computer(withOrganisation: true)
    for arguments in [
      ["--help"], ["audit", "--help"], ["audit", "--profile", "quik"], ["opne"],
      ["checklist", "show", "newsroom", "DEV-01"],
    ] {
      let ran = try computer.saqta(arguments + ["--lang", language])
      try expectNoEnglish(in: ran.text + "\n" + ran.errorText, language)
    }
  }

  /// No sentence of the English interface or questionnaire is left, nor what stands between the
  /// gaps of one, unless the other language says it alike.
  private func expectNoEnglish(
    in text: String, _ language: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let shown = asOneLine(visibleLines(of: text).joined(separator: "\n"))
    for read in [wordsOfChecklist, interfaceWords(language:)] {
      let (english, own) = (try read("en"), try read(language))
      let allowed = Set(own.ids.flatMap { pieces(of: own[$0]) })
      for id in english.ids where !id.contains(".reference.") && !id.hasSuffix(".examples") {
        let left = pieces(of: english[id]).filter { shown.contains($0) && !allowed.contains($0) }
        if !left.isEmpty {
          Issue.record("\(language), \(id): \(left)", sourceLocation: location)
        }
      }
    }
  }

  private func wordsOfChecklist(_ language: String) throws -> Words {
    try readChecklist(.builtIn("newsroom"), language: language, in: .unplugged).words
  }

  /// Long enough to be told from a name or a command.
  private func pieces(of text: String) -> [String] {
    let parts = text.replacing(/\{[A-Za-z-]+\}/, with: "\u{0}").split(separator: "\u{0}")
    return parts.map { asOneLine(String($0)) }.filter { $0.count > 12 && $0.contains(" ") }
  }

  private func asOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
