import TestKit
import Testing

@Suite struct CompleteAuditTests {
  /// Every question there is, a note, the review, and the report opened with both passphrases.
  @Test(arguments: [("dumb", 40), ("xterm", 80)])
  func aWholeAuditEndsInAReportThatOnlyThePassphrasesOpen(terminal: String, columns: Int) throws {
    let marker = "a purple umbrella stand"
    let computer = try Computer(withOrganisation: true)
    let audit = try Questionnaire(
      on: computer, terminal: terminal, columns: columns, output: "stdout")
    try audit.answer(1)
    let count = try audit.position().count
    // The one context question that decides most: with a website everything is asked.
    try audit.session.type("1\n")
    let given = try audit.answer { position in position.number % 7 == 0 ? "s" : "1" }
    #expect(given >= 60, "\(count)")
    try audit.session.read(until: "Type what to do:")
    try audit.session.type("INC-01\n")
    try audit.session.read(until: "h help")
    try audit.session.type("n\n")
    try audit.session.read(until: "Type the note:")
    try audit.session.type(marker + "\n")
    try audit.session.read(until: "The note is kept.")
    #expect(try computer.files(holding: marker) == [])
    #expect(try computer.files(in: "drafts").count == 2)
    try audit.session.type("1\n")
    try audit.session.read(until: "Type what to do:")
    try audit.session.type("f\n")
    #expect(try audit.session.end() == .exited(0))
    expectLines(of: audit.session.transcript, fit: columns)

    #expect(try computer.files(in: "drafts") == [])
    let said = String(decoding: try contentsOfFile("\(computer.path)/stdout"), as: UTF8.self)
    let report = try #require(said.split(separator: "\n").last.map(String.init))
    #expect(report.hasPrefix("\(computer.home)/organisations/calm-river/records/"))
    #expect(try run(["stat", "-c", "%a", report]).text == "600\n")
    #expect(try computer.files(holding: marker) == [])

    let opened = try computer.open(report, ["--format", "text"])
    #expect(opened.status == 0)
    #expect(opened.text.contains(marker))
    let shared = try SharedOrganisation.made.get()
    let recovered = try computer.open(report, with: shared.recovery, ["--format", "text"])
    #expect(recovered.output == opened.output)
    let refused = try computer.open(report, with: shared.recovery + "s")
    #expect(refused.status == 4 && refused.output.isEmpty)
  }

  /// Every line as the program wrote it; the terminal would break longer ones in mid-word.
  private func expectLines(of transcript: String, fit columns: Int) {
    // Addresses are left whole, to be copied.
    for line in visibleLines(of: transcript) where !line.contains("://") {
      #expect(line.count <= columns, "\(line)")
    }
  }

  @Test func aNewOrganisationFitsANarrowWindow() throws {
    let computer = try Computer()
    let session = try computer.session(["audit"], columns: 40, rows: 20)
    try session.read(until: "Type your answer:")
    try session.type("1\n")
    try session.read(until: "'): ")
    try session.type("\n")
    try session.read(until: "records): ")
    try session.type("T\n")
    try session.read(until: "Type your answer:")
    try session.type("1\n")
    try session.read(until: "down: ")
    try session.type("\n")
    try session.read(until: "down: ")
    try session.type("\n")
    try session.read(until: "Passphrase for pausing:")
    expectLines(of: session.transcript, fit: 40)
    session.send(15)
    #expect(try session.end() == .signalled(15))
  }
}

/// The lines of a transcript without colours.
func visibleLines(of transcript: String) -> [String] {
  var text = ""
  var isInSequence = false
  for scalar in transcript.unicodeScalars {
    if scalar == "\u{1B}" {
      isInSequence = true
    } else if isInSequence {
      isInSequence = !scalar.properties.isAlphabetic
    } else if scalar != "\r" {
      text.unicodeScalars.append(scalar)
    }
  }
  return text.split(separator: "\n").map(String.init)
}
