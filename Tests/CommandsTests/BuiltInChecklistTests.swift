import ChecklistFiles
import Checks
import Documents
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

  /// The real weights, scenarios and rules, in every profile, recomputed from the report alone.
  @Test func itsFiguresAgreeWithAnIndependentProgram() throws {
    let checklist = try readChecklist(.builtIn("newsroom"), language: "en", in: .unplugged)
    let profiles = checklist.profiles.map { Optional($0.id) } + [nil]
    var dice = SplitMix(seed: 5)
    let documents = try profiles.flatMap { profile in
      try (0..<4).map { round in
        var answers = Answers(role: checklist.roles.randomElement(using: &dice), profile: profile)
        for control in checklist.controls(askedOf: answers, in: Context()) {
          answers.replies[control.id] = Answer.allCases.randomElement(using: &dice).map {
            Reply($0)
          }
        }
        let evidence = catalogue.map(\.id).map {
          Evidence(
            check: $0, version: 1, subject: "x",
            outcome: [.good, .concern, .problem].randomElement(using: &dice) ?? .good,
            confidence: .high, time: FixedClock().now)
        }
        return try Documents.encode(
          Report(
            assess(checklist, Context(), answers, evidence), by: checklist, context: Context(),
            answers: answers, evidence: evidence, at: FixedClock().now, tool: "saqta 0.1.0"))
      }
    }
    #expect(try wrongFigures(in: documents) == [])
  }
}
