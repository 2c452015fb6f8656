import TestKit
import Testing

/// A checklist of another field works without a line of Swift.
@Suite struct OtherFieldTests {
  private let clinic = "\(packageRoot)/Tests/Fixtures/checklists/clinic"

  @Test func lintAcceptsIt() throws {
    let computer = try Computer()
    let lint = try computer.saqta(["checklist", "lint", clinic])
    #expect(lint.status == 0 && lint.text == "", "\(lint.text)")
    let shown = try computer.saqta(["checklist", "show", clinic, "rec-002"])
    #expect(shown.text.contains("It lowers: Records get out; Records cannot be read"))
  }

  @Test func anAuditAsksItsRolesAndProfilesAndItsReportSpeaksItsWords() throws {
    let computer = try Computer(withOrganisation: true)
    let session = try computer.session(
      ["audit", "--checklist", clinic, "--no-checks"], output: "stdout")
    try session.read(until: "Passphrase for pausing:")
    try session.type("\n")
    for (question, answer) in [
      ("What do you do in the clinic?", "1"), ("go through today?", "1"),
      ("Does the clinic have beds?", "2"), ("Where are the records?", "3"),
      ("Whose network carries the records?", "2 3"),
      // A nurse is not asked about the doctors' cabinet.
      ("DESK-001. Do you lock the screen", "1"),
    ] {
      try session.read(until: question)
      try session.read(until: "Type your answer:")
      try session.type("\(answer)\n")
    }
    try session.read(until: "Type what to do:")
    try session.type("f\n")
    #expect(try session.end() == .exited(0))
    let said = String(decoding: try contentsOfFile("\(computer.path)/stdout"), as: UTF8.self)
    let report = try #require(said.split(separator: "\n").last.map(String.init))
    let opened = try computer.open(report, ["--format", "text"])
    #expect(opened.status == 0)
    for words in [
      "Patient data in a small clinic", "Answered by: nurse", "What was asked: ten minutes",
      "Records get out: ", "Why: The network belongs to others.",
    ] {
      #expect(opened.text.contains(words), "\(words)")
    }
    #expect(!opened.text.lowercased().contains("newsroom"))
  }

  @Test func aRetiredControlNamesItsSuccessor() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {REC-000: met}\n", to: "answers.yaml")
    let ran = try computer.saqta([
      "audit", "--checklist", clinic, "--answers", "answers.yaml", "--no-checks",
    ])
    #expect(ran.status == 3)
    #expect(ran.errorText.contains("'REC-000' is no more; 'REC-001' took its place"))
  }
}
