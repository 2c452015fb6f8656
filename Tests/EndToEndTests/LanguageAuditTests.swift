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

  /// No sentence of the English interface or questionnaire is left.
  private func expectNoEnglish(in text: String, _ language: String) throws {
    let shown = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let english = try [
      interfaceWords(language: "en"),
      readChecklist(.builtIn("newsroom"), language: "en", in: .unplugged).words,
    ]
    for words in english {
      for id in words.ids where words[id].count > 12 && words[id].contains(" ") {
        let sentence = words[id].prefix { $0 != "{" }.split(whereSeparator: \.isWhitespace)
          .joined(separator: " ")
        guard sentence.count > 12, !id.contains(".reference."), !id.hasSuffix(".examples") else {
          continue
        }
        #expect(!shown.contains(sentence), "\(language): \(id)")
      }
    }
  }
}
