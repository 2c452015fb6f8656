internal import Hygiene

/// The facts of one piece of evidence in plain words.
///
/// A fact is shown only if a text names it. The texts of the check `dns-alive` begin with
/// `check.dns-alive.`, those that it shares with its family with `dns.`. What has no text of its own
/// takes that of the check whose id begins its own, `tls-reach` for `tls-reach-ooni`:
///
/// - `<outcome>`: what the outcome means and what to do;
/// - `fact.1`, `fact.2` …: a line each; `<outcome>.fact.1` stands in for it;
/// - `item.<field>`: an object of that name, or each object of a list;
/// - `between.<field>`: joins the members of a list, `{before}` and `{after}`; else a comma;
/// - `<field>.<value>`: what a closed word, a truth or a number means; `<field>.one`,
///   `<field>.other` and so on with `{count}` are any other number. Closed words of all checks,
///   such as `word.reset`, have no prefix.
///
/// `{field}`, `{field.field}` and `{list.0.field}` are gaps. A text is used only if all its gaps
/// can be filled; `<id>.1`, `<id>.2` … are tried after `<id>`.
struct FactWords {
  private let item: Evidence
  private let words: Words
  private let prefixes: [String]
  private static let mostLines = 6
  private static let mostMembers = 8

  init(about item: Evidence, in words: Words) {
    (self.item, self.words) = (item, words)
    let parts = item.check.rawValue.split(separator: "-")
    let checks = parts.indices.dropFirst(parts.count > 1 ? 1 : 0).reversed().map {
      "check.\(parts[...$0].joined(separator: "-"))."
    }
    prefixes = checks + ["\(parts.first ?? "")."]
  }

  /// Nothing for evidence that says only why there is none.
  var lines: [String] {
    guard case .object(let members) = item.facts, !members.isEmpty else { return [] }
    let kind = item.outcome.kind.rawValue
    let facts = (1...Self.mostLines).compactMap { number in
      text("\(kind).fact.\(number)", about: item.facts)
        ?? text("fact.\(number)", about: item.facts)
    }
    return (text(kind, about: item.facts).map { [$0] } ?? []) + facts
  }

  /// The check's own text goes before the family's.
  private func id(_ name: String, where isKnown: ((String) -> Bool)? = nil) -> String? {
    prefixes.lazy.map { $0 + name }.first(where: isKnown ?? words.has)
  }

  /// The first of the texts of that name whose gaps can all be filled.
  private func text(_ name: String, about fact: Fact) -> String? {
    if let text = filled(name, about: fact) { return text }
    for variant in 1... {
      guard id("\(name).\(variant)") != nil else { return nil }
      if let text = filled("\(name).\(variant)", about: fact) { return text }
    }
    return nil
  }

  private func filled(_ name: String, about fact: Fact) -> String? {
    guard let id = id(name) else { return nil }
    var values: [String: String] = [:]
    for piece in words[id].split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      let gap = String(piece.prefix { $0 != "}" })
      if gap == "subject" {
        values[gap] = item.subject
        continue
      }
      let path = gap.split(separator: ".").map(String.init)
      guard let field = path.last, let value = fact.at(path[...]),
        let text = shown(value, as: field)
      else { return nil }
      values[gap] = text
    }
    return words[id, values]
  }

  /// Nil for what is absent, empty or has no words.
  private func shown(_ fact: Fact, as field: String) -> String? {
    switch fact {
    case .null: nil
    case .bool(let bool): meaning(of: String(bool), as: field)
    case .integer(let number): shown(number, as: field)
    case .number(let number): "\(number)"
    case .text(let text):
      text.isEmpty ? nil : meaning(of: text, as: field) ?? text.asPeopleWriteIt
    case .object: text("item.\(field)", about: fact)
    case .list(let members): shown(members, as: field)
    }
  }

  private func shown(_ number: Int, as field: String) -> String? {
    if let text = meaning(of: String(number), as: field) { return text }
    guard let id = id(field, where: words.hasPlural) else { return String(number) }
    // With words for some, none is worth a line only if it has words too.
    return number == 0 ? nil : words[id, count: number]
  }

  private func shown(_ members: [Fact], as field: String) -> String? {
    var texts: [String] = []
    for text in members.lazy.compactMap({ shown($0, as: field) }) where !texts.contains(text) {
      // A hostile report may hold millions.
      if texts.count == Self.mostMembers {
        texts.append("…")
        break
      }
      texts.append(text)
    }
    guard let first = texts.first else { return nil }
    guard let joint = id("between.\(field)") else { return texts.joined(separator: ", ") }
    return texts.dropFirst().reduce(first) { words[joint, ["before": $0, "after": $1]] }
  }

  private func meaning(of value: String, as field: String) -> String? {
    let name = "\(field).\(value)"
    return (id(name) ?? (words.has(name) ? name : nil)).map { words[$0] }
  }
}

extension Fact {
  fileprivate func at(_ path: ArraySlice<String>) -> Fact? {
    guard let name = path.first else { return self }
    return switch self {
    case .object(let members): members[name]?.at(path.dropFirst())
    case .list(let members):
      Int(name).flatMap { members.indices.contains($0) ? members[$0] : nil }?
        .at(path.dropFirst())
    default: nil
    }
  }
}

extension String {
  /// The day of a moment such as `2027-01-01T00:00:00Z`, since the hour helps nobody, and a name
  /// in DNS without the dot at its end.
  fileprivate var asPeopleWriteIt: String {
    guard utf8.count <= 255 else { return self }
    let shape = String(map { $0.isASCII && $0.isNumber ? "0" : $0 })
    if shape == "0000-00-00T00:00:00Z" { return String(prefix(10)) }
    let isName = hasSuffix(".") && dropLast().contains(".") && !contains { $0.isWhitespace }
    return isName ? String(dropLast()) : self
  }
}
