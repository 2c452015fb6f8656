import Documents
import Hygiene
import Platform
import TestKit
import Testing

@testable import Vault

private let change = #"{"control":"ACC-01","version":1}"#

/// An organisation whose key is unlocked, made once for all cases of a table.
private struct Opened {
  let computer: Computer
  let organisation: Organisation
  let key: UnlockedKey

  init() throws {
    computer = try Computer()
    organisation = try computer.make()
    key = try computer.vault.unlock(organisation, with: secret("one two"))
  }

  func refusalOfForeign(_ lines: [String], padding: String? = nil) throws -> String? {
    let path = try computer.seal(lines, padding: padding, for: organisation)
    return refusal { _ = try computer.vault.open(file: path, with: key) }
  }
}

@Test func whatAnyoneMaySealIsCheckedOnceItIsOpen() throws {
  let opened = try Opened()
  let good = header(of: opened.organisation)
  #expect(try opened.refusalOfForeign([good, change]) == nil)

  let organisation = opened.organisation
  let other = String(repeating: "0", count: 64)
  let damaged: [([String], String?)] = [
    ([header(of: organisation, ["recipient": #""\#(other)""#]), change], nil),
    ([header(of: organisation, ["org": #""\#(other.prefix(32))""#]), change], nil),
    ([header(of: organisation, ["epoch": "2"]), change], nil),
    ([header(of: organisation, ["fmt": #""other""#]), change], nil),
    ([header(of: organisation, ["v": "0"]), change], nil),
    ([header(of: organisation, ["kind": #""report""#]), change], nil),
    ([good], nil),
    ([good, "{}"], nil),
    ([good, change, change], nil),
    (["", good, change], nil),
    ([good, change, ""], nil),
    ([good, change], "x   \n"),
    ([good, change], "\n   \n"),
    ([good, change], "\t\n"),
    ([good, change], "     "),
    ([good, change], "\0\n"),
    (["not json", change], nil),
  ]
  for (lines, padding) in damaged {
    #expect(
      try opened.refusalOfForeign(lines, padding: padding) == "vault.cannot-open 3", "\(lines)")
  }
}

@Test func aNewerVersionOrKindIsTooNewAndNotDamaged() throws {
  let opened = try Opened()
  let tooNew = [
    [header(of: opened.organisation, ["v": "2", "kind": #""vote""#, "org": "7"]), "{}"],
    [header(of: opened.organisation, ["kind": #""vote""#]), #"{"x":1}"#],
    [header(of: opened.organisation, ["kind": #""plan""#]), #"{"version":2}"#],
    [header(of: opened.organisation, ["kind": #""epoch""#]), #"{"version":2}"#],
    [header(of: opened.organisation, ["kind": #""report""#]), #"{"version":2}"#],
  ]
  for lines in tooNew {
    #expect(try opened.refusalOfForeign(lines) == "vault.too-new 3", "\(lines)")
  }
}

@Test func theSignatureOfAStrangerIsToldAsNotVerified() throws {
  let opened = try Opened()
  let path = try opened.computer.seal(
    [header(of: opened.organisation), change, #"{"alg":"ed25519","key":"00","sig":"00"}"#],
    for: opened.organisation)
  let record = try opened.computer.vault.open(file: path, with: opened.key)
  #expect(record.authorship == .unverified)
  #expect(record.event == .plan(PlanChange("ACC-01")))
}

@Test func onlyTheKeyHolderSignsAndNeverAReport() throws {
  let opened = try Opened()
  let vault = opened.computer.vault
  let plan = Event.plan(PlanChange("ACC-01", state: .done))
  for (event, key, authorship) in [
    (plan, opened.key, Authorship.keyHolder), (plan, nil, .anybody),
    (.report(report()), opened.key, .anybody),
  ] {
    let path = try vault.append(event, to: opened.organisation, with: key)
    #expect(try vault.open(file: path, with: opened.key).authorship == authorship)
  }
}

// Whoever has the certificate can seal anything; a name or a history of theirs must not count.
@Test func whatOnlyTheKeyHolderCanSayIsRefusedWithoutTheSignature() throws {
  let opened = try Opened()
  let organisation = opened.organisation
  let vault = opened.computer.vault
  let stranger = try opened.computer.make("tin-cup")
  let strangerKey = try vault.unlock(stranger, with: secret("one two"))
  let epoch = KeyEpoch(number: 1, part: 1, parts: 1, facts: nil, carried: [])
  for event in [Event.facts(OrganisationFacts(name: "stolen")), .epoch(epoch)] {
    for signer in [nil, strangerKey.keys.first] {
      let sealed = try vault.seal(event, for: organisation, after: nil, signedWith: signer)
      try opened.computer.scratch.write(sealed, to: "forged.cms")
      #expect(
        refusal { _ = try vault.open(file: "/forged.cms", with: opened.key) }
          == "vault.cannot-open 3")
    }
  }
}

@Test func aSignatureThatDoesNotFitItsLinesIsDamage() throws {
  let opened = try Opened()
  let first = header(of: opened.organisation)
  let signer = try #require(opened.key.keys.first).signer()
  let lines = [first, change].map { Array($0.utf8) }
  let signature = try RecordSignature(of: lines, by: signer)
  let line = String(decoding: try Documents.encode(signature), as: UTF8.self)
  #expect(try opened.refusalOfForeign([first, change, line]) == nil)
  let other = change.replacing("ACC-01", with: "ACC-02")
  #expect(try opened.refusalOfForeign([first, other, line]) == "vault.cannot-open 3")
  let later = header(of: opened.organisation, ["seq": "7"])
  #expect(try opened.refusalOfForeign([later, change, line]) == "vault.cannot-open 3")
}

@Test func aHeaderWithOtherFiguresThanItsReportIsDamage() throws {
  let opened = try Opened()
  let report = report()
  let document = String(decoding: try Documents.encode(report), as: UTF8.self)
  func line(_ report: Report) throws -> String {
    let header = RecordHeader(
      kind: .report, org: opened.organisation.id, epoch: 1,
      recipient: opened.organisation.fingerprint, claimedTime: report.time, tool: "t",
      summary: Summary(report))
    return String(decoding: try Documents.encode(header), as: UTF8.self)
  }
  #expect(try opened.refusalOfForeign([try line(report), document]) == nil)
  let other = try line(report).replacing(" partly ", with: " met ")
  #expect(try opened.refusalOfForeign([other, document]) == "vault.cannot-open 3")
  let better = try line(report).replacing(#""worst":500"#, with: #""worst":900"#)
  #expect(try better != line(report))
  #expect(try opened.refusalOfForeign([better, document]) == "vault.cannot-open 3")
}

@Test func everyFileThatDoesNotOpenSaysTheSame() throws {
  let opened = try Opened()
  let computer = opened.computer
  let vault = computer.vault
  let stranger = try computer.make("tin-cup")
  let foreign = try vault.append(.report(report()), to: stranger)
  let own = try computer.scratch.read(vault.append(.report(report()), to: opened.organisation))
  var flipped = own
  flipped[5000] ^= 1
  var fixed = own
  fixed[20] ^= 1
  for (name, bytes) in [
    ("flipped", flipped), ("fixed", fixed), ("cut", Array(own.dropLast())), ("empty", []),
    ("longer", own + [0]), ("huge", [UInt8](repeating: 0, count: 16_777_509)),
    ("text", Array("hello".utf8)),
  ] {
    try computer.scratch.write(bytes, to: name)
    #expect(
      refusal { _ = try vault.open(file: "/\(name)", with: opened.key) } == "vault.cannot-open 3",
      "\(name)")
  }
  #expect(
    refusal { _ = try vault.open(file: foreign, with: opened.key) } == "vault.cannot-open 3")
  #expect(
    refusal { _ = try vault.open(file: "/none", with: opened.key) } == "error.file-missing 2")
}

@Test func aLinkOrAFolderInPlaceOfARecordIsNotFollowed() throws {
  let opened = try Opened()
  let path = try opened.computer.vault.append(.report(report()), to: opened.organisation)
  let root = opened.computer.scratch.path
  try run(["ln", "-s", root + path, "\(root)/link.cms"])
  try run(["mkfifo", "\(root)/pipe.cms"])
  try run(["mkdir", "\(root)/folder.cms"])
  for name in ["link", "pipe", "folder"] {
    #expect(
      refusal { _ = try opened.computer.vault.open(file: "/\(name).cms", with: opened.key) }
        == "error.not-a-file 3", "\(name)")
  }
}

@Test func anExistingFileIsNotReplaced() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let record = try computer.vault.seal(.report(report()), for: organisation)
  try computer.scratch.write([1, 2, 3], to: "out.cms")
  #expect(
    refusal { try computer.vault.write(sealed: record, to: "/out.cms") } == "error.file-exists 2")
  #expect(try computer.scratch.read("out.cms") == [1, 2, 3])
  try computer.vault.write(sealed: record, to: "/new.cms")
  #expect(try computer.scratch.read("new.cms") == record)
  #expect(try run(["stat", "-c", "%a", "\(computer.scratch.path)/new.cms"]).text == "600\n")
  #expect(
    refusal { try computer.vault.write(sealed: record.dropLast(), to: "/cut.cms") }
      == "vault.not-sealed 3")
  #expect(try computer.scratch.names() == ["home", "new.cms", "out.cms"])
}

@Test func theSizeOfAFileTellsTheBucketOnly() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let sizes = try [0, 1000, 40_000, 100_000].map { length in
    let note = String(repeating: "x", count: length)
    return try computer.vault.seal(.report(report(note: note)), for: organisation).count
  }
  #expect(sizes == [65_823, 65_823, 65_823, 131_359])
  let name = String(repeating: "x", count: 16 << 20)
  #expect(
    refusal {
      _ = try computer.vault.seal(.facts(OrganisationFacts(name: name)), for: organisation)
    } == "vault.too-large 3")
}

@Test func theLargestBucketIsSealedAndOpened() throws {
  let opened = try Opened()
  let event = Event.facts(OrganisationFacts(name: String(repeating: "x", count: 12 << 20)))
  let path = try opened.computer.vault.append(
    event, to: opened.organisation, with: opened.key)
  #expect(try opened.computer.scratch.read(path).count == 16_777_508)
  #expect(try opened.computer.vault.open(file: path, with: opened.key).event == event)
}

// One byte fewer than a bucket's last: the line end of the content and that of the padding.
@Test func aPlaintextThatJustFitsItsBucketIsPaddedByOneLineEnd() throws {
  let content = [UInt8](repeating: 0x78, count: 65_534) + [0x0A]
  #expect(try padded([content]).count == 65_536)
  #expect(try padded([content, [0x0A]]).count == 131_072)
  #expect(try padded([content]).suffix(2) == [0x0A, 0x0A])
  for (rest, isPadded) in [("", true), ("\n", true), ("  \n", true), (" ", false), ("\n\n", false)]
  {
    #expect(Array(rest.utf8).withUnsafeBytes { isPadding($0) } == isPadded)
  }
}

@Test func stockToolsReadTheLinesOfARecord() throws {
  let opened = try Opened()
  let root = opened.computer.scratch.path
  let path = try opened.computer.vault.append(
    .report(report(note: "заметка")), to: opened.organisation)
  let key = try run(
    [
      "/usr/bin/python3", "\(vectors)/opener.py", "key",
      "\(root)/home/saqta/organisations/oak-lamp/keys/1.recovery",
    ], input: Array("paper copy".utf8))
  try opened.computer.scratch.write(key.output, to: "key.der")
  let plain = try run([
    "openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", root + path, "-inkey",
    "\(root)/key.der", "-keyform", "DER",
  ])
  let lines = try run(
    [
      "/usr/bin/python3", "-c",
      """
      import json, sys
      lines = [json.loads(l) for l in sys.stdin.buffer if l.strip()]
      print(len(lines), lines[0]["fmt"], lines[0]["kind"], lines[1]["items"][0]["reply"]["note"])
      """,
    ], input: plain.output, environment: ["PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"])
  #expect(lines.text == "2 saqta-S1 report заметка\n", "\(lines.errorText)")
}
