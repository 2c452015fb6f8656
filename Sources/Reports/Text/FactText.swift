internal import Hygiene

extension Page {
  /// The facts of any check as `name: value` lines; nested ones are indented.
  ///
  /// Of a long list only the first lines are shown: the whole is in the report's JSON.
  mutating func write(_ facts: Fact, words: Words, indent: Int) {
    let limit = 24
    let rows = facts.rows(in: words)
    for row in rows.prefix(limit) {
      write(row.text, indent: indent + 2 * row.depth, mark: row.isEntry ? "- " : "")
    }
    if rows.count > limit {
      write(words["report.more", ["count": String(rows.count - limit)]], indent: indent)
    }
  }
}

/// A line of facts before it is indented and wrapped.
private struct Row {
  var depth: Int
  var isEntry = false
  let text: String
}

extension Fact {
  /// A value that fits beside its name; nil for what is absent or has parts.
  func scalar(in words: Words) -> String? {
    switch self {
    case .null, .object: nil
    case .bool(let bool): words[bool ? "report.yes" : "report.no"]
    case .integer(let integer): String(integer)
    case .number(let number): "\(number)"
    case .text(let text): text.isEmpty ? nil : text
    case .list(let members):
      members.isEmpty ? nil : members.allScalars(in: words)?.joined(separator: ", ")
    }
  }

  fileprivate func rows(in words: Words, depth: Int = 0) -> [Row] {
    if let scalar = scalar(in: words) { return [Row(depth: depth, text: scalar)] }
    switch self {
    case .object(let members):
      return members.sorted { $0.key < $1.key }.flatMap { name, fact in
        fact.rows(named: name, in: words, depth: depth)
      }
    case .list(let members):
      return members.flatMap { member in
        member.rowsOfEntry(in: words, depth: depth)
      }
    default: return []
    }
  }

  private func rows(named name: String, in words: Words, depth: Int) -> [Row] {
    if let scalar = scalar(in: words) { return [Row(depth: depth, text: "\(name): \(scalar)")] }
    let parts = rows(in: words, depth: depth + 1)
    return parts.isEmpty ? [] : [Row(depth: depth, text: "\(name):")] + parts
  }

  /// One entry of a list: in one line if it has only a few plain members.
  private func rowsOfEntry(in words: Words, depth: Int) -> [Row] {
    if case .object(let members) = self, members.count <= 4 {
      let named = members.sorted { $0.key < $1.key }
      let texts = named.compactMap { name, fact in
        fact.scalar(in: words).map { "\(name): \($0)" }
      }
      let isPlain = named.allSatisfy { $0.value == .null || $0.value.scalar(in: words) != nil }
      if isPlain, !texts.isEmpty {
        return [Row(depth: depth, isEntry: true, text: texts.joined(separator: ", "))]
      }
    }
    var rows = rows(in: words, depth: depth + 1)
    guard !rows.isEmpty else { return [] }
    (rows[0].isEntry, rows[0].depth) = (true, depth)
    return rows
  }
}

extension [Fact] {
  /// Their values if every one of them is plain.
  fileprivate func allScalars(in words: Words) -> [String]? {
    var texts: [String] = []
    for member in self {
      if case .list = member { return nil }
      guard let text = member.scalar(in: words) else { return nil }
      texts.append(text)
    }
    return texts
  }
}
