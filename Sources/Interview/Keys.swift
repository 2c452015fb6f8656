internal import Hygiene

/// What can be asked for at any prompt. Words: `interview.command.<name>`.
enum Command: String, CaseIterable {
  case back, skip, why, note, list, quit, help, finish

  /// Works in every language, as the documentation says.
  var letter: Character {
    switch self {
    case .back: "b"
    case .skip: "s"
    case .why: "?"
    case .note: "n"
    case .list: "l"
    case .quit: "q"
    case .help: "h"
    case .finish: "f"
    }
  }
}

/// The letters of the commands.
///
/// Beside the Latin ones a language may have letters of its own (`interview.key.<name>`), for
/// keyboards that have no Latin ones at hand.
struct Keys {
  private let words: Words

  init(_ words: Words) { self.words = words }

  /// The letter that is shown.
  func letter(of command: Command) -> String {
    words["interview.key.\(command.rawValue)"].asTyped
  }

  func command(_ text: String, among possible: [Command] = Command.allCases) -> Command? {
    let text = text.asTyped
    return possible.first {
      text == String($0.letter) || text == letter(of: $0)
        || text == words["interview.command.\($0.rawValue)"].asTyped
    }
  }

  func isTaken(_ letter: Character) -> Bool {
    Command.allCases.contains { $0.letter == letter || self.letter(of: $0) == String(letter) }
  }

  /// One line that tells the keys, such as `b back, s skip`; a letter stays with its word.
  func line(_ commands: [Command]) -> String {
    commands.map { "\(letter(of: $0))\u{A0}\(words["interview.command.\($0.rawValue)"])" }
      .joined(separator: ", ")
  }
}

extension String {
  /// As it is compared with what somebody typed: in lower case, and with one kind of apostrophe,
  /// because keyboards have others than the books (oʻ, ’).
  var asTyped: String {
    String(lowercased().map { "\u{2018}\u{2019}\u{02BB}\u{02BC}`\u{00B4}".contains($0) ? "'" : $0 })
  }
}
