import Glibc
import TestKit
import Testing

/// Killed at any call that changes a file, or refused by the disk at it: old state or new state.
@Suite struct KillingTests {
  private static let changing = ["linkat", "rename", "write", "fsync", "ftruncate"]

  /// A report that was handed over, made once.
  private static let handedOver = Result {
    let computer = try Computer(withOrganisation: true)
    return try contentsOfFile(
      "\(computer.work)/\(computer.audit("answers: {ACC-01: met}\n", ["--out", "handed.cms"]))")
  }

  private func prepared() throws -> Computer {
    let computer = try Computer(withOrganisation: true)
    try computer.write(Self.handedOver.get(), to: "handed.cms")
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    return computer
  }

  private static let verbs = [
    ["audit", "--answers", "given.yaml", "--no-checks"],
    ["add", "handed.cms", "--passphrase-fd", "3"],
  ]

  @Test(
    .enabled(if: Computer.canTrace, Computer.whyNotTraced), arguments: verbs)
  func killedAtAnyCallNothingIsLostAndNothingIsHalf(_ verb: [String]) throws {
    var kills = 0
    for call in Self.changing {
      for number in 1...40 {
        let computer = try prepared()
        guard try computer.saqta(verb, at: call, number, does: "signal=SIGKILL") != nil
        else { break }
        kills += 1
        let place = "\(verb[0]), \(call) \(number)"
        let names = try computer.contents().map { $0.split(separator: " ")[0] }
        // Only between the two calls that replace a file there is a name beside it.
        #expect(names.count { $0.contains(".new-") } == (call == "rename" ? 1 : 0), "\(place)")
        let found = try computer.saqta(["verify", "--all"])
        let wrong = found.text.split(separator: "\n").filter { line in
          line.hasPrefix("records/") && !line.contains(": fine: ")
            && !line.contains(": not entered: ")
        }
        #expect(wrong == [], "\(place)")
        // Again, as a person would: it works, and nothing is in the way.
        let again = try computer.saqta(
          verb, handing: [3: SharedOrganisation.passphrase + "\n"])
        #expect(again.status == 0, "\(place): \(again.errorText)")
        let adopted = try computer.saqta(
          ["verify", "--adopt", "--passphrase-fd", "3"],
          handing: [3: SharedOrganisation.passphrase + "\n"])
        #expect(adopted.status == 0, "\(place): \(adopted.text)")
        #expect(try !computer.contents().contains { $0.contains(".new-") }, "\(place)")
      }
    }
    #expect(kills >= 8)
  }

  @Test(
    .enabled(if: Computer.canTrace, Computer.whyNotTraced),
    arguments: verbs)
  func aDiskThatRefusesAtAnyCallLeavesTheOldStateOrTheNew(_ verb: [String]) throws {
    for call in Self.changing {
      let error = call == "fsync" ? "EIO" : "ENOSPC"
      for number in 1...40 {
        let computer = try prepared()
        let before = try computer.contents()
        let place = "\(verb[0]), \(call) \(number)"
        guard
          let ran = try computer.saqta(verb, at: call, number, does: "error=\(error)")
        else { break }
        let after = try computer.contents()
        if ran.status == 0 || ran.errorText.contains("the results could not be written out") {
          #expect(after != before, "\(place)")
        } else if ran.status == 5 {
          #expect(after == before, "\(place): \(ran.errorText)")
          let sentences = ran.errorText.split(separator: "\n").filter { $0.hasPrefix("saqta: ") }
          #expect(sentences.count == 1, "\(place): \(ran.errorText)")
        } else {
          // Standard output and error are written to as well: then nobody can be told.
          #expect(call == "write", "\(place): \(ran.status) \(ran.errorText)")
        }
        #expect(try computer.saqta(["verify"]).status == 0, "\(place)")
        #expect(!after.contains { $0.contains(".new-") }, "\(place)")
      }
    }
  }

  @Test func fiftyProgramsAtOnceEachEnterTheirRecord() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    let ran = try computer.saqta(
      [],
      under: [
        "sh", "-c",
        """
        for i in $(seq 50); do "$@" audit --answers given.yaml --no-checks >$i.out 2>$i.err & done
        wait; cat *.out | sort -u | wc -l
        """, "sh",
      ])
    #expect(ran.text == "50\n", "\(ran.errorText)")
    let verified = try computer.saqta(
      ["verify", "--json", "--passphrase-fd", "3"],
      handing: [3: SharedOrganisation.passphrase + "\n"])
    #expect(verified.status == 0, "\(verified.text)")
    #expect(verified.text.contains("\"records\":51"))
    #expect(verified.text.contains("\"unsigned\":50"))
  }
}
