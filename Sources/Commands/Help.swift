internal import Arguments
internal import Hygiene

/// The help screens. Their words stand with the interface's, so that they are translated.
struct Help {
  private let words: Words

  init(_ words: Words) { self.words = words }

  /// What a person sees who types only the program's name.
  var greeting: String { words["help.greeting"] + "\n" }

  /// Every verb with what it does.
  var overview: String {
    wrapped(words["help.about"], width: 80).joined(separator: "\n") + "\n\n"
      + rows(verbs.map { ($0.name, words["\($0.words).summary"]) })
      + "\n" + words["help.more"] + "\n"
  }

  /// The verbs that begin with one word.
  func screen(for group: [any Verb.Type]) -> String {
    rows(group.map { ($0.name, words["\($0.words).summary"]) }) + "\n" + words["help.more"] + "\n"
  }

  /// One verb: usage, what it does, its options, examples.
  func screen<V: Verb>(for verb: V.Type) -> String {
    let operands = V.arguments.filter { $0.kind == .operand }.map {
      "[\($0.name)\($0.mayRepeat ? "…" : "")]"
    }
    let usage = ["saqta", V.name, "[\(words["help.options"])]"] + operands
    let options = V.allArguments.map { argument in
      (argument.synopsis, meaning(of: argument.name, in: V.words))
    }
    let examples = words["\(V.words).examples"].split(separator: "\n")
    return """
      \(words["help.usage"]) \(usage.joined(separator: " "))

      \(wrapped(words["\(V.words).summary"], width: 80).joined(separator: "\n"))

      \(rows(options))
      \(words["help.examples"])
      \(examples.map { "  \($0)" }.joined(separator: "\n"))

      """
  }

  /// A verb's own text for the argument, else the one common to all verbs.
  private func meaning(of argument: String, in verb: String) -> String {
    let name = argument.drop { $0 == "-" }.lowercased()
    let own = "\(verb).\(name)"
    return words[words.has(own) ? own : "option.\(name)"]
  }

  private func rows(_ rows: [(String, String)]) -> String {
    let width = min(26, rows.map(\.0.count).max() ?? 0)
    return rows.map { name, text in
      let gap = String(repeating: " ", count: max(0, width - name.count))
      let indent = String(repeating: " ", count: width + 4)
      let lines = wrapped(text, width: 80 - width - 4).joined(separator: "\n\(indent)")
      return name.count > width ? "  \(name)\n\(indent)\(lines)\n" : "  \(name)\(gap)  \(lines)\n"
    }.joined()
  }
}
