import TestKit
import Testing

/// Two terminals at once do no harm.
@Suite struct TwoTerminalsTests {
  private func pausedAudit(on computer: Computer) throws {
    let audit = try Questionnaire(on: computer)
    try audit.answer(3)
    try audit.position()
    audit.session.send(15)
    _ = try audit.session.end()
  }

  @Test func aDraftIsOpenInOneTerminalOnly() throws {
    let computer = try Computer(withOrganisation: true)
    let audit = try Questionnaire(on: computer)
    try audit.answer(3)
    // The audit itself, and then whoever resumed it.
    for _ in 0..<2 {
      let second = try computer.session(["resume", "--no-checks"])
      #expect(try second.end() == .exited(2))
      #expect(second.transcript.contains("the paused audit is open in another terminal"))
    }
    try audit.position()
    audit.session.send(15)
    _ = try audit.session.end()

    let first = try Questionnaire(resumedOn: computer)
    let second = try computer.session(["resume", "--no-checks"])
    #expect(try second.end() == .exited(2))
    try first.answer(2)
    try first.position()
    first.session.send(9)
    _ = try first.session.end()
    // A terminal that was killed holds nothing.
    let third = try Questionnaire(resumedOn: computer)
    #expect(try third.position().number > 5)
    third.session.send(15)
    _ = try third.session.end()
  }

  @Test func anAuditBesideAPausedOneKeepsBoth() throws {
    let computer = try Computer(withOrganisation: true)
    try pausedAudit(on: computer)
    let resumed = try Questionnaire(resumedOn: computer)
    try resumed.position()
    let sealed = try computer.audit()
    #expect(try computer.open(sealed).status == 0)
    try resumed.session.type("l\n")
    try resumed.session.read(until: "Type where to go:")
    try resumed.session.type("review\n")
    #expect(try resumed.finish() == .exited(0))
    let verified = try computer.saqtaWithKey(["verify", "--json"])
    #expect(verified.status == 0 && verified.text.contains("\"records\":3"), "\(verified.text)")
    #expect(try computer.files(in: "drafts") == [])
  }

  @Test func reportsAreTakenInWhileOthersAreSealed() throws {
    let computer = try Computer(withOrganisation: true)
    for number in 1...5 {
      let file = "handed-\(number).cms"
      _ = try computer.audit("answers: {ACC-0\(number): met}\n", ["--out", file])
    }
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    try computer.write(SharedOrganisation.passphrase + "\n", to: "passphrase")
    let ran = try computer.saqta(
      [],
      under: [
        "sh", "-c",
        """
        for i in 1 2 3 4 5; do
          "$@" audit --answers given.yaml --no-checks >/dev/null 2>$i.audit || echo $i >>failed &
          "$@" add handed-$i.cms --passphrase-fd 3 3<passphrase >/dev/null 2>$i.add || echo $i >>failed &
        done
        wait; cat failed 2>/dev/null
        """, "sh",
      ])
    #expect(ran.text == "", "\(ran.text)")
    let verified = try computer.saqtaWithKey(["verify", "--json"])
    #expect(verified.status == 0 && verified.text.contains("\"records\":11"), "\(verified.text)")
  }

  /// Whoever seals after the new key came, with what was known before, still seals to it.
  @Test func aNewKeyWhileOthersSealLosesNoReport() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    try computer.write(SharedOrganisation.passphrase + "\n", to: "passphrase")
    let ran = try computer.saqta(
      [],
      under: [
        "sh", "-c",
        """
        "$@" org rotate calm-river --destroy --yes --passphrase-fd 3 3<passphrase >rotated 2>&1 &
        for i in $(seq 20); do
          "$@" audit --answers given.yaml --no-checks >$i.out 2>$i.err || echo $i >>failed &
          sleep 0.15
        done
        wait; cat failed 2>/dev/null; tail -n 1 rotated
        """, "sh",
      ])
    #expect(ran.text == "calm-river\n", "\(ran.text)")
    let verified = try computer.saqtaWithKey(["verify", "--json"])
    #expect(verified.status == 0, "\(verified.text)")
    let history = try computer.saqtaWithKey(["history", "--json"])
    #expect(history.text.contains("\"audits\":20"), "\(history.text.prefix(400))")
  }

  @Test func anAuditOfAnErasedOrganisationSaysSoAndLeavesNothing() throws {
    for what in [["--org", "calm-river"], ["--everything"], ["--drafts"]] {
      let computer = try Computer(withOrganisation: true)
      let audit = try Questionnaire(on: computer)
      try audit.answer(2)
      try audit.position()
      #expect(try computer.saqta(["erase", "--yes"] + what).status == 0)
      let left = try computer.contents()
      try audit.session.type("1\n")
      if what.count == 2 {
        try audit.position()
        try audit.session.type("l\n")
        try audit.session.read(until: "Type where to go:")
        try audit.session.type("review\n")
        #expect(try audit.finish() == .exited(2))
        #expect(audit.session.transcript.contains("there is no organisation 'calm-river' here"))
      } else {
        #expect(try audit.session.end() == .exited(5))
        #expect(audit.session.transcript.contains("the paused audit was erased meanwhile"))
        #expect(!audit.session.transcript.contains("Your answers are kept"))
        #expect(try computer.contents() == left)
      }
      #expect(try computer.files(in: "organisations").isEmpty == (what != ["--drafts"]))
    }
  }
}
