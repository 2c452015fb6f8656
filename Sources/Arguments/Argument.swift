/// One flag, option or operand of a verb: its name, and where its value goes.
///
/// What it means is a text for people, found by the verb's and the argument's name.
public struct Argument<Verb>: Sendable {
  /// `--org`, or `FILE` for an operand.
  public let name: String
  public let kind: ArgumentKind
  /// What stands for the value in a usage line, such as `ALIAS`.
  public let placeholder: String?
  let store: @Sendable (inout Verb, String) throws(UsageError) -> Void

  /// Present or not.
  public static func flag(
    _ name: String, _ path: any WritableKeyPath<Verb, Bool> & Sendable
  ) -> Self {
    Self(name: name, kind: .flag, placeholder: nil) { verb, _ in verb[keyPath: path] = true }
  }

  /// `--name VALUE` or `--name=VALUE`.
  public static func option<Value: LosslessStringConvertible & SendableMetatype>(
    _ name: String, _ placeholder: String,
    _ path: any WritableKeyPath<Verb, Value?> & Sendable
  ) -> Self {
    Self(name: name, kind: .option, placeholder: placeholder) {
      (verb, text) throws(UsageError) in
      verb[keyPath: path] = try value(text, of: name)
    }
  }

  /// An option that may be given several times.
  public static func options<Value: LosslessStringConvertible & SendableMetatype>(
    _ name: String, _ placeholder: String,
    _ path: any WritableKeyPath<Verb, [Value]> & Sendable
  ) -> Self {
    Self(name: name, kind: .option, placeholder: placeholder + "…") {
      (verb, text) throws(UsageError) in
      verb[keyPath: path].append(try value(text, of: name))
    }
  }

  /// A word without dashes; operands are filled in order.
  public static func operand<Value: LosslessStringConvertible & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<Verb, Value?> & Sendable
  ) -> Self {
    Self(name: name, kind: .operand, placeholder: nil) { (verb, text) throws(UsageError) in
      verb[keyPath: path] = try value(text, of: name)
    }
  }

  /// A last operand that takes all words that are left.
  public static func operands(
    _ name: String, _ path: any WritableKeyPath<Verb, [String]> & Sendable
  ) -> Self {
    Self(name: name, kind: .operand, placeholder: "…") { verb, text in
      verb[keyPath: path].append(text)
    }
  }

  /// The same argument of a value inside a verb.
  public func lifted<Outer>(
    _ path: any WritableKeyPath<Outer, Verb> & Sendable
  ) -> Argument<Outer> {
    Argument<Outer>(name: name, kind: kind, placeholder: placeholder) {
      (outer, text) throws(UsageError) in
      try store(&outer[keyPath: path], text)
    }
  }

  /// As it stands in a list of options: `--org ALIAS`.
  public var synopsis: String {
    kind == .operand ? name : placeholder.map { "\(name) \($0.filter { $0 != "…" })" } ?? name
  }

  public var mayRepeat: Bool { placeholder?.hasSuffix("…") ?? false }

  private static func value<Value: LosslessStringConvertible>(
    _ text: String, of name: String
  ) throws(UsageError) -> Value {
    guard let value = Value(text) else {
      throw UsageError(.badValue, name: name, value: text)
    }
    return value
  }
}

public enum ArgumentKind: Sendable { case flag, option, operand }

/// What is wrong with the words that were typed.
public struct UsageError: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case unknownOption = "unknown-option"
    case unexpectedWord = "unexpected-word"
    case missingValue = "missing-value"
    case needlessValue = "needless-value"
    case badValue = "bad-value"
    case repeated
  }
  public let kind: Kind
  /// The option or operand it is about, as typed.
  public let name: String
  public let value: String
  /// What was probably meant.
  public let suggestion: String?

  public init(_ kind: Kind, name: String, value: String = "", suggestion: String? = nil) {
    (self.kind, self.name, self.value) = (kind, name, value)
    self.suggestion = suggestion
  }
}
