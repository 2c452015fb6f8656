import Glibc
import TestKit
import Testing

/// However an audit is broken off, the terminal stays usable and the answers are there.
@Suite struct StoppingTests {
  enum Stop: String, CaseIterable {
    case interrupt, endOfInput, terminate, hangUp, closedWindow, kill

    func happen(to session: Session) throws {
      switch self {
      case .interrupt: try session.type("\u{3}")
      case .endOfInput: try session.type("\u{4}")
      case .terminate: session.send(SIGTERM)
      case .hangUp: session.send(SIGHUP)
      case .closedWindow: session.terminal.hangUp()
      case .kill: session.send(SIGKILL)
      }
    }

    var endings: [Session.Ending] {
      switch self {
      case .interrupt: [.signalled(SIGINT)]
      case .endOfInput: [.exited(130)]
      case .terminate: [.signalled(SIGTERM)]
      case .hangUp: [.signalled(SIGHUP)]
      // The kernel ends the input a moment before it sends the signal.
      case .closedWindow: [.signalled(SIGHUP), .exited(130)]
      case .kill: [.signalled(SIGKILL)]
      }
    }
  }

  @Test(arguments: Stop.allCases)
  func anAuditThatIsBrokenOffGoesOnWithAllAnswers(_ stop: Stop) throws {
    let computer = try Computer(withOrganisation: true)
    let audit = try Questionnaire(on: computer)
    try audit.answer(20)
    let position = try audit.position()
    audit.session.terminal.resize(columns: 40, rows: 20)
    // Half an answer: it may be lost, and nothing else.
    try audit.session.type("2")
    // Ctrl-D ends a line that is not empty, so it takes two.
    if stop == .endOfInput { try audit.session.type("\u{4}") }
    try stop.happen(to: audit.session)
    #expect(stop.endings.contains(try audit.session.end()))
    if stop != .closedWindow { #expect(audit.session.terminal.isEchoing) }
    #expect(try computer.files(holding: "newsroom") == [])
    #expect(try computer.files(holding: Questionnaire.pausing) == [])
    #expect(try computer.files(in: "drafts").count == 2)

    let resumed = try Questionnaire(resumedOn: computer)
    #expect(try resumed.position() == position)
    try resumed.session.type("l\n")
    try resumed.session.read(until: "Type where to go: ")
    try resumed.session.type("review\n")
    let review = try resumed.session.read(until: "Type what to do:")
    // The profile that the command line gave is one of them.
    #expect(review.contains("21 of \(position.count) questions are answered"), "\(review)")
    try resumed.session.type("q\n")
    #expect(try resumed.session.end() == .exited(0))
  }

  @Test(arguments: Stop.allCases.filter { $0 != .kill })
  func theEchoIsOnAgainAfterAPassphraseThatWasNotTyped(_ stop: Stop) throws {
    let computer = try Computer(withOrganisation: true)
    let session = try computer.session(["audit", "--no-checks"])
    try session.read(until: "Passphrase for pausing:")
    #expect(!session.terminal.isEchoing)
    if stop != .endOfInput { try session.type("half of it") }
    try stop.happen(to: session)
    #expect(stop.endings.contains(try session.end()))
    if stop != .closedWindow { #expect(session.terminal.isEchoing) }
    #expect(!session.transcript.contains("half"))
    #expect(try computer.files(in: "drafts") == [])
  }

  /// A service that takes the connection and is silent keeps the checks busy for seconds.
  @Test(arguments: [Stop.interrupt, .terminate, .hangUp])
  func whileChecksRunItStopsAtOnce(_ stop: Stop) throws {
    let silent = try Peer(.silent)
    let computer = try Computer(withOrganisation: true)
    try computer.write("https://127.0.0.1:\(silent.port)\n", to: "targets")
    let audit = try Questionnaire(
      on: computer, ["--targets", "\(computer.work)/targets", "--resolver", "127.0.0.1:9"])
    try audit.session.read(until: "Type your answer:")
    try audit.session.type("l\n")
    try audit.session.read(until: "Type where to go:")
    try audit.session.type("review\n")
    try audit.session.read(until: "May saqta make these network checks?")
    try audit.session.read(until: "Type your answer:")
    try audit.session.type("1\n")
    try audit.session.read(until: "Waiting for the measurements")
    try stop.happen(to: audit.session)
    let begin = ContinuousClock.now
    #expect(stop.endings.contains(try audit.session.end()))
    #expect(begin.duration(to: .now) < .seconds(3))
    #expect(try computer.files(in: "drafts").count >= 1)
  }
}
