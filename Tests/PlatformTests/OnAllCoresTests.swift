import Platform
import Testing

@Test func resultsOfAllCoresAreInOrder() {
  let doubled = Array(0..<1000).onAllCores { number in
    // The first ones take longest.
    (0..<(1000 - number)).reduce(0) { $0 &+ $1 } &* 0 + 2 * number
  }
  #expect(doubled == (0..<1000).map { 2 * $0 })
}

@Test func nothingAndOneNeedNoOtherThread() {
  #expect([Int]().onAllCores { $0 }.isEmpty)
  #expect([7].onAllCores { $0 + 1 } == [8])
}
