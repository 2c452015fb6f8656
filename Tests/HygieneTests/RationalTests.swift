import Hygiene
import Testing

@Suite struct RationalTests {
  @Test func sumsOfManyOddWeightsStayExact() {
    // Totals of 10,000 controls whose weights are up to 100, all without a common factor.
    let totals = [999_983, 999_979, 999_961, 999_959, 999_953, 999_931]
    let sum = totals.reduce(Rational(0)) { $0 + Rational(100, over: $1) }
    let difference = totals.reduce(sum) { $0 - Rational(100, over: $1) }
    // More than three such denominators do not fit; the result is then the nearest that does.
    #expect(difference > Rational(-1, over: 1_000_000))
    #expect(difference < Rational(1, over: 1_000_000))
    #expect(
      Rational(1, over: 999_983) + Rational(1, over: 999_979)
        == Rational(1_999_962, over: 999_962_000_357))
  }

  @Test func comparingHugeFractionsDoesNotTrap() {
    let almostOne = Rational(Int.max - 1, over: Int.max)
    #expect(almostOne < Rational(1) || almostOne == Rational(1))
    #expect(Rational(Int.min) < Rational(0))
    #expect(Rational(1 << 52, over: 3) > Rational(1 << 52, over: 5))
  }

  @Test func noOperationTrapsOnTheLargestNumbers() {
    let extremes = [
      Rational(Int.max), Rational(Int.min), Rational(1, over: Int.max), Rational(-1, over: Int.min),
      Rational(Int.max, over: Int.max - 1), Rational(0),
    ]
    for one in extremes {
      for other in extremes {
        let results = [one + other, one - other, one * other]
        #expect(results.allSatisfy { $0.denominator > 0 })
        #expect(!(one < other && other < one))
      }
      #expect(!one.oneDecimal.isEmpty)
    }
  }

  @Test(arguments: [
    (Rational(130, over: 3), "43.3"), (Rational(173, over: 4), "43.3"), (Rational(0), "0.0"),
    (Rational(100), "100.0"), (Rational(1, over: 20), "0.1"), (Rational(-1, over: 20), "0.0"),
    (Rational(-1, over: 8), "-0.1"), (Rational(99_949, over: 1000), "99.9"),
    (Rational(99_950, over: 1000), "100.0"),
  ])
  func isPrintedWithOneDecimal(_ fraction: Rational, _ text: String) {
    #expect(fraction.oneDecimal == text)
  }

  @Test func isReducedAndHasItsSignAbove() {
    #expect(Rational(2, over: -4) == Rational(-1, over: 2))
    #expect(Rational(0, over: -7) == Rational(0))
    #expect(Rational(6, over: 3) == Rational(2))
  }
}
