internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform

extension Program {
  /// Turns any error into one sentence on standard error and one exit status.
  static func report(_ error: any Error, words: Words? = nil, in world: World) -> ExitStatus {
    let (message, status) = sentence(for: error)
    guard let message else { return status }
    let words = words ?? (try? interfaceWords(language: "en"))
    let text = words?[message] ?? message.id
    world.output.complain("saqta: \(text)\n")
    return status
  }

  private static func sentence(for error: any Error) -> (Message?, ExitStatus) {
    switch error {
    case let error as UserError: (error.message, error.status)
    case let status as ExitStatus: (nil, status)
    case is Interrupted, is CancellationError: (Message("error.interrupted"), .interrupted)
    case let error as UsageError: (message(for: error), .usage)
    case let error as FileProblem:
      { ($0.message, $0.status) }(UserError(error))
    case let error as SecretProblem:
      (Message(error == .tooLong ? "error.secret-too-long" : "error.no-memory"), .refused)
    // Whatever else a library says may hold anything, so none of it is shown.
    default: (Message("error.unexpected"), .stopped)
    }
  }

  private static func message(for error: UsageError) -> Message {
    let id = "usage.\(error.kind.rawValue)"
    let values = ["name": cleaned(error.name), "value": cleaned(error.value)]
    guard let near = error.suggestion else { return Message(id, values) }
    return Message("\(id)-near", values.merging(["near": near]) { $1 })
  }
}
