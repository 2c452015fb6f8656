import ChecklistFiles
import Hygiene
import TestKit
import Testing

@testable import Commands

@Suite struct HelpTests {
  private let help: Help

  init() throws { help = Help(try interfaceWords(language: "en")) }

  @Test(arguments: verbs.map { $0.name })
  func everyVerbExplainsItself(_ name: String) throws {
    let (verb, rest) = try #require(Program.verb(in: name.split(separator: " ").map(String.init)))
    #expect(rest.isEmpty)
    let screen = help.screen(for: verb)
    #expect(!screen.contains("<verb.") && !screen.contains("<option."), "a text is missing")
    try expectGolden(
      screen, at: "Tests/Golden/help/\(name.replacing(" ", with: "-")).txt")
  }

  @Test func theOverviewNamesEveryVerb() throws {
    try expectGolden(help.greeting + "\n" + help.overview, at: "Tests/Golden/help/overview.txt")
    for verb in verbs { #expect(help.overview.contains(verb.name)) }
  }

  @Test func noLineIsLongerThanAScreen() {
    for verb in verbs {
      for line in help.screen(for: verb).split(separator: "\n") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }
}
