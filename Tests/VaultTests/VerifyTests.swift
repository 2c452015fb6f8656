import ChecklistFiles
import Hygiene
import OpenSSL
import Platform
import TestKit
import Testing

@testable import Vault

private let list = passphraseWords()

/// A vault with the organisation's name, three reports and a change of the plan, after which the
/// key-holder signed: the last report is not signed yet.
private struct Kept {
  let computer: Computer
  let organisation: Organisation
  let key: UnlockedKey
  let paths: [String]
  static let folder = "home/saqta/organisations/oak-lamp"

  /// Made once, because a key costs time; tests get copies.
  private static let template = Result { try Kept(making: ()) }

  init() throws {
    let template = try Kept.template.get()
    computer = try template.computer.copied()
    (organisation, key, paths) = (template.organisation, template.key, template.paths)
  }

  private init(making: Void) throws {
    computer = try Computer()
    organisation = try computer.make()
    key = try computer.vault.unlock(organisation, with: secret("one two"))
    var paths: [String] = []
    for number in 1...4 {
      paths.append(
        try computer.vault.append(
          number == 3 ? .plan(PlanChange("ACC-01", owner: "editor")) : .report(report()),
          to: organisation, with: number == 3 ? key : nil))
    }
    self.paths = paths
  }

  func shell(_ script: String) throws {
    let names = paths.map { String($0.split(separator: "/").last ?? "") }
    let done = try run(
      ["sh", "-euc", script, "sh"] + names, in: "\(computer.scratch.path)/\(Kept.folder)")
    #expect(done.status == 0, "\(done.errorText)")
  }

  /// What is wrong, as `file verdict reason`; records by their number.
  func wrong(withKey: Bool, noted: String? = nil) throws -> [String] {
    try computer.vault.verify(
      organisation, with: withKey ? key : nil, noted: noted, words: list
    ).findings.filter { $0.verdict != .fine }.map { finding in
      let number = paths.firstIndex { $0.hasSuffix(finding.file) }
      let file = number.map { "record \($0 + 1)" } ?? finding.file
      return "\(file) \(finding.verdict.rawValue) \(finding.reason.rawValue)"
    }.sorted()
  }
}

@Test func aVaultThatNobodyTouchedIsFine() throws {
  let kept = try Kept()
  for withKey in [true, false] {
    let result = try kept.computer.vault.verify(
      kept.organisation, with: withKey ? kept.key : nil, words: list)
    #expect(!result.isDamaged)
    #expect((result.size, result.unsigned) == (5, 1))
    // Ledger, checkpoint, pin, three key files and five records.
    #expect(result.findings.count == 11)
    #expect(result.unknowns == [.pinIsNear] + (withKey ? [] : [.noKey]) + [.authorship])
  }
  try kept.computer.vault.acceptHead(of: kept.organisation, with: kept.key)
  let result = try kept.computer.vault.verify(kept.organisation, with: nil, words: list)
  #expect(result.unsigned == 0)
}

