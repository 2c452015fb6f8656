import Glibc
import TestKit
import Testing

/// Bad input gets one sentence and the right status, and leaves nothing behind.
@Suite struct BadInputTests {
  struct Answers: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let status: Int32
    let complaint: String

    init(_ name: String, _ text: String, _ complaint: String) {
      self.init(name, Array(text.utf8), complaint)
    }

    init(_ name: String, _ bytes: [UInt8], _ complaint: String) {
      (testDescription, self.bytes, status) = (name, bytes, 3)
      self.complaint = complaint
    }
  }

  static let answers: [Answers] = [
    Answers(
      "unknown id", "answers: {ACC-01: met,\n  ZZZ-99: met}\n",
      "given.yaml:2: the checklist 'newsroom' has no control 'ZZZ-99'; check the name"),
    Answers(
      "duplicate", "answers:\n  ACC-01: met\n  ACC-01: partly\n",
      "given.yaml:3: 'ACC-01' stands here a second time; keep one of the two"),
    Answers(
      "wrong value", "answers: {INC-01: \"hidden words\"}\n", "given.yaml:1: this is no answer to"),
    Answers(
      "unknown key", "anwers: {INC-01: met}\n", "given.yaml:1: there is no key 'anwers' here"),
    Answers(
      "no UTF-8", Array("notes:\n  INC-01: ".utf8) + [0xC3, 0x28, 10],
      "given.yaml:2: this line is not UTF-8 text; save the file as UTF-8"),
    Answers(
      "escape sequence", "role: \u{1B}[31mred\n", "given.yaml:1: there is a control character"),
    Answers("empty", "", "given.yaml:1: the file is empty; start from an example"),
    Answers("name as role", "role: Aigul\n", "given.yaml:1: 'role' may not have this value"),
    Answers(
      "billion laughs", "a: &a [1,1]\nb: &b [*a,*a]\n", "given.yaml:1: anchors (&name) are not read"
    ),
    Answers(
      "deep", String(repeating: "[", count: 100_000), "given.yaml:1: "),
    Answers(
      "10 MB of noise",
      { () -> [UInt8] in
        var state: UInt64 = 7
        return (0..<10_000_000).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 56)
        }
      }(), "given.yaml"),
  ]

  @Test(arguments: answers) func badAnswersAreRefusedBeforeAnythingIsDone(_ bad: Answers) throws {
    let computer = try Computer(withOrganisation: true)
    let before = try computer.contents()
    try computer.write(bad.bytes, to: "given.yaml")
    let refused = try computer.saqta(["audit", "--answers", "given.yaml"])
    expect(refused, bad.status, bad.complaint)
    #expect(!refused.errorText.contains("hidden"))
    #expect(try computer.contents() == before)
  }

  /// One line, for people, without anything that steers a terminal; nothing on standard output.
  private func expect(_ refused: Ran, _ status: Int32, _ complaint: String) {
    #expect(refused.status == status, "\(refused.errorText)")
    #expect(refused.output.isEmpty)
    let text = refused.errorText
    #expect(text.hasPrefix("saqta: ") && text.hasSuffix("\n"), "\(text)")
    #expect(text.contains(complaint), "\(text)")
    #expect(text.split(separator: "\n").count == 1, "\(text)")
    #expect(text.utf8.count < 400, "\(text)")
    #expect(!text.utf8.dropLast().contains { $0 < 0x20 })
  }

  @Test func whatIsNoReportIsRefusedWhateverThePassphrase() throws {
    let computer = try Computer(withOrganisation: true)
    let report = try contentsOfFile(try computer.audit())
    var flipped = report
    flipped[report.count / 2] ^= 1
    var header = report
    header[3] ^= 1
    let cannot = "cannot be opened with this key"
    let table: [(name: String, bytes: [UInt8])] = [
      ("flipped", flipped), ("header", header), ("truncated", report.dropLast()),
      ("half", Array(report[..<1000])), ("longer", report + [0]), ("empty", []),
      ("text", Array("PK not a report".utf8)),
    ]
    let before = try computer.contents()
    for (name, bytes) in table {
      try computer.write(bytes, to: name)
      expect(try computer.open(name), 3, "'\(name)' \(cannot)")
    }
    try run(["mkdir", "folder"], in: computer.work)
    try run(["mkfifo", "pipe"], in: computer.work)
    try computer.write(report, to: "whole")
    try run(["ln", "-s", "whole", "link"], in: computer.work)
    for name in ["folder", "pipe", "link", "/dev/zero"] {
      expect(try computer.open(name), 3, "is not an ordinary file")
    }
    expect(try computer.open("missing"), 2, "there is no file 'missing'")
    expect(try computer.open("a\u{1B}[2Jb"), 2, "there is no file 'a\u{FFFD}[2Jb'")
    expect(try computer.open("whole", ["--format", "xml"]), 2, "there is no format 'xml'")
    #expect(try computer.contents() == before)
    #expect(try computer.open("whole").status == 0)
  }

  @Test func aReportOfAnotherOrganisationLooksLikeADamagedOne() throws {
    let computer = try Computer(withOrganisation: true)
    let other = try Computer()
    let made = try other.saqta(
      ["org", "new", "--alias", "thin-nut", "--name", "Other", "--passphrase-fd", "3"],
      handing: [3: "another long passphrase\n"])
    #expect(made.status == 0)
    try run(["cp", try other.audit(), "\(computer.work)/foreign.cms"])
    expect(try computer.open("foreign.cms"), 3, "'foreign.cms' cannot be opened with this key")
    // The certificate is no secret, so anybody may send one; it must not replace ours.
    let exported = try other.saqta(["org", "export", "--out", "\(computer.work)/other.cert"])
    #expect(exported.status == 0)
    let before = try computer.contents()
    expect(
      try computer.saqta(["org", "join", "other.cert", "--alias", "calm-river"]), 2,
      "the alias 'calm-river' is in use here")
    expect(
      try computer.saqta(["org", "join", "other.cert", "--alias", "../../evil"]), 2,
      "'../../evil' cannot be an alias")
    expect(
      try computer.saqta(["org", "join", "foreign.cms"]), 3,
      "'foreign.cms' is larger than what is read here")
    try computer.write("no certificate", to: "text")
    expect(
      try computer.saqta(["org", "join", "text"]), 3, "this is not a certificate for sealing")
    #expect(try computer.contents() == before)
  }
}
