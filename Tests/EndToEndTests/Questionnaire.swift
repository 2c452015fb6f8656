import ChecklistFiles
import Hygiene
import TestKit
import Testing

/// An interview with the real program, in any language: what is waited for comes from its words.
struct Questionnaire {
  static let pausing = "wander-quilt-lagoon"
  let session: Session
  private let words: Words

  /// Begins an audit and answers all that comes before the first question.
  init(
    on computer: Computer, _ more: [String] = ["--no-checks"], profile: String = "full",
    language: String = "en", terminal: String = "dumb", columns: Int = 80, output: String? = nil,
    under: [String] = []
  ) throws {
    words = try interfaceWords(language: language)
    session = try computer.session(
      ["audit", "--profile", profile, "--lang", language] + more, under: under,
      terminal: terminal, columns: columns, output: output)
    for prompt in ["draft.passphrase", "interview.passphrase.again"] {
      try session.read(until: words[prompt])
      try session.type(Questionnaire.pausing + "\n")
    }
  }

  /// Goes on with a paused one.
  init(resumedOn computer: Computer, output: String? = nil) throws {
    words = try interfaceWords()
    session = try computer.session(["resume", "--no-checks"], output: output)
    try session.read(until: "Passphrase of the paused audit:")
    try session.type(Questionnaire.pausing + "\n")
  }

  /// Where a question stands in all of them, as its page says.
  struct Position: Equatable {
    let number: Int
    let count: Int
  }

  /// Reads up to the prompt of the next question.
  @discardableResult
  func position() throws -> Position {
    let page = try session.read(until: words["interview.prompt.answer"])
    // A narrow window breaks the line anywhere.
    let line = page.split { " \r\n".contains($0) }.joined(separator: " ")
    // The same words may stand in the question's own text too.
    let found = try #require(line.matches(of: try progress()).last, "\(page)")
    let numbers = ["number", "count"].compactMap { found.output[$0]?.substring.flatMap { Int($0) } }
    try #require(numbers.count == 2)
    return Position(number: numbers[0], count: numbers[1])
  }

  /// How the page says which question of how many it is, up to what both forms of it share.
  private func progress() throws -> Regex<AnyRegexOutput> {
    let forms = ["interview.progress", "interview.progress.over"].map { words[$0] }
    let shared = zip(forms[0], forms[1]).prefix { $0 == $1 }.map { String($0.0) }.joined()
    let pattern = shared.replacing("{section}", with: "").replacing(".", with: "\\.")
      .replacing("{number}", with: "(?<number>[0-9]+)")
      .replacing("{count}", with: "(?<count>[0-9]+)")
    return try Regex(pattern)
  }

  /// To the page before the end and past it.
  func finish() throws -> Session.Ending {
    try session.read(until: words["interview.prompt.review"])
    try session.type("f\n")
    return try session.end()
  }

  /// Gives the first answer to as many questions as told, or to all of them.
  ///
  /// - Returns: how many were answered.
  @discardableResult
  func answer(_ most: Int = .max, by typed: (Position) -> String = { _ in "1" }) throws -> Int {
    var given = 0
    while given < most {
      let position = try position()
      try session.type(typed(position) + "\n")
      given += 1
      if position.number == position.count { break }
    }
    return given
  }
}
