import TestKit
import Testing

/// Behaviour as text: what is typed, and what must then be seen.
///
///     # a comment
///     organisation             the one that all tests share lies in the home folder
///     resize 40x20             the window, now and for the programs to come
///     run saqta audit          a command line of sh; it must end with status 0
///     ! run saqta opne         it must end with another one
///     see Passphrase           waits until the terminal shows this
///     answer one two three     types this and Enter
///     press ctrl-c             or ctrl-d, without Enter
///     signal TERM              or HUP, KILL; `hangup` closes the window
///     status 4                 the number or the signal that ended the program
///     stdout TEXT              a line of standard output; * stands for anything
///     stderr TEXT              the same of standard error
///     only stderr TEXT         there is no other line
///     exists PATTERN           files, from the folder above home, person, tmp and work
///     absent PATTERN
///     nowhere TEXT             in no file of home, person and tmp
///     -- name --               what follows is a file in work
///
/// A text may stand in single quotes, to keep spaces at its ends. Terminal and the two outputs are
/// apart: what a person is asked stands on the terminal, the rest is in the outputs.
struct Script: Sendable, CustomTestStringConvertible {
  struct Step: Sendable {
    let line: Int
    let word: String
    let rest: String
  }

  let name: String
  let steps: [Step]
  let files: [(name: String, text: String)]
  var testDescription: String { name }

  init(_ name: String, _ text: String) {
    self.name = name
    var steps: [Step] = []
    var files: [(name: String, text: String)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated() {
      if line.hasPrefix("-- "), line.hasSuffix(" --") {
        files.append((String(line.dropFirst(3).dropLast(3)), ""))
      } else if !files.isEmpty {
        // The last line end of the script's file makes one empty piece too many.
        if offset < lines.count - 1 { files[files.count - 1].text += line + "\n" }
      } else if !line.isEmpty, !line.hasPrefix("#") {
        steps.append(Script.step(line, at: offset + 1))
      }
    }
    (self.steps, self.files) = (steps, files)
  }

  private static func step(_ line: Substring, at number: Int) -> Step {
    let doubled = ["! run ", "only stderr ", "only stdout "].first { line.hasPrefix($0) }
    let word = doubled?.dropLast() ?? line.prefix { $0 != " " }
    let rest = line.dropFirst(word.count + 1)
    let isQuoted = rest.count > 1 && rest.hasPrefix("'") && rest.hasSuffix("'") && word != "run"
    return Step(
      line: number, word: String(word), rest: String(isQuoted ? rest.dropFirst().dropLast() : rest))
  }

  /// All scripts of `Tests/Scripts`, by name.
  static let all: [Script] = {
    let folder = "\(packageRoot)/Tests/Scripts"
    let names = (try? run(["ls", folder]).text.split(separator: "\n")) ?? []
    return names.filter { $0.hasSuffix(".script") }.map { name in
      let bytes = (try? contentsOfFile("\(folder)/\(name)")) ?? []
      return Script(String(name.dropLast(7)), String(decoding: bytes, as: UTF8.self))
    }
  }()
}
