import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing

@Suite struct AnswersTests {
  /// The example, where `incidents` is asked only of those who have an office.
  private func checklist() throws -> Checklist {
    let files = try exampleFiles()
    try files.replace(
      "choices: [none, seizure, takeover]",
      by: "choices: [none, seizure, takeover]\n    when: {office: [own, shared]}",
      in: "/c/checklist.yaml")
    return try readChecklist(.folder("/c"), language: "en", in: .holding(files))
  }

  private func read(_ text: String) throws -> AnswersFile {
    try readAnswers(bytes: Array(text.utf8), named: "a.yaml", for: checklist())
  }

  @Test func everythingThatMayBeSaidIsRead() throws {
    let file = try read(
      """
      role: reporter
      context:
        office: shared
        incidents: [seizure, takeover]
      answers: {ACC-01: some, DEV-01: not-applicable}
      notes:
        DEV-01: "a: b, with \\"marks\\""
        DEV-02: |
          Two
          lines
      due: {DEV-01: 2026-10-01, DEV-02: "2027-02-28"}

      """)
    #expect(
      file
        == AnswersFile(
          context: Context(["office": ["shared"], "incidents": ["seizure", "takeover"]]),
          answers: Answers(
            role: "reporter",
            replies: [
              "ACC-01": Reply(.partly, option: "some"),
              "DEV-01": Reply(
                .notApplicable, note: "a: b, with \"marks\"", due: Day("2026-10-01")),
              "DEV-02": Reply(.unanswered, note: "Two\nlines\n", due: Day("2027-02-28")),
            ])))
  }

  @Test(arguments: [
    ("met", Reply(.met)), ("partly", Reply(.partly)), ("not-met", Reply(.notMet)),
    ("unknown", Reply(.unknown)), ("not-applicable", Reply(.notApplicable)),
    ("everywhere", Reply(.met, option: "everywhere")),
    ("nowhere", Reply(.notMet, option: "nowhere")),
  ])
  func anAnswerIsAStateOrOneOfTheOptions(_ text: String, reply: Reply) throws {
    #expect(try read("answers: {ACC-01: \(text)}\n").answers.replies == ["ACC-01": reply])
  }

  @Test func partsMayBeLeftOutOrEmpty() throws {
    let empty = AnswersFile(context: Context(), answers: Answers())
    #expect(try read("answers: {}\n") == empty)
    #expect(try read("answers:\nnotes:\ncontext:\n") == empty)
  }

  private static let states = "met, partly, not-met, unknown, not-applicable"

  @Test(arguments: [
    ("", "a.yaml:1: the file is empty; start from an example"),
    (
      "just text\n",
      "a.yaml:1: expected 'name: value' lines here; the names may be: role, profile, context, answers, notes, due"
    ),
    (
      "answer: {}\n",
      "a.yaml:1: there is no key 'answer' here; the keys may be: role, profile, context, answers, notes, due"
    ),
    (
      "role: Aigul\n",
      "a.yaml:1: 'role' may not have this value; use one of: reporter, editor, other"
    ),
    ("answers: met\n", "a.yaml:1: 'answers' needs 'name: value' lines; write them so"),
    (
      "answers:\n  ACC-01: yes\n",
      "a.yaml:2: this is no answer to ACC-01; use one of: \(states), everywhere, some, nowhere"
    ),
    (
      "answers:\n  DEV-01: everywhere\n",
      "a.yaml:2: this is no answer to DEV-01; use one of: \(states)"
    ),
    (
      "answers:\n  DEV-01: unanswered\n",
      "a.yaml:2: this is no answer to DEV-01; use one of: \(states)"
    ),
    ("answers:\n  DEV-01:\n", "a.yaml:2: this is no answer to DEV-01; use one of: \(states)"),
    ("answers:\n  DEV-01: [met]\n", "a.yaml:2: this is no answer to DEV-01; use one of: \(states)"),
    (
      "answers:\n  DEV-01: our editor Aigul keeps it at home\n",
      "a.yaml:2: this is no answer to DEV-01; use one of: \(states)"
    ),
    (
      "answers:\n  ACC-02: met\n",
      "a.yaml:2: the checklist 'example' has no control 'ACC-02'; check the name"
    ),
    (
      "answers:\n  our editor Aigul: met\n",
      "a.yaml:2: the checklist 'example' has no control '…'; check the name"
    ),
    (
      "answers:\n  DEV-01: met\n  DEV-01: partly\n",
      "a.yaml:3: 'DEV-01' stands here a second time; keep one of the two"
    ),
    (
      "answers: {}\nanswers: {}\n",
      "a.yaml:2: 'answers' stands here a second time; keep one of the two"
    ),
    (
      "notes:\n  ACC-02: secret\n",
      "a.yaml:2: the checklist 'example' has no control 'ACC-02'; check the name"
    ),
    (
      "notes:\n  DEV-01: [secret]\n",
      "a.yaml:2: the note on DEV-01 is no text; put quotation marks around it"
    ),
    (
      "notes:\n  DEV-01: secret: more\n",
      "a.yaml:2: a colon makes no sense here; check the indentation, or put quotation marks around the text"
    ),
    (
      "due:\n  DEV-01: 2026-02-30\n",
      "a.yaml:2: the date for DEV-01 is no day; write it like 2026-10-01"
    ),
    (
      "due:\n  DEV-01: [2026-10-01]\n",
      "a.yaml:2: the date for DEV-01 is no day; write it like 2026-10-01"
    ),
    (
      "due:\n  ACC-02: 2026-10-01\n",
      "a.yaml:2: the checklist 'example' has no control 'ACC-02'; check the name"
    ),
    (
      "context:\n  flat: own\n",
      "a.yaml:2: there is no context question 'flat'; there are: office, incidents"
    ),
    (
      "context:\n  office: rented\n",
      "a.yaml:2: this is no answer to 'office', or it comes twice; use one of: own, shared, none"
    ),
    (
      "context:\n  office: {own: yes}\n",
      "a.yaml:2: this is no answer to 'office', or it comes twice; use one of: own, shared, none"
    ),
    ("context:\n  office: [own, shared]\n", "a.yaml:2: 'office' takes one answer; keep one"),
    ("context:\n  office: []\n", "a.yaml:2: 'office' takes one answer; keep one"),
    (
      "context:\n  incidents:\n    - seizure\n    - seizure\n",
      "a.yaml:4: this is no answer to 'incidents', or it comes twice; use one of: none, seizure, takeover"
    ),
    (
      "context:\n  incidents: [none, seizure]\n",
      "a.yaml:2: 'incidents' says 'none' and something else; keep one of the two"
    ),
    (
      "context:\n  incidents: none\n  office: none\n",
      "a.yaml:2: 'incidents' is not asked after the other answers; take it out or correct those"
    ),
    ("notes: &n {}\n", "a.yaml:1: anchors (&name) are not read; quote a text that begins with '&'"),
    (
      "notes:\n  DEV-01: \"\\e[2J\"\n",
      "a.yaml:2: there is a control character or an invisible one in this line; type the line again"
    ),
    (
      "context:\n  flat: own\nanswers:\n  X: met\n",
      "a.yaml:2: there is no context question 'flat'; there are: office, incidents"
    ),
    (
      "answers:\n  X: met\ncontext:\n  flat: own\n",
      "a.yaml:2: the checklist 'example' has no control 'X'; check the name"
    ),
  ])
  func whatIsWrongIsNamedWithItsLineAndNeverQuoted(_ text: String, says: String) throws {
    let error = try #require(throws: UserError.self) { try read(text) }
    #expect(try sentence(error) == says)
    #expect(error.status == .refused)
    #expect(!error.message.values.values.contains { $0.contains("secret") || $0.contains("Aigul") })
  }

  @Test func invalidUTF8IsRefusedWithItsLine() throws {
    let bytes = Array("answers: {}\nnotes: {DEV-01: ".utf8) + [0xFF, 0x7D, 0x0A]
    let error = try #require(throws: UserError.self) {
      try readAnswers(bytes: bytes, named: "a\u{1B}[2J.yaml", for: checklist())
    }
    #expect(
      try sentence(error)
        == "a\u{FFFD}[2J.yaml:2: this line is not UTF-8 text; save the file as UTF-8")
  }

  @Test func oneMebibyteIsReadAndOneByteMoreIsNot() throws {
    let head = "answers: {DEV-01: met}\n#"
    let fill = String(repeating: "x", count: (1 << 20) - head.utf8.count)
    let files = PretendFiles([
      "/a": Array((head + fill).utf8), "/b": Array((head + fill + "x").utf8),
    ])
    let checklist = try checklist()
    #expect(
      try readAnswers("/a", for: checklist, in: .holding(files)).answers["DEV-01"] == .met)
    let refused = try #require(throws: UserError.self) {
      try readAnswers("/b", for: checklist, in: .holding(files))
    }
    #expect(
      try sentence(refused)
        == "'/b' is larger than what is read here; check that it is the right file")
    let bytes = try #require(files.files["/b"])
    #expect(throws: UserError.self) { try readAnswers(bytes: bytes, named: "-", for: checklist) }
  }
}
