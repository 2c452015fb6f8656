internal import Hygiene
internal import Platform

/// A checklist's files, read, with everything that is wrong with them.
struct Examination {
  private(set) var structure = Structure()
  private(set) var words: [WordsFile]
  /// Of `checklist.yaml`.
  private(set) var reading: Reading

  /// - Throws: `UserError` when there is no `checklist.yaml`.
  init(_ files: SourceFiles, languages: [String]) throws {
    guard let file = files.structure else {
      throw UserError(
        "checklist.none-here", ["folder": cleaned(files.folder)], status: .refused)
    }
    var reader = StructureReader(file: files.shownPath(file.name))
    if let root = reader.reading.parse(file.bytes) { reader.read(root) }
    (structure, reading, words) = (reader.structure, reader.reading, files.readWords(languages))
    checkUses()
    checkProfiles()
    checkRequiredWords()
  }

  var firstError: LintProblem? {
    reading.firstError ?? words.lazy.compactMap(\.reading.firstError).first
  }

  /// Everything that is pointed at must be there.
  private mutating func checkUses() {
    let choices = Dictionary(
      structure.questions.map { ($0.id, Set($0.choices)) }, uniquingKeysWith: { first, _ in first })
    for use in structure.questionUses {
      let question = use.value.question
      guard let known = choices[question] else {
        reading.report(
          "lint.unknown-question", line: use.line, ["question": shown(question.rawValue)])
        continue
      }
      if !known.contains(use.value.value) {
        reading.report(
          "lint.unknown-choice", line: use.line,
          ["question": question.rawValue, "choice": shown(use.value.value)])
      }
    }
    for use in structure.scenarioUses where structure.scenarioLines[use.value] == nil {
      reading.report(
        "lint.unknown-scenario", line: use.line, ["scenario": shown(use.value.rawValue)])
    }
    for use in structure.controlUses where !structure.controlNames.contains(use.value) {
      reading.report(
        "lint.unknown-control", line: use.line, ["control": shown(use.value.rawValue)])
    }
  }

  /// A profile that asks about nothing would end before it began.
  private mutating func checkProfiles() {
    let controls = structure.domains.flatMap(\.controls)
    guard reading.firstError == nil else { return }
    for profile in structure.profiles where !controls.contains(where: profile.mayAsk) {
      reading.report(
        "lint.empty-profile", line: structure.profileLines[profile.id] ?? 1, ["id": profile.id])
    }
  }

  /// English is complete.
  private mutating func checkRequiredWords() {
    // Without the structure nobody knows what is required.
    guard structure.requiredWords.first != nil else { return }
    let english = words.first { $0.language == "en" }
    guard let english else {
      return reading.report("lint.no-english", line: 1)
    }
    // A file without any has said so already.
    guard let texts = english.readTexts else { return }
    for word in structure.requiredWords where texts[word.value] == nil {
      reading.report("lint.missing-words", line: word.line, ["id": word.value])
    }
  }
}
