import TestKit
import Testing

/// Audits without a terminal, and their reports opened with tools that are not ours.
@Suite struct UnattendedTests {
  private static let answers = """
    role: editor
    context: {country: kg, team: up-to-5, website: yes}
    answers: {INC-01: met, ACC-01: partly, DEV-01: unknown, GOV-01: not-met}
    notes: {INC-01: "Ümüt, сақта, a tall green wardrobe"}

    """

  private static let validator = """
    import json, sys, jsonschema
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.load(sys.stdin.buffer))
    """

  @Test func threeProgramsReadTheSameDocument() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write(Self.answers, to: "given.yaml")
    let made = try computer.saqta(["audit", "--answers", "given.yaml", "--no-network"])
    #expect(made.status == 0, "\(made.errorText)")
    let report = try #require(made.text.split(separator: "\n").last.map(String.init))
    #expect(made.text == "\(report)\n", "standard output holds the path only")

    let ours = try computer.open(report)
    #expect(ours.status == 0, "\(ours.errorText)")
    #expect(ours.text.contains("Ümüt, сақта, a tall green wardrobe"))
    let keys = "\(computer.home)/organisations/calm-river/keys"
    try run(["cp", report, "\(computer.work)/record.cms"])
    try run(["cp", "\(keys)/1.key", "\(computer.work)/org.key"])
    for passphrase in [SharedOrganisation.passphrase, try SharedOrganisation.made.get().recovery] {
      let stock = try plaintextByStockTools(on: computer, passphrase)
      #expect(document(in: stock) == ours.output)
      let independent = try plaintextByTheOpener(on: computer, passphrase)
      #expect(independent == stock)
      try run(["cp", "\(keys)/1.recovery", "\(computer.work)/org.key"])
    }
    let valid = try run(
      ["/usr/bin/python3", "-c", Self.validator, "\(packageRoot)/Docs/report.schema.json"],
      input: ours.output)
    #expect(valid.status == 0, "\(valid.errorText)")
  }

  /// Line 2 of a plaintext with its line end.
  private func document(in plaintext: [UInt8]) -> [UInt8] {
    let lines = plaintext.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
    return lines.count > 1 ? Array(lines[1]) + [10] : []
  }

  /// The recipe of Docs/Formats/KeyFile.md, word for word.
  private func plaintextByStockTools(
    on computer: Computer, _ passphrase: String
  ) throws -> [UInt8] {
    let page = try contentsOfFile("\(packageRoot)/Docs/Formats/KeyFile.md")
    let recipe = try #require(
      String(decoding: page, as: UTF8.self).split(separator: "```sh\n").dropFirst().first
    )
    .split(separator: "```")[0]
    let opened = try run(["sh", "-euc", "PASS='\(passphrase)'\n\(recipe)"], in: computer.work)
    #expect(opened.status == 0, "\(opened.errorText)")
    return try contentsOfFile("\(computer.work)/plaintext")
  }

  private func plaintextByTheOpener(on computer: Computer, _ passphrase: String) throws -> [UInt8] {
    let opener = ["/usr/bin/python3", "\(vectors)/opener.py"]
    let key = try run(
      opener + ["key", "org.key"], input: Array(passphrase.utf8), in: computer.work)
    #expect(key.status == 0, "\(key.errorText)")
    try computer.write(key.output, to: "opened.der")
    let record = try run(opener + ["record", "record.cms", "opened.der"], in: computer.work)
    #expect(record.status == 0, "\(record.errorText)")
    return record.output
  }

  /// A resident size, in KiB, at its highest; the promise is 60 MB for an old laptop.
  @Test func anAuditNeedsLittleMemory() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write(Self.answers, to: "given.yaml")
    let arguments = ["audit", "--answers", "given.yaml", "--no-network"]
    let made = try computer.saqta(
      [computer.work, try builtProgram()] + arguments,
      under: [
        "/usr/bin/python3", "-c",
        """
        import os, resource, subprocess, sys
        status = subprocess.call(sys.argv[3:])
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sys.exit(status)
        """,
      ])
    let size = try #require(made.text.split(separator: "\n").last.flatMap { Int($0) })
    #expect(made.status == 0 && size > 1000 && size < 60_000, "\(size) KiB")
  }

  @Test func noConsentMeansTheListIsPrintedAndNobodyIsContacted() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write(Self.answers, to: "given.yaml")
    let made = try computer.saqta(["audit", "--answers", "given.yaml"])
    #expect(made.status == 0)
    #expect(made.errorText.hasPrefix("Before anything is sent: this is whom this computer would"))
    #expect(made.errorText.contains("The network checks are left out: nobody can be asked here."))
    let report = try #require(made.text.split(separator: "\n").last.map(String.init))
    let opened = try computer.open(report).text
    #expect(opened.contains(#""because":"no-consent""#))
  }
}
