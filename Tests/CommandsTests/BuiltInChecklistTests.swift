import ChecklistFiles
import Checks
import Hygiene
import Platform
import TestKit
import Testing

/// The checklists that are compiled in, held to the checks that this program has.
@Suite struct BuiltInChecklistTests {
  @Test(arguments: builtInChecklists() + ["interface"])
  func lintsWithoutAnError(_ name: String) throws {
    let problems = try lint(
      .builtIn(name), knownChecks: catalogue.map(\.id), in: .unplugged)
    #expect(problems.filter { $0.severity == .error } == [])
  }

  @Test func everyTierOneControlOfTheCatalogueIsAsked() throws {
    let checklist = try readChecklist(.builtIn("newsroom"), language: "en", in: .unplugged)
    #expect(checklist.controls.filter { $0.tier == 1 }.count == 50)
    #expect(checklist.controls.allSatisfy { !checklist.words["\($0.id).action"].isEmpty })
  }
}
