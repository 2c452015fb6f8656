import Glibc
import TestKit
import Testing

/// What a person typed must not be found on the disk afterwards, whoever reads it and however.
@Suite struct LeakTests {
  private static let folder = "\(packageRoot)/Tests/Lab/leaks"
  private static let isPossible = access("/usr/bin/linux.uml", X_OK) == 0
  private static let note = "a лиловый umbrella stand"
  private static let deleted = "a жёлтый parasol crate"
  private static let argument = "a зелёный lantern hook"

  /// An audit on a terminal, paused, ended and opened, in a Linux of its own on a disk of its own; then the
  /// raw disk is searched, with all that was deleted from it.
  @Test(.enabled(if: isPossible, "linux.uml is not installed"))
  func nothingThatWasTypedIsOnTheDisk() throws {
    let computer = try Computer(withOrganisation: true)
    let image = "\(computer.path)/disk.img"
    let controls = "\(computer.path)/controls"
    try run(["mkdir", controls])
    try run(
      ["/usr/bin/python3", "\(Self.folder)/search.py", "--write", controls],
      input: Array(Self.deleted.utf8), environment: ["PYTHONUTF8": "1"])
    try run(["tee", "\(controls).argument"], input: Array(Self.argument.utf8))
    try Self.audit(
      on: computer, under: ["/bin/bash", "\(Self.folder)/run.sh", image, computer.home, controls])

    let typed = [Self.note, Questionnaire.pausing, SharedOrganisation.passphrase]
    #expect(try Self.found(typed + [SharedOrganisation.name, "INC-01"], in: image) == [])
    // Arguments and deleted files would have been found.
    #expect(
      try Self.found([Self.argument], in: image) == ["disk.img: \(Self.argument) (utf-8)"])
    let forms = try run(["ls", controls]).text.split(separator: "\n").map(String.init)
    #expect(forms.count == 13)
    #expect(
      try Self.found([Self.deleted], in: image)
        == forms.map { "disk.img: \(Self.deleted) (\($0))" }.sorted())
  }

  private static func audit(on computer: Computer, under: [String]) throws {
    let audit = try Questionnaire(on: computer, under: under)
    let session = audit.session
    try audit.answer(12)
    try audit.position()
    try session.type("l\n")
    try session.read(until: "Type where to go:")
    try session.type("INC-01\n")
    try audit.position()
    try session.type("n\n")
    try session.read(until: "Type the note:")
    try session.type(note + "\n")
    try session.read(until: "The note is kept.")
    try session.type("1\n")
    try audit.position()
    try session.type("q\n")
    try session.read(until: "it ended with 0.")
    try session.read(until: "Passphrase of the paused audit:")
    try session.type(Questionnaire.pausing + "\n")
    try audit.position()
    try session.type("l\n")
    try session.read(until: "Type where to go:")
    try session.type("review\n")
    try session.read(until: "Type what to do:")
    try session.type("f\n")
    try session.read(until: "it ended with 0.")
    try session.read(until: "Passphrase of 'calm-river':")
    try session.type(SharedOrganisation.passphrase + "\n")
    try session.read(until: note)
    try session.read(until: "it ended with 0.")
    try session.read(until: "the disk is closed")
    _ = try session.end()
    #expect(!session.transcript.contains(Questionnaire.pausing))
  }

  private static func found(_ phrases: [String], in path: String) throws -> [String] {
    let searched = try run(
      ["/usr/bin/python3", "\(folder)/search.py", path],
      input: Array(phrases.joined(separator: "\n").utf8), environment: ["PYTHONUTF8": "1"])
    try #require(searched.status == 0, "\(searched.errorText)")
    return searched.text.split(separator: "\n").map(String.init).sorted()
  }
}