@Test func eachDamageGetsItsVerdict() throws {
  let cases: [(String, [String], withKey: Bool)] = [
    ("rm records/$1", ["record 1 missing not-there"], false),
    ("printf x >>records/$2", ["record 2 altered other-bytes"], false),
    ("truncate -s 70 records/$2", ["record 2 altered other-bytes"], false),
    (
      "mv records/$1 x; mv records/$2 records/$1; mv x records/$2",
      ["record 1 altered other-bytes", "record 2 altered other-bytes"], false
    ),
    (
      "rm records/$1; mkdir records/$1",
      ["record 1 altered not-a-file"], false
    ),
    ("rm records/$1; ln -s $2 records/$1", ["record 1 altered not-a-file"], false),
    ("rm records/$1; mkfifo records/$1", ["record 1 altered not-a-file"], false),
    (
      "cp records/$1 \"records/copy of $1\"; cp ledger 'ledger (conflict)'",
      [
        "ledger (conflict) foreign foreign-name", "records/copy of {1} foreign foreign-name",
      ], false
    ),
    ("printf x >records/$1.new-12-34", ["records/{1}.new-12-34 foreign leftover"], false),
    ("printf x >keys/1.key", ["keys/1.key altered other-bytes"], false),
    ("printf x >keys/note", ["keys/note foreign foreign-name"], false),
    ("printf '6 x\\n' >>ledger", ["ledger altered bad-line"], false),
    ("printf '6 ab' >>ledger", ["ledger altered torn-line"], false),
    ("rm checkpoint", ["checkpoint missing not-there"], false),
    ("sed -i 's/^4$/3/' checkpoint", ["checkpoint foreign other-signature"], false),
    ("printf x >checkpoint", ["checkpoint altered not-a-checkpoint"], false),
    (
      "sed -i '$d' ledger",
      ["ledger rolled-back shorter-than-pinned", "record 4 unlisted not-in-ledger"], false
    ),
    (
      "sed -i '$d' ledger; rm records/$4",
      ["ledger rolled-back shorter-than-pinned"], false
    ),
    (
      "rm ledger",
      ["ledger missing not-there"] + (1...4).map { "record \($0) unlisted not-in-ledger" }
        + ["records/{0} unlisted not-in-ledger"], false
    ),
    // Two lines change places, and are numbered anew.
    (
      "awk 'NR==2{a=$2;next} NR==3{print 2,$2; print 3,a;next} {print}' ledger >l; mv l ledger",
      ["ledger rolled-back differs-from-pinned"], false
    ),
    (
      "rm ledger; mkdir records/x; rmdir records/x; : >ledger",
      ["ledger rolled-back shorter-than-pinned"]
        + (1...4).map { "record \($0) unlisted not-in-ledger" }
        + ["records/{0} unlisted not-in-ledger"], true
    ),
  ]
  for (script, expected, withKey) in cases {
    let kept = try Kept()
    let names = kept.paths.map { String($0.split(separator: "/").last ?? "") }
    let first = try kept.computer.vault.ledger(of: "oak-lamp").hashes[0]
    let firstName = recordName(ofHash: bytes(hex: first) ?? [])
    try kept.shell(script)
    let wanted = expected.map {
      $0.replacing("{1}", with: names[0]).replacing("{0}", with: firstName)
    }
    let wrong = try kept.wrong(withKey: withKey)
    #expect(wrong == wanted.sorted(), "\(script)")
  }
}

@Test func withoutAPinTheSignatureAndTheRecordsStillKnowSomething() throws {
  // A line less than was signed.
  let shorter = try Kept()
  try shorter.shell("sed -i '4,$d' ledger; rm records/$3 records/$4; rm ../../pins/*")
  #expect(try shorter.wrong(withKey: false) == ["ledger rolled-back shorter-than-signed"])
  // A line that was signed is another one now.
  let differs = try Kept()
  try differs.shell(
    "rm ../../pins/*; awk 'NR==2{a=$2;next} NR==3{print 2,$2; print 3,a;next} {print}' ledger >l; mv l ledger"
  )
  #expect(try differs.wrong(withKey: false) == ["ledger rolled-back differs-from-signed"])
  // Without the signature too: one record says what it came after, which only the key can read.
  let remembered = try Kept()
  try remembered.shell(
    "rm ../../pins/* checkpoint records/$2; awk 'NR==3{next} NR>3{$1--} {print}' ledger >l; mv l ledger"
  )
  #expect(try remembered.wrong(withKey: false) == [])
  #expect(try remembered.wrong(withKey: true) == ["ledger rolled-back record-knows-more"])
}

@Test func aWholeVaultPutBackShowsOnlyAgainstThePinOrTheNotedWords() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  try kept.shell("cp -a . ../../older")
  _ = try vault.append(.report(report()), to: kept.organisation, with: kept.key)
  let words = try vault.verify(kept.organisation, with: nil, words: list).spokenHead(from: list)
  try kept.shell("rm -r ../oak-lamp/*; cp -a ../../older/. ../oak-lamp")
  #expect(try kept.wrong(withKey: true) == ["ledger rolled-back shorter-than-pinned"])
  try run(["rm", "-r", "home/saqta/pins"], in: kept.computer.scratch.path)
  #expect(try kept.wrong(withKey: true) == [])
  let unpinned = try vault.verify(kept.organisation, with: kept.key, words: list)
  #expect(unpinned.unknowns == [.noPin, .authorship])
  #expect(try kept.wrong(withKey: true, noted: words) == ["ledger rolled-back differs-from-noted"])
}

