public import Hygiene

/// Where in the interview somebody is.
public enum Place: Hashable, Sendable {
  case role
  /// What is asked today.
  case profile
  case question(ContextID)
  case control(ControlID)
  /// The page before the end.
  case review

  /// What a person types to go there.
  var name: String {
    switch self {
    case .role: "role"
    case .profile: "profile"
    case .question(let id): id.rawValue
    case .control(let id): id.rawValue
    case .review: "review"
    }
  }
}

extension Place: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .role, .profile, .review: try container.encode(name)
    case .question(let id): try container.encode("context/\(id)")
    case .control(let id): try container.encode("control/\(id)")
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count) {
    case ("role", 1): self = .role
    case ("profile", 1): self = .profile
    case ("review", 1): self = .review
    case ("context", 2): self = .question(ContextID(rawValue: parts[1]))
    case ("control", 2): self = .control(ControlID(rawValue: parts[1]))
    default:
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a place")
    }
  }
}
