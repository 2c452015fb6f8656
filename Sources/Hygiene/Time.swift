/// A day of the Gregorian calendar, in UTC.
public struct Day: Hashable, Comparable, Codable, Sendable, LosslessStringConvertible {
  public let year: Int, month: Int, day: Int

  /// Days since 1970-01-01; a day outside the years 0 to 9999 becomes the nearest inside.
  public init(sinceEpoch days: Int) {
    let days = min(max(days, -719_528), 2_932_896)
    // Civil from days: eras of 400 years that begin on 1 March (H. Hinnant, "chrono-compatible
    // low-level date algorithms").
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  public static func < (one: Day, other: Day) -> Bool {
    (one.year, one.month, one.day) < (other.year, other.month, other.day)
  }

  /// ISO 8601, such as `2026-11-24`.
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// Reads what `description` writes, and nothing else.
  public init?(_ text: String) {
    guard let fields = numbers(in: text, as: "dddd-dd-dd"), (1...12).contains(fields[1]) else {
      return nil
    }
    let days = daysSinceEpoch(year: fields[0], month: fields[1], day: fields[2])
    self.init(sinceEpoch: days)
    // The 31st of April comes back as the 1st of May.
    guard description == text else { return nil }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let day = Day(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a day"))
    }
    self = day
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A moment, to the second, as the computer's clock claims it.
///
/// It is shown and kept, but nothing is ever ordered by it: clocks can be set.
public struct Timestamp: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let secondsSinceEpoch: Int

  /// A clock outside the years 0 to 9999 is taken for the nearest moment inside.
  public init(secondsSinceEpoch: Int) {
    self.secondsSinceEpoch = min(max(secondsSinceEpoch, -62_167_219_200), 253_402_300_799)
  }

  /// Midnight in UTC.
  public init(startOf day: Day) {
    let days = daysSinceEpoch(year: day.year, month: day.month, day: day.day)
    self.init(secondsSinceEpoch: days * 86_400)
  }

  public var day: Day { Day(sinceEpoch: floorDivide(secondsSinceEpoch, 86_400)) }

  public static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.secondsSinceEpoch < other.secondsSinceEpoch
  }

  /// ISO 8601, such as `2026-11-24T06:10:00Z`.
  public var description: String {
    let second = secondsSinceEpoch - floorDivide(secondsSinceEpoch, 86_400) * 86_400
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return "\(day)T\(clock.joined(separator: ":"))Z"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a moment"))
    }
    self = moment
  }

  /// Reads what `description` writes, and nothing else.
  public init?(_ text: String) {
    guard let fields = numbers(in: text, as: "dddd-dd-ddTdd:dd:ddZ"),
      let day = Day(String(text.prefix(10)))
    else { return nil }
    let days = daysSinceEpoch(year: day.year, month: day.month, day: day.day)
    self.init(
      secondsSinceEpoch: days * 86_400 + fields[3] * 3600 + fields[4] * 60 + fields[5])
    // 24:00 comes back as the next day.
    guard description == text else { return nil }
  }
}

/// The numbers of a text that has an ASCII digit for each `d` and else is the pattern itself.
private func numbers(in text: String, as pattern: String) -> [Int]? {
  guard text.utf8.count == pattern.utf8.count else { return nil }
  var fields = [0]
  for (byte, expected) in zip(text.utf8, pattern.utf8) {
    if expected == UInt8(ascii: "d") {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      fields[fields.count - 1] = 10 * fields[fields.count - 1] + Int(byte - UInt8(ascii: "0"))
    } else if byte == expected {
      fields.append(0)
    } else {
      return nil
    }
  }
  return fields
}

private func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
  let shiftedYear = month <= 2 ? year - 1 : year
  let era = floorDivide(shiftedYear, 400)
  let yearOfEra = shiftedYear - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func floorDivide(_ value: Int, _ divisor: Int) -> Int {
  value / divisor - (value % divisor < 0 ? 1 : 0)
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