@Test func wordsThatWereNotedFitTheLedgerThatGrew() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  let noted = try vault.verify(kept.organisation, with: nil, words: list).spokenHead(from: list)
  #expect(noted?.split(separator: " ").count == 8)
  for _ in 0..<3 { _ = try vault.append(.report(report()), to: kept.organisation) }
  let later = try vault.verify(kept.organisation, with: nil, noted: noted, words: list)
  #expect(!later.isDamaged)
  #expect((later.size, later.notedSize) == (8, 5))
  #expect(later.spokenHead(from: list) != noted)
  #expect(later.unknowns == [.noKey, .authorship])
}

@Test func whoeverAppendsIsSeenAsNotYetSigned() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  try vault.acceptHead(of: kept.organisation, with: kept.key)
  for _ in 0..<2 { _ = try vault.append(.report(report()), to: kept.organisation) }
  let result = try vault.verify(kept.organisation, with: kept.key, words: list)
  #expect(!result.isDamaged)
  #expect(result.unsigned == 2)
}

@Test func aForeignRecordShowsToTheKeyOnlyAndIsNotAdopted() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  let stranger = try kept.computer.make("tin-cup")
  let foreign = try kept.computer.scratch.read(vault.append(.report(report()), to: stranger))
  let name = recordName(of: foreign)
  try kept.computer.scratch.write(foreign, to: "\(Kept.folder)/records/\(name)")
  #expect(try kept.wrong(withKey: false) == ["records/\(name) unlisted not-in-ledger"])
  #expect(try kept.wrong(withKey: true) == ["records/\(name) foreign other-key"])
  #expect(try vault.adoptRecords(into: kept.organisation, with: kept.key) == 0)
  // Without the key it is taken for ours, and shows as soon as there is one.
  #expect(try vault.adoptRecords(into: kept.organisation, with: nil) == 1)
  #expect(try kept.wrong(withKey: false) == [])
  #expect(try kept.wrong(withKey: true) == ["records/\(name) foreign other-key"])
}

@Test func aRecordWithoutALineIsEnteredOnRequest() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  let record = try vault.seal(.report(report()), for: kept.organisation)
  let name = recordName(of: record)
  try kept.computer.scratch.write(record, to: "\(Kept.folder)/records/\(name)")
  #expect(try kept.wrong(withKey: true) == ["records/\(name) unlisted not-in-ledger"])
  #expect(try vault.adoptRecords(into: kept.organisation, with: kept.key) == 1)
  #expect(try kept.wrong(withKey: true) == [])
  #expect(try vault.adoptRecords(into: kept.organisation, with: kept.key) == 0)
  #expect(try vault.state(of: kept.organisation, with: kept.key).reports.count == 4)
}

@Test func whatWasRolledBackIsNeitherSignedNorPinned() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  let (signed, pinned) = (vault.checkpoint(of: "oak-lamp"), vault.pin(ofID: kept.organisation.id))
  try kept.shell("sed -i '3,$d' ledger")
  // Even when as many come again as are gone, and the key is used.
  for _ in 0..<5 {
    _ = try vault.append(.report(report()), to: kept.organisation, with: kept.key)
  }
  #expect(vault.checkpoint(of: "oak-lamp") == signed)
  #expect(vault.pin(ofID: kept.organisation.id) == pinned)
  #expect(try kept.wrong(withKey: true).contains("ledger rolled-back differs-from-pinned"))
}

@Test func aVaultFromBeforeTheLedgerIsTakenOver() throws {
  let kept = try Kept()
  let vault = kept.computer.vault
  try kept.shell("rm ledger checkpoint ../../pins/*")
  #expect(try vault.facts(of: kept.organisation, with: kept.key)?.name == "Газета")
  #expect(try kept.wrong(withKey: true).count == 6)
  #expect(try vault.adoptRecords(into: kept.organisation, with: kept.key) == 5)
  #expect(try kept.wrong(withKey: true) == [])
}

@Test func aReadOnlyVaultCanBeVerified() throws {
  let kept = try Kept()
  var world = World.unplugged
  world.files = FailingFiles(LiveFiles(root: kept.computer.scratch.path), failingAt: 1)
  world.clock = FixedClock()
  let readOnly = Vault(home: "/home/saqta", in: world, tool: "t", keyCost: 15)
  let result = try readOnly.verify(kept.organisation, with: kept.key, words: list)
  #expect(!result.isDamaged)
  #expect(throws: Never.self) { try readOnly.acceptHead(of: kept.organisation, with: kept.key) }
}
