import TestKit
import Testing

/// An interview with the real program.
struct Questionnaire {
  static let pausing = "wander-quilt-lagoon"
  let session: Session

  /// Begins an audit and answers all that comes before the first question.
  init(
    on computer: Computer, _ more: [String] = ["--no-checks"], terminal: String = "dumb",
    columns: Int = 80, output: String? = nil, under: [String] = []
  ) throws {
    session = try computer.session(
      ["audit", "--profile", "full"] + more, under: under, terminal: terminal, columns: columns,
      output: output)
    try session.read(until: "Passphrase for pausing:")
    try session.type(Questionnaire.pausing + "\n")
    try session.read(until: "The same once more:")
    try session.type(Questionnaire.pausing + "\n")
  }

  /// Goes on with a paused one.
  init(resumedOn computer: Computer, output: String? = nil) throws {
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
    let page = try session.read(until: "Type your answer:")
    let words = page.split(whereSeparator: { " ,\r\n".contains($0) })
    // The word may stand in the question's own text too.
    let index = try #require(
      words.indices.dropLast(3).last { words[$0] == "question" && Int(words[$0 + 1]) != nil },
      "\(page)")
    return Position(
      number: try #require(Int(words[index + 1])), count: try #require(Int(words[index + 3])))
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
