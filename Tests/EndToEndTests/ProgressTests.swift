import TestKit
import Testing

@Suite struct ProgressTests {
  private let computer: Computer

  init() throws { computer = try Computer(withOrganisation: true) }

  private func saqta(_ arguments: [String]) throws -> Ran {
    try computer.saqta(
      arguments + ["--passphrase-fd", "3"], handing: [3: SharedOrganisation.passphrase + "\n"])
  }

  @Test func twoAuditsAreComparedForOnePassphrase() throws {
    let before = try computer.audit("answers: {ACC-01: not-met, DEV-01: met}\n")
    let after = try computer.audit("answers: {ACC-01: met, DEV-01: unknown}\n")
    let shown = try saqta(["compare", before, after])
    #expect(shown.status == 0 && shown.errorText.isEmpty)
    #expect(shown.text.contains("Resolved, nothing is left to do: 1\n"))
    #expect(shown.text.contains("Declined: 1\n"))
    let document = try saqta(["compare", before, after, "--json"])
    #expect(document.text.contains(#""counts":{"declined":1,"resolved":1,"unchanged":"#))
    #expect(try saqta(["compare", before]).status == 2)
    let refused = try computer.saqta(
      ["compare", before, after, "--passphrase-fd", "3"], handing: [3: "wrong\n"])
    #expect(refused.status == 4 && refused.output.isEmpty)
  }

  /// A copy of the example checklist whose one control is called otherwise.
  @Test func auditsWithNothingInCommonAreToldApart() throws {
    for name in ["one", "two"] {
      _ = try computer.saqta(["checklist", "new", name])
    }
    let files = ["two/checklist.yaml", "two/text.en.yaml"].map { "\(computer.work)/\($0)" }
    _ = try run(["sed", "-i", "-E", "s/\\b([A-Z]{3})-0([0-9])/\\1-9\\2/g"] + files)
    let reports = try ["one", "two"].map {
      try computer.audit("answers: {}\n", ["--checklist", $0])
    }
    let compared = try saqta(["compare"] + reports)
    #expect(compared.status == 1)
    #expect(compared.text.contains("The two audits have no question in common"))
    #expect(try saqta(["compare", "--json"] + reports).status == 1)
  }
}
