public import Hygiene
public import Platform

/// Everything that is wrong with a checklist, or worth knowing, in the order of files and lines.
///
/// The name or folder `interface` stands for the program's own words, which have no structure.
/// Evidence may name `knownChecks` and no others.
///
/// - Throws: `UserError` when the files cannot be read at all.
public func lint(
  _ source: ChecklistSource, knownChecks: [CheckID], in world: World
) throws -> [LintProblem] {
  try lint(SourceFiles(source, in: world), knownChecks: knownChecks)
}

func lint(_ files: SourceFiles, knownChecks: [CheckID]) throws -> [LintProblem] {
  if files.structure == nil, files.folder.split(separator: "/").last == interfaceName[...] {
    return lintInterface(files)
  }
  let examined = try Examination(files, languages: files.languages)
  var reading = examined.reading
  lintStructure(examined.structure, knownChecks: Set(knownChecks), &reading)
  var wanted = Set(examined.structure.requiredWords.map(\.value))
  wanted.formUnion(examined.structure.optionalWords)
  // Of a structure that could not be read whole, nobody knows which words it needs.
  let knowsAll = !examined.reading.problems.contains {
    $0.severity == .error && !["lint.missing-words", "lint.no-english"].contains($0.message.id)
  }
  return inOrder(
    [reading] + lintWords(examined.words, wanted: wanted, knowsAll: knowsAll, of: files))
    + files.strangers.map {
      LintProblem(.warning, "lint.unknown-file", in: files.shownPath($0), line: 1, [:])
    }
}

private func lintInterface(_ files: SourceFiles) -> [LintProblem] {
  let words = files.readWords(files.languages)
  var problems: [Reading] = []
  if !files.languages.contains("en") {
    var reading = Reading(file: files.shownPath("text.en.yaml"))
    reading.report("lint.no-english", line: 1)
    problems.append(reading)
  }
  let wanted = Set(words.first { $0.language == "en" }?.texts.keys.map { $0 } ?? [])
  return inOrder(problems + lintWords(words, wanted: wanted, of: files))
}

private func inOrder(_ readings: [Reading]) -> [LintProblem] {
  readings.flatMap { reading in
    reading.problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }
}

private func lintStructure(
  _ structure: Structure, knownChecks: Set<CheckID>, _ reading: inout Reading
) {
  for use in structure.checkUses where !knownChecks.contains(use.value) {
    reading.report("lint.unknown-check", line: use.line, ["check": shown(use.value.rawValue)])
  }
  var possibility = Possibility(structure.questions)
  for condition in structure.conditions where !possibility.canHold(condition.value) {
    reading.report("lint.impossible-condition", line: condition.line)
  }
  // A control that could not be read may be the one.
  guard reading.firstError == nil else { return }
  let lowered = Set(structure.scenarioUses.map(\.value))
  for scenario in structure.scenarios where !lowered.contains(scenario.id) {
    reading.report(
      "lint.scenario-without-control", line: structure.scenarioLines[scenario.id] ?? 1,
      as: .warning, ["scenario": scenario.id.rawValue])
  }
}
