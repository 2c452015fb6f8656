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

  /// Two people of one round, then a round a year later by name; a practice run of nothing else.
  @Test func aHistoryGoesFromRoundToRound() throws {
    _ = try computer.audit("answers: {ACC-01: not-met}\n", ["--round", "2026-autumn"])
    _ = try computer.audit("answers: {ACC-01: met}\n", ["--round", "2026-autumn"])
    _ = try computer.audit(
      "role: editor\nanswers: {ACC-01: met}\nnotes: {ACC-01: a blue bucket}\n",
      ["--round", "2027-spring"])
    let shown = try saqta(["history", "--plain"])
    #expect(shown.status == 0 && shown.errorText.isEmpty)
    #expect(shown.text.contains("2026-autumn: 2 audits\n"))
    #expect(shown.text.contains("2027-spring: 1 audit\n"))
    #expect(shown.text.contains("From 2026-autumn to 2027-spring, over what both asked"))
    let document = try saqta(["history", "--json"]).text
    #expect(document.contains(#""format":"saqta-history""#))
    #expect(!document.contains("editor") && !document.contains("blue bucket"))
    let table = try saqta(["history", "--csv"])
    #expect(table.text.hasPrefix("round,audits,group,name,basis,"))
    #expect(table.errorText.contains("not encrypted"))
    #expect(try saqta(["history", "--csv", "--json"]).status == 2)
    #expect(try computer.saqta(["audit", "--round", "A B"]).status == 2)
    let refused = try computer.saqta(
      ["history", "--passphrase-fd", "3"], handing: [3: "wrong\n"])
    #expect(refused.status == 4 && refused.output.isEmpty)
  }

  /// Staff with nothing but the certificate add to the plan; an audit opens again what is not done.
  @Test func aPlanIsKeptByAllAndReadByTheKeyHolder() throws {
    for change in [
      ["assign", "acc-03", "--owner", "editor", "--due", "2020-01-31"],
      ["assign", "DEV-01", "--owner", "technical"],
      ["due", "DEV-01", "--due", "2099-12-31"], ["done", "INC-01"],
      ["drop", "TRV-01", "--reason", "a yellow ladder"],
    ] {
      let made = try computer.saqta(["plan"] + change)
      #expect(made.status == 0 && made.output.isEmpty, "\(made.errorText)")
    }
    #expect(try computer.files(holding: "a yellow ladder") == [])
    let first = try saqta(["plan", "list"])
    #expect(first.status == 0)
    for text in ["Overdue: 1\n  ACC-03", "Open: 1\n  DEV-01", "Done: 1\n  INC-01", "yellow ladder"]
    {
      #expect(first.text.contains(text), "\(first.text)")
    }
    _ = try computer.audit("answers: {INC-01: not-met, ACC-01: not-met}\n")
    let later = try saqta(["plan", "list"]).text
    #expect(later.contains("Open: 2\n") && later.contains("a later audit found that it is not"))
    #expect(later.contains("nobody has taken up"))
    #expect(try saqta(["plan", "list", "--ics"]).text.contains("DUE;VALUE=DATE:20991231\r\n"))
    #expect(try saqta(["plan", "list", "--csv"]).text.hasPrefix("control,state,overdue,"))
    #expect(try saqta(["plan", "list", "--json"]).text.contains(#""reopened":true"#))
  }

  @Test(arguments: [
    (["assign", "ACC-99", "--owner", "editor"], "did you mean ACC-"),
    (["assign", "ACC-03", "--owner", "Aigul"], "'Aigul' is no role of the checklist"),
    (["assign", "ACC-03"], "--owner"), (["drop", "ACC-03"], "--reason"),
    (["drop", "ACC-03", "--reason", "  "], "--reason"), (["due", "ACC-03"], "--due"),
    (["due", "ACC-03", "--due", "2027-02-30"], "--due"), (["done"], "CONTROL"),
    (["list", "--csv", "--ics"], "choose one"),
  ])
  func aChangeOfAnotherFormIsRefusedAndLeavesNothing(_ words: [String], _ said: String) throws {
    let before = try computer.contents()
    let refused = try computer.saqta(["plan"] + words)
    #expect(refused.status == 2 && refused.errorText.contains(said), "\(refused.errorText)")
    #expect(try computer.contents() == before)
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
