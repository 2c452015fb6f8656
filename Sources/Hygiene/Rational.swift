/// An exact fraction, so that contributions sum to what they should and only printing rounds.
public struct Rational: Hashable, Comparable, Sendable {
  public let numerator: Int, denominator: Int

  /// `denominator` must not be zero.
  public init(_ numerator: Int, over denominator: Int = 1) {
    precondition(denominator != 0, "a fraction over zero")
    let divisor = greatestCommonDivisor(abs(numerator), abs(denominator))
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  public static func + (one: Rational, other: Rational) -> Rational {
    Rational(
      one.numerator * other.denominator + other.numerator * one.denominator,
      over: one.denominator * other.denominator)
  }

  public static func - (one: Rational, other: Rational) -> Rational {
    one + Rational(-other.numerator, over: other.denominator)
  }

  public static func * (one: Rational, other: Rational) -> Rational {
    Rational(one.numerator * other.numerator, over: one.denominator * other.denominator)
  }

  public static func / (one: Rational, other: Rational) -> Rational {
    Rational(one.numerator * other.denominator, over: one.denominator * other.numerator)
  }

  public static func < (one: Rational, other: Rational) -> Bool {
    one.numerator * other.denominator < other.numerator * one.denominator
  }

  /// In tenths, half rounded up: 43.25 is 433. For printing only.
  public var tenths: Int {
    let doubled = 20 * numerator + denominator
    let quotient = doubled / (2 * denominator)
    return doubled % (2 * denominator) < 0 ? quotient - 1 : quotient
  }

  /// One decimal, such as `43.3`.
  public var oneDecimal: String {
    let tenths = tenths
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

extension Rational: Codable {
  /// Kept as `"130/3"`: a report read years later still sums exactly.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode("\(numerator)/\(denominator)")
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let parts = text.split(separator: "/").map { Int($0) }
    guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], denominator > 0
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a fraction"))
    }
    self.init(numerator, over: denominator)
  }
}

private func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
  var (one, other) = (one, other)
  while other != 0 { (one, other) = (other, one % other) }
  return max(1, one)
}
