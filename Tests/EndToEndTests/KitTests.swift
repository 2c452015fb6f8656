import TestKit
import Testing

/// Files of the conformance kit, opened by the program itself.
@Suite struct KitTests {
  private let kit: ConformanceKit
  private let computer: Computer

  init() throws {
    kit = try ConformanceKit.shared.get()
    computer = try Computer()
    try kit.install(below: computer.home)
  }

  private func open(_ entry: ConformanceKit.Entry, as format: String = "text") throws -> Ran {
    try computer.write(kit.bytes(of: entry), to: "given.cms")
    return try computer.open(
      "given.cms", with: String(decoding: kit.passphrase, as: UTF8.self), ["--format", format])
  }

  /// All faults inside, and some of each other group: `VaultTests` goes through all of them.
  private var chosen: [ConformanceKit.Entry] {
    let some: Set = [
      "downgrade-cfb", "tag-4", "tag-1-007", "icv-12", "ccm", "nonce-13", "type-signed",
      "indefinite", "length-outside-2-gib", "recipients-0", "recipients-100000", "pwri", "kdf-sha1",
      "point-beyond-prime", "fixed-00000", "fixed-65805", "trailing-01", "cut-00000", "size-zeros",
      "tag-65822", "wrapped-00176", "another-key", "16-mib-tag", "attributes-missing",
    ]
    return kit.records.filter { entry in
      [.refusedInside, .tooNew].contains(entry.verdict)
        || some.contains(String(entry.file.dropFirst("records/".count).dropLast(".cms".count)))
    }
  }

  @Test func theProgramRefusesInOneSentenceAndShowsNothing() throws {
    #expect(chosen.count > 80)
    let before = try computer.contents()
    for entry in chosen {
      let refused = try open(entry)
      let sentence =
        entry.verdict == .tooNew
        ? "saqta: 'given.cms' was written by a newer saqta; update this one to read it\n"
        : "saqta: 'given.cms' cannot be opened with this key; check that it is the right file, "
          + "undamaged and for this organisation\n"
      #expect(refused.errorText == sentence, "\(entry)")
      #expect(refused.status == 3 && refused.output.isEmpty, "\(entry)")
    }
    #expect(try computer.contents() == before)
    #expect(try computer.files(holding: ConformanceKit.marker) == [])
  }

  /// What the marker looks like when something is shown.
  @Test func theProgramOpensTheSoundReportOfTheKit() throws {
    let report = try #require(kit.records.first { $0.file == "records/report.cms" })
    let opened = try open(report)
    #expect(opened.status == 0, "\(opened.errorText)")
    #expect(opened.text.contains(ConformanceKit.marker))
  }
}
