import FoundationEssentials
import Hygiene

/// The folder of the project.
public let projectFolder = String(#filePath.dropLast("Tests/TestKit/InterfaceWords.swift".count))

/// The English words of the interface, read without the program's own reader: one key a line, the
/// text in double quotes.
public func interfaceWords() throws -> Words {
  let path = projectFolder + "Checklists/interface/text.en.yaml"
  let content = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  var texts: [String: String] = [:]
  for line in content.split(separator: "\n") where line.hasPrefix("  ") && line.hasSuffix("\"") {
    guard let colon = line.firstRange(of: ": \"") else { continue }
    let key = String(line[..<colon.lowerBound].drop { $0 == " " })
    texts[key] = String(line[colon.upperBound...].dropLast()).replacing("\\\"", with: "\"")
  }
  return Words(language: "en", texts: texts)
}
