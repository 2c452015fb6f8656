internal import YAML

/// One YAML file while it is read: what it holds is taken out, what is wrong with it is kept.
struct Reading {
  /// As errors name it.
  let file: String
  private(set) var problems: [LintProblem] = []

  init(file: String) { self.file = file }

  mutating func report(
    _ id: String, line: Int, as severity: LintProblem.Severity = .error,
    _ values: [String: String] = [:]
  ) {
    problems.append(LintProblem(severity, id, in: file, line: line, values))
  }

  /// The first error in the order of the lines, if there is any.
  var firstError: LintProblem? {
    problems.filter { $0.severity == .error }.min { $0.line < $1.line }
  }

  /// Nil when the text is no YAML that we read.
  mutating func parse(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> Node? {
    do throws(YAMLProblem) {
      return try parseYAML(bytes, within: limits)
    } catch {
      let (id, values) = word(for: error.reason, limits)
      report(id, line: error.place.line, values)
      return nil
    }
  }

  /// The entries of a map; unknown keys are reported.
  mutating func fields(_ node: Node, _ keys: [String]) -> Fields? {
    guard case .map(let entries) = node.content else {
      report("lint.not-a-map", line: node.place.line, ["keys": keys.joined(separator: ", ")])
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      report(
        "lint.unknown-key", line: entry.place.line,
        ["key": shown(entry.key), "keys": keys.joined(separator: ", ")])
    }
    return Fields(line: node.place.line, entries: entries)
  }

  /// The value of a key that must be there.
  mutating func node(_ key: String, of fields: Fields) -> Node? {
    if let node = fields[key] { return node }
    report("lint.missing-key", line: fields.line, ["key": key])
    return nil
  }

  /// The text of a key that must be there and not be empty.
  mutating func text(_ key: String, of fields: Fields) -> Placed<String>? {
    node(key, of: fields).flatMap { text($0, key) }
  }

  mutating func text(_ node: Node, _ key: String) -> Placed<String>? {
    guard case .text(let text) = node.content, !text.isEmpty else {
      report("lint.not-a-text", line: node.place.line, ["key": shown(key)])
      return nil
    }
    return Placed(text, line: node.place.line)
  }

  mutating func list(_ node: Node, _ key: String) -> [Node] {
    guard case .list(let items) = node.content else {
      report("lint.not-a-list", line: node.place.line, ["key": shown(key)])
      return []
    }
    return items
  }

  mutating func texts(_ node: Node, _ key: String) -> [Placed<String>] {
    list(node, key).compactMap { text($0, key) }
  }

  /// One of a closed list of words.
  mutating func oneOf<Value: RawRepresentable<String> & CaseIterable>(
    _: Value.Type, _ key: String, of fields: Fields
  ) -> Value? {
    guard let text = text(key, of: fields) else { return nil }
    if let value = Value(rawValue: text.value) { return value }
    let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
    report("lint.wrong-value", line: text.line, ["key": key, "known": known])
    return nil
  }

  /// A whole number within bounds.
  mutating func number(
    _ key: String, of fields: Fields, in bounds: ClosedRange<Int>
  ) -> Int? {
    guard let text = text(key, of: fields) else { return nil }
    if let number = wholeNumber(text.value), bounds.contains(number) { return number }
    report(
      "lint.out-of-range", line: text.line,
      ["key": key, "least": String(bounds.lowerBound), "most": String(bounds.upperBound)])
    return nil
  }
}

/// The entries of a map.
struct Fields {
  let line: Int
  private let values: [String: Node]

  init(line: Int, entries: [Entry]) {
    self.line = line
    values = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
  }

  subscript(_ key: String) -> Node? { values[key] }
}

/// Decimal digits without sign or leading zero, at most six.
func wholeNumber(_ text: String) -> Int? {
  let digits = text.utf8
  guard (1...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
    digits.count == 1 || digits.first != 0x30
  else { return nil }
  return Int(text)
}
