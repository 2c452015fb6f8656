internal import Arguments
internal import Platform

/// Something saqta can be told to do. One file each in `Verbs`; the list of them is generated.
protocol Verb: Sendable {
  /// One word or two, such as `org new`.
  static var name: String { get }
  static var arguments: [Argument<Self>] { get }
  var common: Common { get set }
  init()
  func run(in setting: Setting) async throws -> ExitStatus
}

/// The options that every verb has.
struct Common: Sendable {
  var help = false
  var language: String?
  var home: String?
  var plain = false

  static let arguments: [Argument<Common>] = [
    .option("--lang", "CODE", \.language),
    .option("--home", "DIR", \.home),
    .flag("--plain", \.plain),
    .flag("--help", \.help),
  ]
}

extension Verb {
  /// The first word of every id of its texts: `verb.org-new`.
  static var words: String { "verb.\(name.split(separator: " ").joined(separator: "-"))" }

  static var allArguments: [Argument<Self>] {
    arguments + Common.arguments.map { $0.lifted(\.common) }
  }

  static func parse(_ words: some Sequence<String>) throws(UsageError) -> Self {
    try Arguments.parse(words, into: Self(), by: allArguments)
  }
}

/// An argument that a verb cannot do without, as its help calls it.
func missing(_ name: String) -> UserError {
  UserError("usage.missing", ["name": name], status: .usage)
}
