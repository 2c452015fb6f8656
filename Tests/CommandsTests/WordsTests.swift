import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing
import Vault

/// Every text that the sources ask for by a literal id must be there.
@Suite struct WordsTests {
  @Test func everyTextThatTheSourcesNameIsThere() throws {
    let words = try interfaceWords(language: "en")
    let pattern =
      /"((?:error|usage|help|add|audit|consent|draft|org|open|check|erase|checklist|lint|answers|interview|terminal|vault|network|dns|storage|passphrase|recover|report|resume|rotate|explain|show|texts|verify|quality|compare|history|plan)\.[a-z0-9-]+(?:\.[a-z0-9-]+)*)"/
    var missing: Set<String> = []
    for file in try swiftFiles(below: "\(packageRoot)/Sources") {
      for match in try LiveFiles().text(file).matches(of: pattern) {
        let id = String(match.1)
        // The one text of a checklist itself, a file's name, and names of hosts.
        if ["checklist.title", "checklist.yaml", "dns.google", "dns.quad9.net"].contains(id) {
          continue
        }
        if words.has(id) || words.hasPlural(id) { continue }
        missing.insert("\(id) in \(file.dropFirst(packageRoot.count))")
      }
    }
    #expect(missing.sorted() == [])
  }

  @Test func everyVerdictHasItsSentence() throws {
    let words = try interfaceWords(language: "en")
    let kinds: [(String, [String])] = [
      ("verdict", Verification.Verdict.allCases.map(\.rawValue)),
      ("reason", Verification.Reason.allCases.map(\.rawValue)),
      ("unknown", Verification.Unknown.allCases.map(\.rawValue)),
    ]
    for (kind, names) in kinds {
      for name in names { #expect(words.has("verify.\(kind).\(name)"), "\(name)") }
    }
  }

  private func swiftFiles(below folder: String) throws -> [String] {
    let files = LiveFiles()
    return try files.list(folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if try files.status(of: path, followingLinks: false).kind == .folder {
        return try swiftFiles(below: path)
      }
      return name.hasSuffix(".swift") ? [path] : []
    }
  }
}
