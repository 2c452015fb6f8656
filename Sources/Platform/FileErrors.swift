internal import Hygiene

extension UserError {
  /// What a person is told about a file that could not be read or written.
  ///
  /// A name that is wrong is wrong usage; a file whose content cannot be taken is refused; all else
  /// is the computer's doing (PRODUCT, exit status).
  public init(_ problem: FileProblem) {
    let (id, status): (String, ExitStatus) =
      switch problem.kind {
      case .missing: ("error.file-missing", .usage)
      case .exists: ("error.file-exists", .usage)
      case .tooLarge: ("error.file-too-large", .refused)
      case .notAFile: ("error.not-a-file", .refused)
      case .forbidden: ("error.file-forbidden", .stopped)
      case .full: ("error.disk-full", .stopped)
      case .unreadable: ("error.file-unreadable", .stopped)
      }
    self.init(id, ["file": cleaned(problem.path)], status: status)
  }
}

/// Does something with files and says what went wrong as a person would read it.
public func telling<Result: ~Copyable>(
  _ body: () throws(FileProblem) -> Result
) throws(UserError) -> Result {
  do { return try body() } catch { throw UserError(error) }
}
