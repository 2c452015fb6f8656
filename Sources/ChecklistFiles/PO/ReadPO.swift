internal import Hygiene
public import Platform
internal import YAML

/// What a PO file became.
public struct ConvertedTexts: Hashable, Sendable {
  /// The file `text.<lang>.yaml`.
  public let yaml: String
  public let translated: Int
  /// Translations that were left out: marked as a guess, or made of an English text that has
  /// changed since.
  public let leftOut: Int
}

/// Turns a PO file into the file of words of a language.
///
/// - Throws: `UserError` that names file and line, for what is no PO file in UTF-8 of at most
///   4 MiB, a text that the checklist does not have, or one that comes twice.
public func convertPO(
  _ path: String, for source: ChecklistSource, language: String, in world: World
) throws -> ConvertedTexts {
  let bytes = try telling { () throws(FileProblem) in
    try world.files.read(path, atMost: SourceFiles.sizeLimit, followingLinks: true)
  }
  return try convertPO(
    bytes, named: path, for: SourceFiles(source, in: world), language: language)
}

func convertPO(
  _ bytes: [UInt8], named path: String, for files: SourceFiles, language: String
) throws -> ConvertedTexts {
  var catalogue = try TextCatalogue(files, language: language)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw UserError("texts.not-utf8", ["file": cleaned(path)], status: .refused)
  }
  if let line = lineOfForbiddenCharacter(in: text) {
    throw UserError(
      "lint.yaml-forbidden-character", ["file": cleaned(path), "line": String(line)],
      status: .refused)
  }
  let leftOut = try catalogue.take(text, from: path)
  return ConvertedTexts(
    yaml: wordsYAML(catalogue), translated: catalogue.texts.count, leftOut: leftOut)
}

/// What a file of words may not hold cannot come into it from here.
private func lineOfForbiddenCharacter(in text: String) -> Int? {
  var line = 1
  for scalar in text.unicodeScalars {
    if isForbidden(scalar) { return line }
    if scalar == "\n" { line += 1 }
  }
  return nil
}

extension TextCatalogue {
  /// Takes the translations of a PO file in place of its own; returns how many were left out.
  fileprivate mutating func take(_ text: String, from path: String) throws -> Int {
    func refused(_ id: String, line: Int, _ values: [String: String] = [:]) -> UserError {
      let place = ["file": cleaned(path), "line": String(line)]
      return UserError(id, place.merging(values) { $1 }, status: .refused)
    }
    let messages: [POMessage]
    do throws(POParser.Problem) {
      messages = try POParser.messages(in: text)
    } catch {
      throw refused("texts.not-po", line: error.line)
    }
    let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.id, $0) })
    for index in entries.indices {
      entries[index].translations = entries[index].translations.map { _ in "" }
    }
    var (seen, leftOut): (Set<String>, Int) = ([], 0)
    for message in messages {
      guard let id = message.context else {
        if message.id == "" { takeHeader(message.translations[0] ?? "") }
        continue
      }
      guard let place = places[id] else {
        throw refused("texts.unknown-id", line: message.line, ["id": shown(id)])
      }
      guard seen.insert(id).inserted else {
        throw refused("texts.twice", line: message.line, ["id": shown(id)])
      }
      let given = entries[place].translations.indices.map { trim(message.translations[$0] ?? "") }
      guard given.contains(where: { !$0.isEmpty }) else { continue }
      if message.isFuzzy || message.id != entries[place].english
        || message.plural != entries[place].englishPlural
      {
        leftOut += 1
      } else {
        entries[place].translations = given
      }
    }
    return leftOut
  }

  private mutating func takeHeader(_ header: String) {
    let field = header.split(separator: "\n").first { $0.hasPrefix("X-Review:") }
    let value = field?.dropFirst(9).filter { $0 != " " }
    review = value.flatMap { WordsFile.Review(rawValue: String($0)) } ?? .pending
  }
}
