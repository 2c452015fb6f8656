/// What a check concluded.
///
/// "Could not tell" is an outcome of its own: it never reads as good news or as bad.
public enum Outcome: Hashable, Sendable {
  case good, concern, problem
  case unknown(because: Reason)
  case skipped(because: Reason)

  /// An outcome without its reason.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case good, concern, problem, unknown, skipped
  }

  public var kind: Kind {
    switch self {
    case .good: .good
    case .concern: .concern
    case .problem: .problem
    case .unknown: .unknown
    case .skipped: .skipped
    }
  }

  public var reason: Reason? {
    switch self {
    case .good, .concern, .problem: nil
    case .unknown(let reason), .skipped(let reason): reason
    }
  }
}

extension Outcome: Codable {
  private enum Key: String, CodingKey { case kind = "is", reason = "because" }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    try container.encodeIfPresent(reason, forKey: .reason)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let reason = try container.decodeIfPresent(Reason.self, forKey: .reason)
    self =
      switch try container.decode(Kind.self, forKey: .kind) {
      case .good: .good
      case .concern: .concern
      case .problem: .problem
      case .unknown: .unknown(because: reason ?? .unexplained)
      case .skipped: .skipped(because: reason ?? .unexplained)
      }
  }
}

/// Why there is no result. Words: `reason.<name>`.
///
/// The names are part of the report format: the list may grow, no name changes.
public struct Reason: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let cancelled: Reason = "cancelled"
  public static let failed: Reason = "failed"
  public static let noConsent: Reason = "no-consent"
  public static let notPermitted: Reason = "not-permitted"
  public static let notPresent: Reason = "not-present"
  public static let timedOut: Reason = "timed-out"
  public static let unexplained: Reason = "unexplained"
}

/// How a fact was learnt, weakest first.
public enum Confidence: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
  case low, medium, high

  public static func < (one: Confidence, other: Confidence) -> Bool {
    allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
  }
}

/// One measurement of one subject.
public struct Evidence: Hashable, Codable, Sendable {
  public let check: CheckID
  /// The version of the check's facts and rule.
  public let version: Int
  /// What was looked at, such as `/home/a` or `example.org:443`.
  public let subject: String
  public let outcome: Outcome
  /// What was found, so that a newer saqta can judge it again.
  public let facts: Fact
  public let confidence: Confidence
  public let time: Timestamp

  public init(
    check: CheckID, version: Int, subject: String, outcome: Outcome, facts: Fact = .object([:]),
    confidence: Confidence, time: Timestamp
  ) {
    (self.check, self.version, self.subject, self.outcome) = (check, version, subject, outcome)
    (self.facts, self.confidence, self.time) = (facts, confidence, time)
  }
}

/// A value as JSON knows it: the facts of any check, whatever their type.
public indirect enum Fact: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([Fact])
  case object([String: Fact])
}

extension Fact: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([Fact].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: Fact].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let bool): try container.encode(bool)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }
}
