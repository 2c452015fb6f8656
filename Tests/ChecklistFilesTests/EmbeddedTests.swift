import Glibc
import Hygiene
import Platform
import TestKit
import Testing

@testable import ChecklistFiles

/// The folder of this repository that holds this file.
private let checklistsFolder: String = {
  let parts = #filePath.split(separator: "/").dropLast(3)
  return "/" + parts.joined(separator: "/") + "/Checklists"
}()

@Suite struct EmbeddedTests {
  @Test func everyFileIsEmbedded() throws {
    let files = LiveFiles()
    var forgotten: [String] = []
    var found: Set<String> = []
    for folder in try files.list(checklistsFolder) {
      let path = "\(checklistsFolder)/\(folder)"
      guard try files.status(of: path, followingLinks: false).kind == .folder else { continue }
      for name in try files.list(path) where name.hasSuffix(".yaml") || name.hasSuffix(".txt") {
        found.insert("\(folder)/\(name)")
        let bytes = try files.read("\(path)/\(name)", atMost: 8 << 20)
        let embedded = EmbeddedFile.all.first { $0.path == "\(folder)/\(name)" }
        if embedded?.bytes != bytes {
          forgotten.append("#define FILE \"\(folder)/\(name)\"\n#include \"entry.inc\"\n")
        }
      }
    }
    #expect(forgotten == [], "add these lines to Checklists/embed.c")
    #expect(Set(EmbeddedFile.all.map(\.path)) == found)
  }

  @Test(arguments: builtInChecklists() + ["example"])
  func aBuiltInChecklistHasNoErrorAndIsNamedLikeItsFolder(_ name: String) throws {
    let problems = try lint(.builtIn(name), knownChecks: checksNamed(in: name), in: .unplugged)
    #expect(try sentences(problems.filter(isFault)) == [])
    let checklist = try readChecklist(.builtIn(name), language: "en", in: .unplugged)
    #expect(checklist.id == name)
    #expect(!checklist.controls.isEmpty)
    #expect(checklist.words.ids.allSatisfy(checklist.words.isTranslated))
  }

  /// The checks themselves are none of this module's business: a test of `Commands` holds the
  /// names to the catalogue.
  private func checksNamed(in name: String) throws -> [CheckID] {
    try readChecklist(.builtIn(name), language: "en", in: .unplugged)
      .controls.flatMap(\.evidence).map(\.check)
  }

  @Test func theProgramsOwnWordsHaveNoErrorInAnyLanguage() throws {
    let problems = try lint(.builtIn("interface"), knownChecks: [], in: .unplugged)
    #expect(try sentences(problems.filter(isFault)) == [])
  }

  /// A long line is a nuisance to translators and no fault.
  private func isFault(_ problem: LintProblem) -> Bool {
    problem.severity != .information && problem.message.id != "lint.long-line"
  }

  @Test func everySentenceOfThisModuleIsWrittenAndNoneIsLeftOver() throws {
    let folder = checklistsFolder.split(separator: "/").dropLast().joined(separator: "/")
    let sources = "/\(folder)/Sources/ChecklistFiles"
    let files = LiveFiles()
    var used: Set<String> = []
    let inside = try files.list("\(sources)/PO").map { "PO/\($0)" }
    for name in try files.list(sources) + inside where name.hasSuffix(".swift") {
      for piece in try files.text("\(sources)/\(name)").split(separator: "\"")
      where ["lint.", "answers.", "checklist.", "texts."].contains(where: piece.hasPrefix) {
        used.insert(String(piece))
      }
    }
    used.subtract(["checklist.yaml", "checklist.title"])
    let ofTheVerb = ["texts.which-way", "texts.converted", "texts.left-out"]
    let written = try interfaceWords(language: "en").ids.filter {
      $0.hasPrefix("lint.") || $0.hasPrefix("answers.") || $0.hasPrefix("checklist.")
        || ($0.hasPrefix("texts.") && !ofTheVerb.contains($0))
    }
    #expect(used.sorted() == written)
  }

  @Test func theNewsroomChecklistIsOnOfferAndTheExampleIsNot() {
    #expect(builtInChecklists().contains("newsroom"))
    #expect(!builtInChecklists().contains("example"))
    #expect(!builtInChecklists().contains("interface"))
  }

  @Test func thePassphraseWordsAreTheWholeList() {
    let words = passphraseWords()
    #expect(words.count == 7776)
    #expect(Set(words).count == 7776)
    #expect(words.first == "abacus")
    #expect(words.last == "zoom")
    #expect(words.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } })
  }

  /// `LC_ALL=C sha256sum checklist.yaml text.*.yaml | sha256sum`.
  @Test func theDigestIsWhatStockToolsCompute() throws {
    let folder = "\(checklistsFolder)/example"
    let ran = try run(
      ["sh", "-c", "sha256sum checklist.yaml text.*.yaml | sha256sum"],
      environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"], in: folder)
    let checklist = try readChecklist(.builtIn("example"), language: "en", in: .unplugged)
    #expect("\(checklist.digest)  -\n" == ran.text)
    var world = World.unplugged
    world.files = LiveFiles()
    let same = try readChecklist(.folder(folder), language: "en", in: world)
    #expect(same == checklist)
  }
}
