/// A name that is stable for ever: never reused, never renamed.
///
/// Each kind of name has a type of its own, so that a control cannot be looked up as a check.
public protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Codable, Sendable,
  CodingKeyRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
{
  init(rawValue: String)
}

extension Identifier {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
  public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// One question of a checklist, such as `ACC-01`.
public struct ControlID: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// A group of controls that belong together, such as `ACC`.
public struct DomainID: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Something bad that may happen to a newsroom, such as `seizure`.
public struct ScenarioID: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// A question about the newsroom itself, such as `country`.
public struct ContextID: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// One measurement, such as `storage-home`.
public struct CheckID: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}
