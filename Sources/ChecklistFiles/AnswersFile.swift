public import Hygiene
public import Platform

/// What an answers file says (Docs/Formats/Answers.md).
public struct AnswersFile: Hashable, Sendable {
  public var context: Context
  public var answers: Answers

  public init(context: Context, answers: Answers) {
    (self.context, self.answers) = (context, answers)
  }
}

private let answersLimit = 1 << 20

/// Reads an answers file of at most 1 MiB.
///
/// - Throws: `UserError` that names file and line, and nothing that the file says.
public func readAnswers(
  _ path: String, for checklist: Checklist, in world: World
) throws -> AnswersFile {
  let bytes = try telling { () throws(FileProblem) in
    try world.files.read(path, atMost: answersLimit, followingLinks: true)
  }
  return try readAnswers(bytes: bytes, named: path, for: checklist)
}

/// Reads answers that came from somewhere else, such as standard input; errors call them `name`.
///
/// - Throws: as above.
public func readAnswers(
  bytes: [UInt8], named name: String, for checklist: Checklist
) throws -> AnswersFile {
  var reader = AnswersReader(file: cleaned(name), for: checklist)
  let file = reader.read(bytes, limit: answersLimit)
  if let first = reader.reading.firstError { throw first.userError }
  return file
}
