internal import FoundationEssentials
public import Hygiene

/// The one JSON coding of what saqta keeps: sorted keys, no spaces, slashes as they are.
public enum Documents {
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  /// - Throws: for what is no such value, and for JSON that other readers would read differently.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws -> Value {
    let data = Data(bytes)
    guard unsafe data.withUnsafeBytes({ unsafe isUnambiguous($0) }) else { throw Ambiguous() }
    return try JSONDecoder().decode(type, from: data)
  }

  /// The facts of a check as a value that any version can keep.
  public static func fact(_ value: some Encodable) throws -> Fact {
    try decode(Fact.self, from: encode(value))
  }
}
