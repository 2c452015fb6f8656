internal import Arguments
internal import ChecklistFiles
internal import Hygiene
public import Platform

/// The whole program: words in, exit status out.
public enum Program {
  public static let version = "0.1.0"
  static let tool = "saqta \(version)"

  /// Runs one verb. Every error ends here, as one sentence and one status.
  public static func run(_ arguments: [String], in world: World) async -> ExitStatus {
    do {
      let status = try await dispatch(arguments, in: world)
      guard world.output.hasLostResults, status == .done || status == .found else { return status }
      throw UserError("error.results-lost", status: .stopped)
    } catch {
      return report(error, words: try? interface(for: arguments, in: world), in: world)
    }
  }

  private static func dispatch(_ arguments: [String], in world: World) async throws -> ExitStatus {
    guard let first = arguments.first else {
      world.output.write(Help(try interface(for: arguments, in: world)).greeting)
      return .done
    }
    switch first {
    case "--version":
      world.output.write("\(tool)\n")
      return .done
    case "--help", "-h", "help":
      return try help(about: Array(arguments.dropFirst()), in: world)
    case let option where option.hasPrefix("-"):
      throw UserError("usage.option-first", ["name": cleaned(option)], status: .usage)
    default: break
    }
    guard let (verb, rest) = verb(in: arguments) else {
      let group = group(named: first)
      if !group.isEmpty, arguments.dropFirst().allSatisfy({ ["--help", "-h"].contains($0) }) {
        world.output.write(Help(try interface(for: arguments, in: world)).screen(for: group))
        return arguments.count > 1 ? .done : .usage
      }
      throw UserError(unknownVerb(arguments.prefix(group.isEmpty ? 1 : 2).joined(separator: " ")))
    }
    return try await run(verb, rest, in: world)
  }

  private static func run<V: Verb>(
    _ type: V.Type, _ arguments: [String], in world: World
  ) async throws -> ExitStatus {
    let verb = try type.parse(arguments.map { $0 == "-h" ? "--help" : $0 })
    let setting = try Setting(verb.common, in: world)
    if setting.languageWasNamed { setting.sayHowWellTranslated() }
    if verb.common.help {
      world.output.write(Help(setting.words).screen(for: type))
      return .done
    }
    do {
      return try await verb.run(in: setting)
    } catch {
      return report(error, words: setting.words, in: world)
    }
  }

  /// The verb that the first one or two words name; two win over one.
  static func verb(in arguments: [String]) -> ((any Verb.Type), rest: [String])? {
    for count in [2, 1] where arguments.count >= count {
      let name = arguments.prefix(count).joined(separator: " ")
      if let verb = verbs.first(where: { $0.name == name }) {
        return (verb, Array(arguments.dropFirst(count)))
      }
    }
    return nil
  }

  private static func group(named first: String) -> [any Verb.Type] {
    verbs.filter { $0.name.hasPrefix(first + " ") }
  }

  private static func unknownVerb(_ word: String) -> Message {
    let names = verbs.map { $0.name } + ["help"]
    if let suggestion = nearest(to: word, among: names) {
      return Message("usage.unknown-verb-near", ["verb": cleaned(word), "near": suggestion])
    }
    return Message("usage.unknown-verb", ["verb": cleaned(word)])
  }

  private static func help(about words: [String], in world: World) throws -> ExitStatus {
    let help = Help(try interface(for: words, in: world))
    let words = withoutLanguage(words)
    if words.isEmpty {
      world.output.write(help.overview)
    } else if let (verb, _) = verb(in: words) {
      world.output.write(help.screen(for: verb))
    } else {
      let group = group(named: words[0])
      guard !group.isEmpty else { throw UserError(unknownVerb(words[0])) }
      world.output.write(help.screen(for: group))
    }
    return .done
  }

  /// The interface's words in the language that `--lang` names, wherever it stands: an error in the
  /// other arguments and a help screen are read by the same person.
  private static func interface(for arguments: [String], in world: World) throws -> Words {
    var common = Common()
    common.language = languagePlaces(in: arguments).last?.language
    return try Setting(common, in: world).words
  }

  private static func withoutLanguage(_ arguments: [String]) -> [String] {
    let taken = Set(languagePlaces(in: arguments).flatMap(\.places))
    return arguments.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
  }

  private static func languagePlaces(
    in arguments: [String]
  ) -> [(language: String, places: [Int])] {
    arguments.enumerated().compactMap { place, word in
      if word.hasPrefix("--lang=") { return (String(word.dropFirst(7)), [place]) }
      guard word == "--lang", place + 1 < arguments.count else { return nil }
      return (arguments[place + 1], [place, place + 1])
    }
  }
}

extension UserError {
  fileprivate init(_ message: Message) { self.init(message.id, message.values, status: .usage) }
}
