import TestKit
import Testing

/// A computer of its own for one test: a home folder of saqta's, a person's folder, a temporary
/// folder and a folder to work in.
final class Computer: Sendable {
  private let scratch = Result { try Scratch() }
  /// The folder that holds all the others.
  let path: String
  var home: String { "\(path)/home" }
  var work: String { "\(path)/work" }

  /// With the organisation that all tests share, and its keys, or with nothing.
  init(withOrganisation organisation: Bool = false) throws {
    path = try scratch.get().path
    for folder in ["home", "person", "tmp", "work"] {
      try TestKit.run(["mkdir", "-m", "700", "\(path)/\(folder)"])
    }
    guard organisation else { return }
    let shared = try SharedOrganisation.made.get()
    let unpacked = try TestKit.run(["tar", "-x", "-C", home], input: shared.archive)
    try #require(unpacked.status == 0, "\(unpacked.errorText)")
  }

  /// All of it: nothing is inherited from whoever runs the tests.
  func environment(terminal: String = "dumb") throws -> [String: String] {
    let program = try builtProgram()
    let folder = String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
    return [
      "SAQTA_HOME": home, "HOME": "\(path)/person", "TMPDIR": "\(path)/tmp", "TERM": terminal,
      "PATH": "\(folder):/usr/sbin:/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Runs saqta without a terminal, in `work`, below the programs named in `under`.
  func saqta(
    _ arguments: [String], under: [String] = [], handing: [Int32: String] = [:],
    adding: [String: String] = [:]
  ) throws -> Ran {
    try TestKit.run(
      ["setsid", "-w"] + under + [try builtProgram()] + arguments,
      handing: handing.mapValues { Array($0.utf8) },
      environment: try environment().merging(adding) { $1 }, in: work)
  }

  /// Runs saqta on a terminal. Its standard output goes to the file `output`, if there is one, and
  /// standard error beside it.
  func session(
    _ arguments: [String], under: [String] = [], terminal: String = "dumb", columns: Int = 80,
    rows: Int = 24, output: String? = nil
  ) throws -> Session {
    let words = under + [try builtProgram()] + arguments
    return try Session(
      words[0], Array(words.dropFirst()), environment: try environment(terminal: terminal),
      columns: columns, rows: rows, output: output.map { "\(path)/\($0)" },
      errors: output.map { "\(path)/\($0)-errors" })
  }

  /// The files below the home, the person's and the temporary folder that hold this text.
  func files(holding text: String) throws -> [String] {
    try lines(
      of: ["grep", "-rlaF", "-e", text] + ["home", "person", "tmp"].map { "\(path)/\($0)" })
  }

  /// Everything below the home folder with kind, mode and size, sorted.
  func contents() throws -> [String] {
    try lines(of: ["find", home, "-printf", "%P %y %m %s\\n"]).sorted()
  }

  /// The paths of the files in a folder below the home folder; none if it is not there.
  func files(in folder: String) throws -> [String] {
    try lines(of: ["find", "\(home)/\(folder)", "-type", "f"]).sorted()
  }

  /// Writes a file into `work`.
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }
  func write(_ bytes: [UInt8], to name: String) throws {
    try scratch.get().write(bytes, to: "work/\(name)")
  }

  private func lines(of command: [String]) throws -> [String] {
    try TestKit.run(command).text.split(separator: "\n").map(String.init)
  }
}

/// An organisation that is made once, because its keys cost half a second each. Tests get copies.
struct SharedOrganisation: Sendable {
  static let made = Result { try SharedOrganisation() }
  static let alias = "calm-river"
  static let name = "Tau Khabar Newsroom"
  static let passphrase = "kettle lamp fern oven rope tile plum"

  /// A home folder as a tar archive.
  let archive: [UInt8]
  let recovery: String

  private init() throws {
    let computer = try Computer()
    let made = try computer.saqta(
      [
        "org", "new", "--alias", SharedOrganisation.alias, "--name", SharedOrganisation.name,
        "--passphrase-fd", "3", "--recovery-fd", "4",
      ], under: ["sh", "-c", "exec \"$@\" 4>recovery", "sh"],
      handing: [3: SharedOrganisation.passphrase + "\n"])
    try #require(made.status == 0, "\(made.errorText)")
    let written = try contentsOfFile("\(computer.work)/recovery").dropLast()
    recovery = String(decoding: written, as: UTF8.self)
    archive = try run(["tar", "-c", "-C", computer.home, "."]).output
  }
}

extension Computer {
  /// Opens a report without a terminal.
  func open(
    _ file: String, with passphrase: String = SharedOrganisation.passphrase,
    _ more: [String] = ["--format", "json"]
  ) throws -> Ran {
    try saqta(["open", file, "--passphrase-fd", "3"] + more, handing: [3: passphrase + "\n"])
  }

  /// Makes an audit from an answers file without a terminal.
  ///
  /// - Returns: the path of the report.
  func audit(
    _ answers: String = "answers: {ACC-01: met}\n", _ more: [String] = []
  ) throws -> String {
    try write(answers, to: "given.yaml")
    let made = try saqta(["audit", "--answers", "given.yaml", "--no-checks"] + more)
    try #require(made.status == 0, "\(made.errorText)")
    return try #require(made.text.split(separator: "\n").last.map(String.init))
  }
}
