internal import Glibc

extension Array where Element: Sendable {
  /// Runs `work` on every element, on several cores at once, and returns when all are done; the
  /// results are in the order of the elements. For work that computes: waiting belongs in
  /// `inParallel`.
  ///
  /// Threads of its own, so that code which is not `async` can use it, and one of the caller's.
  public func onAllCores<Value: Sendable>(
    _ work: @escaping @Sendable (Element) -> Value
  ) -> [Value] {
    let shared = Guarded((next: 0, results: [Value?](repeating: nil, count: count)))
    let elements = self
    let worker = Worker {
      func next() -> Int? {
        shared.withLock { shared in
          guard shared.next < elements.count else { return nil }
          shared.next += 1
          return shared.next - 1
        }
      }
      while let index = next() {
        let value = work(elements[index])
        shared.withLock { $0.results[index] = value }
      }
    }
    let others = Swift.min(usefulThreads, count) - 1
    let helpers = (0..<Swift.max(0, others)).compactMap { _ in worker.begin() }
    worker.run()
    for helper in helpers { pthread_join(helper, nil) }
    return shared.withLock { $0.results.compactMap(\.self) }
  }
}

/// More would not be much faster, and each may hold the largest record several times over.
private let usefulThreads = Swift.min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

private final class Worker: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }

  /// Starts a thread; nil when the system has none to give, and then the others do the work.
  func begin() -> pthread_t? {
    var thread = pthread_t()
    let worker = unsafe Unmanaged.passRetained(self)
    let refusal = unsafe pthread_create(
      &thread, nil,
      { start in
        if let start = unsafe start {
          unsafe Unmanaged<Worker>.fromOpaque(start).takeRetainedValue().run()
        }
        return nil
      }, worker.toOpaque())
    guard refusal == 0 else {
      unsafe worker.release()
      return nil
    }
    return thread
  }
}
