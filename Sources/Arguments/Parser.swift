/// Fills a verb from the words after its name.
///
/// - Throws: `UsageError` for the first word that does not fit.
public func parse<Verb>(
  _ words: some Sequence<String>, into verb: Verb, by arguments: [Argument<Verb>]
) throws(UsageError) -> Verb {
  var verb = verb
  var rest = Array(words)[...]
  var operands = arguments.filter { $0.kind == .operand }[...]
  var given: Set<String> = []
  var onlyOperands = false
  while let word = rest.popFirst() {
    if word == "--", !onlyOperands {
      onlyOperands = true
    } else if word.hasPrefix("-"), word != "-", !onlyOperands {
      let (name, attached) = split(word)
      let argument = try find(name, in: arguments)
      guard given.insert(name).inserted || argument.mayRepeat else {
        throw UsageError(.repeated, name: name)
      }
      try argument.store(&verb, try value(of: argument, attached: attached, from: &rest))
    } else {
      guard let operand = operands.first else {
        throw UsageError(.unexpectedWord, name: word)
      }
      if !operand.mayRepeat { operands.removeFirst() }
      try operand.store(&verb, word)
    }
  }
  return verb
}

private func split(_ word: String) -> (name: String, value: String?) {
  guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
  return (String(word[..<equals]), String(word[word.index(after: equals)...]))
}

private func find<Verb>(
  _ name: String, in arguments: [Argument<Verb>]
) throws(UsageError) -> Argument<Verb> {
  let options = arguments.filter { $0.kind != .operand }
  guard let argument = options.first(where: { $0.name == name }) else {
    throw UsageError(
      .unknownOption, name: name, suggestion: nearest(to: name, among: options.map(\.name)))
  }
  return argument
}

private func value<Verb>(
  of argument: Argument<Verb>, attached: String?, from rest: inout ArraySlice<String>
) throws(UsageError) -> String {
  switch (argument.kind, attached) {
  case (.flag, .some): throw UsageError(.needlessValue, name: argument.name)
  case (.flag, nil): return ""
  case (_, .some(let text)): return text
  case (_, nil):
    guard let text = rest.popFirst() else {
      throw UsageError(.missingValue, name: argument.name)
    }
    return text
  }
}

/// The candidate that differs least, when it differs by no more than a slip or two.
public func nearest(to word: String, among candidates: [String]) -> String? {
  let distances = candidates.map { (distance(word, $0), $0) }
  guard let (least, candidate) = distances.min(by: { $0 < $1 }) else { return nil }
  return least <= max(1, word.count / 4) + 1 ? candidate : nil
}

/// Levenshtein's edit distance.
private func distance(_ one: String, _ other: String) -> Int {
  let other = Array(other)
  var row = Array(0...other.count)
  for (index, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in other.indices {
      let above = row[column + 1]
      row[column + 1] = min(
        above + 1, row[column] + 1, diagonal + (other[column] == letter ? 0 : 1))
      diagonal = above
    }
  }
  return row[other.count]
}
