public import Hygiene
public import Platform

/// Reads a checklist with its words in one language.
///
/// A text that the language lacks is the English one, and `Words.isTranslated` says so.
///
/// - Throws: `UserError` with the first problem, its file and its line.
public func readChecklist(
  _ source: ChecklistSource, language: String, in world: World
) throws -> Checklist {
  try readChecklist(SourceFiles(source, in: world), language: language)
}

func readChecklist(_ files: SourceFiles, language: String) throws -> Checklist {
  let wanted = files.languages.filter { $0 == "en" || candidates(for: language).contains($0) }
  let examined = try Examination(files, languages: wanted)
  if let first = examined.firstError { throw first.userError }
  let structure = examined.structure
  return Checklist(
    id: structure.id, version: structure.version, digest: files.digest,
    partlyCredit: structure.partlyCredit, questions: structure.questions,
    scenarios: structure.scenarios, domains: structure.domains, roles: structure.roles,
    profiles: structure.profiles, successors: structure.successors,
    words: words(of: examined.words, language: language))
}

/// What the program itself says, in one language; English where that has no text.
///
/// - Throws: `UserError` when the built-in texts are broken, which a test rules out.
public func interfaceWords(language: String) throws -> Words {
  let files = try SourceFiles(builtIn: interfaceName)
  let wanted = files.languages.filter { $0 == "en" || candidates(for: language).contains($0) }
  let read = files.readWords(wanted)
  if let first = read.lazy.compactMap(\.reading.firstError).first { throw first.userError }
  return words(of: read, language: language)
}

/// The folder that holds the program's own words.
let interfaceName = "interface"

/// The files that may serve a language, best first: `uz-Latn`, then `uz`.
private func candidates(for language: String) -> [String] {
  let parts = language.split(separator: "-")
  return (0..<parts.count).map { parts.dropLast($0).joined(separator: "-") }
}

private func words(of files: [WordsFile], language: String) -> Words {
  let english = files.first { $0.language == "en" }?.texts.mapValues(\.value) ?? [:]
  let chosen = candidates(for: language).lazy
    .compactMap { candidate in files.first { $0.language == candidate } }.first
  guard chosen?.language != "en" else { return Words(language: language, texts: english) }
  let own = chosen?.texts.mapValues(\.value) ?? [:]
  let forms = Plural(language: language).forms
  // Where the language has no such plural form, the English text is never shown.
  let unneeded = { (id: String) in
    id.hasSuffix(".other") && !forms.contains(.other) && english["\(id.dropLast(5))one"] != nil
  }
  return Words(
    language: language, texts: english.merging(own) { $1 },
    untranslated: Set(english.keys.filter { own[$0] == nil && !unneeded($0) }),
    isReviewed: chosen == nil || chosen?.review == .done)
}

extension SourceFiles {
  func readWords(_ languages: [String]) -> [WordsFile] {
    languages.compactMap { language in
      words(language).map {
        WordsFile($0.bytes, language: language, file: shownPath($0.name))
      }
    }
  }
}
