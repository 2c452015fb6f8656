import Hygiene
import Platform
import TestKit
import Testing

@testable import Interview

@Suite struct DialogueTests {
  private func words() -> Words {
    Sample.words.joined(
      with: Words(
        language: "en",
        texts: ["go": "Shall it go on?", "new": "New passphrase:", "hi": "Hi {who}"]))
  }

  private func dialogue(on terminal: PretendTerminal) -> Dialogue {
    Dialogue(words(), on: terminal, rendering: Rendering(.plain))
  }

  @Test(
    arguments: [
      (["y"], true), (["n"], false), (["1"], true), (["2"], false), (["yes"], true),
      (["no"], false),
      (["", "maybe", "3", "y"], true),
    ] as [([String], Bool)])
  func aYesOrNoIsNeverGuessed(_ typed: [String], _ answer: Bool) async throws {
    let terminal = PretendTerminal(typed.map { .line($0) })
    #expect(try await dialogue(on: terminal).confirm("go") == answer)
    #expect(terminal.remaining.isEmpty)
  }

  @Test func aQuestionReadsLikeThis() async throws {
    let terminal = PretendTerminal(["what", "y"])
    _ = try await dialogue(on: terminal).confirm("go")
    dialogue(on: terminal).say("hi", ["who": "there"])
    #expect(
      terminal.transcript == """
        Shall it go on?
        1. yes (y)
        2. no (n)
        Type your answer: what
        please type a number from 1 to 2 or one of the letters shown
        Type your answer: y
        Chosen: 1, yes
        Hi there

        """)
  }

  @Test func aNewPassphraseIsTypedTwiceAndIsLongEnough() async throws {
    let terminal = PretendTerminal([
      .secret("short"), .secret("correct horse battery"), .secret("correct horse batterz"),
      .secret("двенадцать б"), .secret("двенадцать б"),
    ])
    let secret = try await dialogue(on: terminal).newPassphrase("new")
    #expect(text(of: secret) == "двенадцать б")
    #expect(
      terminal.transcript == """
        What you type now is not shown. Press Enter at the end.
        New passphrase:\u{20}
        a passphrase needs at least 12 characters: please take a longer one, such as
        five unrelated words
        New passphrase:\u{20}
        The same once more:\u{20}
        the two were not the same: please type both again
        New passphrase:\u{20}
        The same once more:\u{20}

        """)
  }

  @Test func charactersAreCountedAndNotBytes() async throws {
    let terminal = PretendTerminal([.secret("пароль"), .secret("")])
    let secret = try await dialogue(on: terminal).newPassphrase("new")
    let isEmpty = secret.isEmpty
    #expect(isEmpty)
    #expect(terminal.transcript.contains("at least 12 characters"))
  }

  @Test func aPassphraseThatIsTooLongIsRefusedAndNotCut() async throws {
    let terminal = PretendTerminal([
      .secret(String(repeating: "x", count: Secret.capacity + 1)), .secret("fine"),
    ])
    let secret = try await dialogue(on: terminal).passphrase("new")
    #expect(text(of: secret) == "fine")
    #expect(terminal.transcript.contains("longer than 1024 bytes"))
  }

  @Test func theEndOfInputIsNeverAnEmptyPassphrase() async {
    await #expect(throws: Interrupted()) {
      _ = try await dialogue(on: PretendTerminal([.end])).newPassphrase("new").isEmpty
    }
  }

  private func text(of secret: borrowing Secret) -> String {
    secret.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aLongTextStopsAtEveryScreen() async throws {
    let terminal = PretendTerminal(["", "q"], columns: 10, rows: 4)
    let pager = Pager(words(), on: terminal)
    try await pager.page("1\n2\n3\n4\nwider than the window\n6\n7\n8\n")
    #expect(
      terminal.transcript
        == "1\n2\n3\nEnter: more, q: end \n4\nEnter: more, q: end q\n")
  }

  @Test(arguments: ["", "\n", "a", "a\n", "a\nb\n\n"])
  func aShortTextIsShownAsItIs(_ text: String) async throws {
    let terminal = PretendTerminal()
    try await Pager(words(), on: terminal).page(text)
    let wanted = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    #expect(terminal.transcript == wanted)
  }
}
