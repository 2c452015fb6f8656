import Arguments
import ChecklistFiles
import Checks
import Hygiene
import Platform
import TestKit
import Testing

@testable import Commands

/// Pages that are made from the program itself, and so cannot grow stale.
@Suite struct DocumentsOfRecordTests {
  private let words: Words

  init() throws { words = try interfaceWords(language: "en") }

  @Test func theManPageIsMadeFromTheTables() throws {
    var page = """
      .\\" Made from the argument tables: change those, then run the tests with RECORD=1.
      .Dd November 24, 2026
      .Dt SAQTA 1
      .Os
      .Sh NAME
      .Nm saqta
      .Nd digital-security self-audit for newsrooms
      .Sh SYNOPSIS
      .Nm
      .Ar command
      .Op Ar options
      .Sh DESCRIPTION
      .Nm
      asks a questionnaire about digital habits, makes local checks on this computer, and writes a
      report that is encrypted to an organisation's key.
      Nothing is sent anywhere without asking first.
      .Sh COMMANDS

      """
    for verb in verbs { page += section(verb) }
    page += """
      .Sh ENVIRONMENT
      .Bl -tag -width Ds
      .It Ev SAQTA_HOME
      The folder for everything of saqta's.
      .It Ev XDG_DATA_HOME
      Where that folder is made when it is not given.
      .It Ev NO_COLOR , ACCESSIBLE
      Without colour; plain lines for a screen reader.
      .El
      .Sh EXIT STATUS
      0 done, 1 something was found, 2 wrong usage, 3 input refused, 4 wrong passphrase or no key,
      5 the computer stopped it, 130 interrupted.
      .Sh SECURITY CONSIDERATIONS
      A passphrase is never taken from an argument or an environment variable.

      """
    try expectGolden(page, at: "Docs/saqta.1")
  }

  private func section<V: Verb>(_ verb: V.Type) -> String {
    var text = ".Ss \(V.name)\n\(words["\(V.words).summary"])\n.Bl -tag -width Ds\n"
    for argument in V.arguments {
      let name = argument.name.drop { $0 == "-" }
      let id = words.has("\(V.words).\(name)") ? "\(V.words).\(name)" : "option.\(name)"
      if argument.kind == .operand {
        text += ".It Ar \(argument.name)\n"
      } else {
        let value = argument.synopsis.split(separator: " ").dropFirst().first
        text += ".It Fl \\-\(name)" + (value.map { " Ar \($0)" } ?? "") + "\n"
      }
      if words.has(id) { text += "\(words[id])\n" }
    }
    return text + ".El\n"
  }

  @Test func theListOfChecksIsMadeFromTheCatalogue() throws {
    let checklist = try readChecklist(.builtIn("newsroom"), language: "en", in: .unplugged)
    var page = """
      # Checks

      Made from the catalogue: change a check, then run the tests with `RECORD=1`.
      What each one measures and how it judges stands in its file in `Sources/Checks/Catalogue`.

      | id | family | sends something | title |
      |---|---|---|---|

      """
    for check in catalogue {
      let title = words["check.\(check.id).title"]
      #expect(words.has("check.\(check.id).title"))
      page +=
        "| `\(check.id)` | \(check.family.rawValue) | \(check.usesNetwork ? "yes, after consent" : "no") | \(title) |\n"
    }
    for check in catalogue { page += try section(check, bearing: checklist) }
    try expectGolden(page, at: "Docs/Checks.md")
  }

  /// What the check is by its own comment, the controls that it bears on, and what it says.
  private func section(_ check: any Check, bearing checklist: Checklist) throws -> String {
    var text = "\n## `\(check.id)`: \(words["check.\(check.id).title"])\n\n"
    text += try comment(on: check)
    let links = checklist.controls.flatMap { control in
      control.evidence.filter { $0.check == check.id }.map { link in
        "\(control.id) (against \"met\": \(link.gaps.map(\.rawValue).joined(separator: ", ")))"
      }
    }
    text += "\nBears on: \(links.isEmpty ? "no control" : links.joined(separator: "; ")).\n"
    let outcomes = Outcome.Kind.allCases.compactMap { kind -> String? in
      let id = "check.\(check.id).\(kind.rawValue)"
      return words.has(id) ? "- \(kind.rawValue): \(words[id])\n" : nil
    }
    return text + (outcomes.isEmpty ? "" : "\n" + outcomes.joined())
  }

  private func comment(on check: any Check) throws -> String {
    let name = "\(type(of: check))"
    let source = try LiveFiles().text("\(packageRoot)/Sources/Checks/Catalogue/\(name).swift")
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.contains("struct \(name): ") })
    let comment = lines[..<start].reversed().prefix { $0.hasPrefix("///") }.reversed()
    return comment.map { $0.dropFirst(3).drop { $0 == " " } + "\n" }.joined()
  }
}
