import Platform
import Testing

@Suite struct InParallelTests {
  /// How many run now and how many ran at once, per key and together.
  private final class Gauge: Sendable {
    let running = Guarded([Int: Int]())
    let most = Guarded((each: 0, all: 0))

    func enter(_ key: Int) {
      let now = running.withLock { running in
        running[key, default: 0] += 1
        return (running[key] ?? 0, running.values.reduce(0, +))
      }
      most.withLock { $0 = (max($0.each, now.0), max($0.all, now.1)) }
    }
    func leave(_ key: Int) { running.withLock { $0[key, default: 0] -= 1 } }
  }

  @Test(arguments: [(1, 1), (5, 2), (64, 3), (0, 0), (7, 100)])
  func keepsBothLimitsAndTheOrder(_ limit: Int, _ perKey: Int) async {
    let gauge = Gauge()
    let elements = (0..<300).map { ($0 * 7919) % 300 }
    let results = await elements.inParallel(limit: limit, perKey: perKey, by: { $0 % 10 }) {
      element -> Int in
      gauge.enter(element % 10)
      for _ in 0..<(element % 13) { await Task.yield() }
      gauge.leave(element % 10)
      return element * 2
    }
    #expect(results == elements.map { $0 * 2 })
    let most = gauge.most.withLock { $0 }
    #expect(most.each <= max(1, perKey) && most.all <= max(1, limit))
  }

  @Test func twentyThousandOfOneKeyTakeLinearTime() async {
    let results = await Array(0..<20_000).inParallel(limit: 64, perKey: 3, by: { _ in 0 }) { $0 }
    #expect(results == Array(0..<20_000))
  }

  @Test func nothingIsNothing() async {
    #expect(await [Int]().inParallel(limit: 4) { $0 } == [])
  }
}
