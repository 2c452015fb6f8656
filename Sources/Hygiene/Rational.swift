/// An exact fraction, so that contributions sum to what they should and only printing rounds.
///
/// No operation traps. Every figure of a checklist that lint accepts (weights up to 100, 10,000
/// controls, parts of *partly* up to 1,000) is exact; a result too large for its 53 bits becomes
/// a near fraction that fits.
public struct Rational: Hashable, Comparable, Sendable {
  public let numerator: Int, denominator: Int

  /// JSON readers keep whole numbers up to here exactly (RFC 8259 §6).
  private static let limit: Int128 = 1 << 53

  /// `denominator` must not be zero.
  public init(_ numerator: Int, over denominator: Int = 1) {
    precondition(denominator != 0, "a fraction over zero")
    self.init(reducing: Int128(numerator), over: Int128(denominator))
  }

  private init(reducing numerator: Int128, over denominator: Int128) {
    // Most are whole.
    if denominator == 1, numerator.magnitude <= Rational.limit {
      (self.numerator, self.denominator) = (Int(numerator), 1)
      return
    }
    var (above, below) = denominator < 0 ? (-numerator, -denominator) : (numerator, denominator)
    var divisor = greatestCommonDivisor(above.magnitude, below.magnitude)
    (above, below) = (above / Int128(divisor), below / Int128(divisor))
    while above.magnitude > Rational.limit || below > Rational.limit {
      let isWhole = below == 1
      (above, below) = isWhole ? (above.signum() * Rational.limit, 1) : (above / 2, below / 2)
      divisor = greatestCommonDivisor(above.magnitude, below.magnitude)
      (above, below) = (above / Int128(divisor), below / Int128(divisor))
    }
    (self.numerator, self.denominator) = (Int(above), Int(below))
  }

  public static func + (one: Rational, other: Rational) -> Rational {
    let (above, below) = (one.wide, other.wide)
    return Rational(
      reducing: above.0 * below.1 + below.0 * above.1, over: above.1 * below.1)
  }

  public static func - (one: Rational, other: Rational) -> Rational {
    one + Rational(-other.numerator, over: other.denominator)
  }

  public static func * (one: Rational, other: Rational) -> Rational {
    Rational(
      reducing: one.wide.0 * other.wide.0, over: one.wide.1 * other.wide.1)
  }

  public static func < (one: Rational, other: Rational) -> Bool {
    one.wide.0 * other.wide.1 < other.wide.0 * one.wide.1
  }

  private var wide: (Int128, Int128) { (Int128(numerator), Int128(denominator)) }

  /// The whole number of `parts` nearest to it, half rounded up: 43.25 in tenths (10) is 433.
  public func rounded(toParts parts: Int) -> Int {
    let (doubled, divisor) = (2 * wide.0 * Int128(parts) + wide.1, 2 * wide.1)
    let quotient = doubled / divisor
    return Int(clamping: doubled % divisor < 0 ? quotient - 1 : quotient)
  }

  /// In tenths, half rounded up. For printing only.
  public var tenths: Int { rounded(toParts: 10) }

  /// One decimal, such as `43.3`.
  public var oneDecimal: String {
    let tenths = tenths
    return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}

extension Rational: Codable {
  private enum Key: String, CodingKey { case exact, about }

  /// Kept as `{"about":43.333,"exact":"130/3"}`: a report read years later still sums exactly, and
  /// a reader without fractions has a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(exact, forKey: .exact)
    try container.encode(about, forKey: .about)
  }

  /// Accepts only what `encode` writes: a number that disagrees with its fraction would mislead.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard
      let value = Rational(
        exact: try container.decode(String.self, forKey: .exact),
        about: try container.decode(Double.self, forKey: .about))
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .exact, in: container,
        debugDescription: "not a fraction in lowest terms with its number")
    }
    self = value
  }

  init?(exact text: String, about: Double) {
    let parts = text.split(separator: "/").map { Int($0) }
    guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], denominator > 0
    else { return nil }
    self.init(numerator, over: denominator)
    guard exact == text, self.about == about else { return nil }
  }

  private var exact: String { "\(numerator)/\(denominator)" }

  /// Rounded to thousandths.
  private var about: Double { Double(rounded(toParts: 1000)) / 1000 }
}

/// At least 1, so that it can always divide.
private func greatestCommonDivisor(_ one: UInt128, _ other: UInt128) -> UInt128 {
  var (one, other) = (one, other)
  // Almost always both fit a machine word, and dividing words is many times faster.
  while other > UInt128(UInt.max) || one > UInt128(UInt.max) {
    if other == 0 { return one }
    (one, other) = (other, one % other)
  }
  var (small, smaller) = (UInt(one), UInt(other))
  while smaller != 0 { (small, smaller) = (smaller, small % smaller) }
  return UInt128(max(1, small))
}
