import Arguments
import ChecklistFiles
import Checks
import Hygiene
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
    try expectGolden(page, at: "Docs/Checks.md")
  }
}
