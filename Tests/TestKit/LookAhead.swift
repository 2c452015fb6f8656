import Dispatch

/// Jobs that mostly wait, a few at a time: whoever asks for the first finds the next begun.
///
/// The rows of a table are tested one after another; their worlds do not disturb each other.
public actor LookAhead<Result: Sendable> {
  private let jobs: [@Sendable () throws -> Result]
  private let width: Int
  private var begun: [Task<Result, any Error>] = []

  public init(width: Int, _ jobs: [@Sendable () throws -> Result]) {
    (self.width, self.jobs) = (width, jobs)
  }

  public func result(of number: Int) async throws -> Result {
    while begun.count < min(number + width, jobs.count) {
      let job = jobs[begun.count]
      begun.append(Task.detached { try await onThreadOfItsOwn(job) })
    }
    return try await begun[number].value
  }
}

private func onThreadOfItsOwn<Result: Sendable>(
  _ job: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue(label: "job").async { continuation.resume(with: .init { try job() }) }
  }
}
