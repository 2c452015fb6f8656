import Glibc
import Platform

/// `swift run -c release benchmark …`: how fast the program is, beside its peers and in the same run
/// (Docs/Contributing.md).
@main
struct Benchmark {
  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      LiveOutput().complain("benchmark: \(error)\n")
      exit(1)
    }
  }

  private static func run(_ words: [String]) async throws {
    // What `network` starts, with words that are another program's.
    if words.first == "timed" { return try runTimed(Array(words.dropFirst())) }
    if words.first == "saqta" { return try await runProgram(Array(words.dropFirst())) }
    let options = try Options(words)
    switch options.words.first {
    case "network": try NetworkSubject(options).run()
    case "vault": try await VaultSubject(options).run()
    case "make-vault": try await makeVault(options)
    // What `vault` starts, to measure it in a process of its own.
    case "side": try Side.run(Array(options.words.dropFirst()))
    default:
      throw Failure(
        """
        nothing to do; try one of
          benchmark vault [--count N] [--rounds N] [--vault FOLDER]
          benchmark network [--targets N] [--names N] [--rounds N]
          benchmark make-vault FOLDER [--count N] [--passphrase-fd N]
        """)
    }
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Words and `--name VALUE` pairs.
struct Options {
  private(set) var words: [String] = []
  private var values: [String: String] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        words.append(word)
        continue
      }
      guard let value = rest.popFirst() else { throw Failure("\(word) needs a value") }
      values[word] = value
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func number(_ name: String, else other: Int) throws -> Int {
    guard let text = values[name] else { return other }
    guard let number = Int(text), number > 0 else { throw Failure("\(name) needs a number") }
    return number
  }
}
