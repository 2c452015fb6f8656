/// The widest line that a translator sees whole.
private let widestLine = 120

/// Adds to each file of words what is wrong with it beside the others.
func lintWords(
  _ files: [WordsFile], wanted: Set<String>, knowsAll: Bool = true, of source: SourceFiles
) -> [Reading] {
  let english = files.first { $0.language == "en" }?.texts ?? [:]
  let gaps = english.mapValues { placeholders(in: $0.value) }
  return files.map { file in
    var reading = file.reading
    let plurals = PluralIDs(english: english, language: file.language)
    let needed = plurals.needed(of: wanted)
    for (id, text) in file.texts.sorted(by: { ($0.value.line, $0.key) < ($1.value.line, $1.key) }) {
      if !plurals.allows(id, in: needed) {
        guard knowsAll else { continue }
        reading.report("lint.left-over-words", line: text.line, as: .warning, ["id": shown(id)])
      } else if file.language != "en" {
        compare(
          text, with: gaps[plurals.original(of: id)], mayOmitCount: plurals.mayOmitCount(id),
          id: id,
          &reading)
      }
    }
    if let bytes = source.words(file.language)?.bytes { lintLines(bytes, &reading) }
    reportCoverage(of: file, english: english, needed: needed, plurals, &reading)
    return reading
  }
}

/// The names in `{}`, each once.
private func placeholders(in text: String) -> Set<String> {
  guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
  var names: Set<String> = []
  for piece in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
    if let close = piece.firstIndex(of: "}") { names.insert(String(piece[..<close])) }
  }
  return names
}

private func compare(
  _ text: Placed<String>, with english: Set<String>?, mayOmitCount: Bool, id: String,
  _ reading: inout Reading
) {
  guard let english else {
    // A caution, say, that only the translation has: nobody could check what it says.
    return reading.report("lint.not-in-english", line: text.line, as: .warning, ["id": shown(id)])
  }
  let own = placeholders(in: text.value)
  let lacking = english.subtracting(own).subtracting(mayOmitCount ? ["count"] : []).sorted().map {
    "{\(shown($0))}"
  }
  let excess = own.subtracting(english).sorted().map { "{\(shown($0))}" }
  if !lacking.isEmpty {
    reading.report(
      "lint.placeholder-lacking", line: text.line,
      ["id": shown(id), "names": lacking.joined(separator: ", ")])
  }
  if !excess.isEmpty {
    reading.report(
      "lint.placeholder-excess", line: text.line,
      ["id": shown(id), "names": excess.joined(separator: ", ")])
  }
}

private func lintLines(_ bytes: [UInt8], _ reading: inout Reading) {
  for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
    // A column per character: bytes that go on with one do not count.
    let columns = line.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    if columns > widestLine {
      reading.report(
        "lint.long-line", line: index + 1, as: .warning,
        ["columns": String(columns), "most": String(widestLine)])
    }
  }
}

private func reportCoverage(
  of file: WordsFile, english: [String: Placed<String>], needed: Set<String>,
  _ plurals: PluralIDs, _ reading: inout Reading
) {
  if file.review == .pending {
    reading.report(
      "lint.review-pending", line: 1, as: .information, ["language": file.language])
  }
  guard file.language != "en", file.readTexts != nil else { return }
  // What English does not have, such as a caution that is left out, nobody needs to translate.
  let ids = needed.filter { english[plurals.original(of: $0)] != nil }
  let missing = ids.filter { file.texts[$0] == nil }
  let lines = missing.map { (english[plurals.original(of: $0)]?.line ?? 0, $0) }
  let first = lines.min { ($0.0, $0.1) < ($1.0, $1.1) }
  let all = ["language": file.language, "all": String(ids.count)]
  guard let first else {
    return reading.report("lint.coverage-full", line: 1, as: .information, all)
  }
  let some = ["done": String(ids.count - missing.count), "first": first.1]
  reading.report(
    "lint.coverage", line: 1, as: .information, all.merging(some) { mine, _ in mine })
}
