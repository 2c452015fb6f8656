import Dispatch
import Synchronization

/// Jobs that mostly wait, some at a time and in order: whoever asks for a result sets all of them
/// going.
///
/// The rows of a table are tested one after another; what they start need not wait for that.
public final class RunAhead<Result: Sendable>: Sendable {
  private typealias Ending = CheckedContinuation<Result, any Error>
  private struct State {
    var hasBegun = false, next = 0
    var results: [Int: Swift.Result<Result, any Error>] = [:]
    var waiting: [Int: [Ending]] = [:]

    mutating func take() -> Int {
      defer { next += 1 }
      return next
    }
  }

  private let jobs: [@Sendable () throws -> Result]
  private let width: Int
  private let state = Mutex(State())

  public init(width: Int, _ jobs: [@Sendable () throws -> Result]) {
    (self.width, self.jobs) = (width, jobs)
  }

  public func result(of number: Int) async throws -> Result {
    let hasBegun = state.withLock { state in
      defer { state.hasBegun = true }
      return state.hasBegun
    }
    if !hasBegun {
      for _ in 0..<width { DispatchQueue(label: "jobs").async { self.work() } }
    }
    return try await withCheckedThrowingContinuation { continuation in
      let result = state.withLock { state in
        if state.results[number] == nil { state.waiting[number, default: []].append(continuation) }
        return state.results[number]
      }
      if let result { continuation.resume(with: result) }
    }
  }

  /// Does jobs on a thread of its own until none is left.
  private func work() {
    while case let number = state.withLock({ $0.take() }), number < jobs.count {
      let result = Swift.Result { try jobs[number]() }
      let waiting = state.withLock { state in
        state.results[number] = result
        return state.waiting.removeValue(forKey: number) ?? []
      }
      for continuation in waiting { continuation.resume(with: result) }
    }
  }
}
