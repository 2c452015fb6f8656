/// A JSON value of any form (RFC 8259), from somebody whose program we do not know.
///
/// `Documents.decode` is for what saqta wrote itself: it wants one type and refuses all else. This is
/// for what may be of any type anywhere: the reader asks for what it needs and gets nil for the rest.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  /// A member of an object; null when there is none.
  public subscript(name: String) -> JSON {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }

  public var text: String? { if case .text(let text) = self { text } else { nil } }
  public var truth: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  public var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// A number without a fraction that an `Int` can hold.
  public var integer: Int? { number.flatMap { Int(exactly: $0) } }
  /// Empty for anything else.
  public var list: [JSON] { if case .list(let list) = self { list } else { [] } }
  /// Empty for anything else.
  public var members: [String: JSON] {
    if case .object(let members) = self { members } else { [:] }
  }
}

extension JSON: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let bool): try container.encode(bool)
    case .number(let number):
      if let integer { try container.encode(integer) } else { try container.encode(number) }
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let members): try container.encode(members)
    }
  }

  /// Itself as a value of a type of ours; nil when it is none.
  public func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
    if case .object = self {
      (try? Documents.encode(self)).flatMap { try? Documents.decode(type, from: $0) }
    } else {
      nil
    }
  }
}

/// Why bytes are no JSON that we read.
public enum JSONProblem: String, Error, CaseIterable, Sendable {
  case syntax
  /// The text ends in the middle of a value.
  case unfinished
  case tooDeep = "too-deep"
  case tooLarge = "too-large"
  /// A name stands twice in one object, which different readers read differently (RFC 8259 §4).
  case duplicate
  case notUTF8 = "not-utf8"
  /// There are more values than are read.
  case tooMany = "too-many"
}
