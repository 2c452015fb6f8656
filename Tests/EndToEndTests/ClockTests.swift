import TestKit
import Testing

/// A clock that is ten years off orders nothing and breaks nothing.
@Suite(
  .enabled(
    if: (try? run(["faketime", "-f", "+1d", "true"]).status) == 0, "faketime is missing"))
struct ClockTests {
  @Test(arguments: [["", "-10y", "", "+10y", ""], ["+10y", "-10y"]])
  func theOrderIsThatOfTheLedger(_ clocks: [String]) throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    var records: [String] = []
    for (number, clock) in clocks.enumerated() {
      let made = try computer.saqta(
        ["audit", "--answers", "given.yaml", "--no-checks", "--round", "round-\(number)"],
        under: clock.isEmpty ? [] : ["faketime", "-f", clock])
      #expect(made.status == 0, "\(made.errorText)")
      let path = try #require(made.text.split(separator: "\n").last.map(String.init))
      records.append(String(path.split(separator: "/").last ?? ""))
      #expect(try computer.open(path).status == 0)
    }
    // From ten years on, and ten years back, everything opens and is in the same order.
    for clock in ["", "-10y", "+10y"] {
      let under = clock.isEmpty ? [] : ["faketime", "-f", clock]
      let handing = [Int32(3): SharedOrganisation.passphrase + "\n"]
      let verified = try computer.saqta(
        ["verify", "--all", "--passphrase-fd", "3"], under: under, handing: handing)
      #expect(verified.status == 0, "\(clock): \(verified.text) \(verified.errorText)")
      let listed = verified.text.split(separator: "\n").compactMap {
        $0.split(separator: ":").first?.split(separator: "/").last.map(String.init)
      }
      #expect(listed.filter(records.contains) == records)
      let tells = verified.text.contains("Records that claim a time in the future")
      #expect(tells || clock == "+10y", "\(clock): \(verified.text)")
      let history = try computer.saqta(
        ["history", "--csv", "--passphrase-fd", "3"], under: under, handing: handing)
      #expect(history.status == 0, "\(history.errorText)")
      let rounds = history.text.matches(of: /round-([0-9])/).map { $0.output.1 }
      let order = rounds.reduce(into: [Substring]()) { if $0.last != $1 { $0.append($1) } }
      #expect(order == clocks.indices.map { "\($0)" }.map { Substring($0) }, "\(history.text)")
      let again = try computer.saqta(
        ["plan", "done", "ACC-01"], under: under, handing: handing)
      #expect(again.status == 0, "\(again.errorText)")
    }
    #expect(try computer.saqtaWithKey(["org", "rotate", "calm-river"]).status == 0)
    #expect(try computer.saqtaWithKey(["verify"]).status == 0)
  }

  @Test(arguments: ["-10y", "+10y"])
  func anOrganisationThatAWrongClockMadeIsAsGoodAsAny(_ clock: String) throws {
    let computer = try Computer()
    let made = try computer.saqta(
      ["org", "new", "--alias", "calm-river", "--name", "Tau", "--passphrase-fd", "3"],
      under: ["faketime", "-f", clock], handing: [3: SharedOrganisation.passphrase + "\n"])
    #expect(made.status == 0, "\(made.errorText)")
    #expect(try computer.open(try computer.audit()).status == 0)
    #expect(try computer.saqtaWithKey(["verify"]).status == 0)
  }
}
