internal import ChecklistFiles
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// What a verb works with: the world, and what was settled before the verb began.
struct Setting: Sendable {
  let world: World
  /// The interface's words in the person's language.
  let words: Words
  let language: String
  /// Whether the language was named, and so how good its texts are has been said already.
  let languageWasNamed: Bool
  /// The folder that holds everything of saqta's, absolute.
  let home: String
  let rendering: Rendering

  init(_ common: Common, in world: World) throws {
    self.world = world
    languageWasNamed = common.language != nil
    language = common.language ?? preferredLanguage(in: world.environment)
    words = try interfaceWords(language: language)
    home = try homeFolder(common.home, in: world)
    rendering = Rendering.chosen(
      environment: world.environment, plainFlag: common.plain,
      isInteractive: world.terminal.isInteractive)
  }

  var vault: Vault { Vault(home: home, in: world, tool: Program.tool) }
  var dialogue: Dialogue { Dialogue(words, on: world.terminal, rendering: rendering) }

  /// Says once that a language was asked for which has no texts, or which nobody has checked.
  func sayHowWellTranslated() {
    if !words.isTranslated("help.greeting") {
      say("error.no-language", ["language": cleaned(language)])
    } else if !words.isReviewed {
      say("error.review-pending")
    }
  }

  /// A line of progress or explanation: never among the results.
  func say(_ id: String, _ values: [String: String] = [:]) { say(text: words[id, values]) }

  /// The same in the form that the number takes; nothing when there is none.
  func say(_ id: String, count: Int, _ values: [String: String] = [:]) {
    if count > 0 { say(text: words[id, count: count, values: values]) }
  }

  private func say(text: String) {
    let width = min(80, world.terminal.size.columns)
    let lines = wrapped(text, width: width)
    world.output.complain(lines.map { $0 + "\n" }.joined())
  }
}

/// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set, as a language code (POSIX, 8.2).
private func preferredLanguage(in environment: [String: String]) -> String {
  let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
    .compactMap { environment[$0] }.first { !$0.isEmpty }
  let code = (locale ?? "").prefix { $0.isLetter }.lowercased()
  return code.isEmpty || code == "c" || code == "posix" ? "en" : code
}

/// `--home`, else `$SAQTA_HOME`, else `$XDG_DATA_HOME/saqta`, else `~/.local/share/saqta`.
private func homeFolder(_ option: String?, in world: World) throws -> String {
  func given(_ name: String) -> String? {
    world.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
  if let chosen = option ?? given("SAQTA_HOME") {
    return chosen.hasPrefix("/") ? chosen : try world.files.realPath(".") + "/" + chosen
  }
  // The XDG Base Directory Specification: a relative path there is to be ignored.
  if let data = given("XDG_DATA_HOME"), data.hasPrefix("/") { return data + "/saqta" }
  guard let person = given("HOME") else { throw UserError("error.no-home", status: .usage) }
  return person + "/.local/share/saqta"
}
