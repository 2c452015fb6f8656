import ChecklistFiles
import Hygiene
import OpenSSL
import Platform
import TestKit
import Testing

@testable import Vault

// The eight leaves of the Certificate Transparency reference tests and the root of each prefix.
@Test func theTreeHasTheRootsOfTheReferenceTests() {
  let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]
  var tree = MerkleTree()
  #expect(hex(tree.root) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  for (leaf, root) in zip(leaves, roots) {
    tree.append(bytes(hex: leaf) ?? [])
    #expect(hex(tree.root) == root)
  }
}

@Test func onlyLinesThatWeWriteAreRead() {
  let hash = String(repeating: "a", count: 64)
  let cases: [(String, good: Int, whole: Int, torn: Bool)] = [
    ("", 0, 0, false),
    ("1 \(hash)\n", 1, 1, false),
    ("1 \(hash)\n2 \(hash)\n", 2, 2, false),
    ("1 \(hash)\n2 \(hash)", 1, 1, true),
    ("1 \(hash)\n2 ", 1, 1, true),
    ("1 \(hash)\n3 \(hash)\n", 1, 2, false),
    ("01 \(hash)\n", 0, 1, false),
    ("1  \(hash)\n", 0, 1, false),
    ("1 \(hash.uppercased())\n", 0, 1, false),
    ("1 \(hash)\r\n", 0, 1, false),
    ("1 \(hash)\n\n", 1, 2, false),
    ("1 \(hash.dropLast())\n", 0, 1, false),
  ]
  for (text, good, whole, torn) in cases {
    let ledger = Ledger(Array(text.utf8))
    #expect(ledger.hashes.count == good, "\(text)")
    #expect(ledger.count == whole, "\(text)")
    #expect(ledger.isTorn == torn, "\(text)")
  }
}

@Test func aTornLineMakesRoomForTheNextOne() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let file = "home/saqta/organisations/oak-lamp/ledger"
  let before = try computer.scratch.read(file)
  try computer.scratch.write(before + Array("2 abc".utf8), to: file)
  _ = try computer.vault.append(.report(report()), to: organisation)
  let ledger = Ledger(try computer.scratch.read(file))
  #expect((ledger.count, ledger.isWellFormed, ledger.isTorn) == (2, true, false))
}

@Test func everyRecordHasItsLineAndTheKeyHolderSignsThem() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let key = try computer.vault.unlock(organisation, with: secret("one two"))
  let vault = computer.vault
  _ = try vault.append(.report(report()), to: organisation)
  #expect(vault.checkpoint(of: "oak-lamp")?.head.size == 1)
  #expect(vault.pin(ofID: organisation.id)?.head.size == 2)
  let path = try vault.append(.plan(PlanChange("ACC-01", owner: "editor")), to: organisation, with: key)
  let ledger = try vault.ledger(of: "oak-lamp")
  let head = try #require(ledger.head(of: organisation.id))
  #expect(ledger.count == 3)
  #expect(vault.checkpoint(of: "oak-lamp")?.head == head)
  #expect(vault.pin(ofID: organisation.id)?.head == head)
  let opened = try vault.open(file: path, with: key)
  #expect(opened.header.seq == 3)
  #expect(opened.header.prev == ledger.hashes[1])
  #expect(
    try computer.tree().filter { !$0.contains("/records/") && $0.hasPrefix("600") } == [
      "600 home/saqta/organisations/oak-lamp/checkpoint",
      "600 home/saqta/organisations/oak-lamp/keys/1.cert",
      "600 home/saqta/organisations/oak-lamp/keys/1.key",
      "600 home/saqta/organisations/oak-lamp/keys/1.recovery",
      "600 home/saqta/organisations/oak-lamp/ledger",
      "600 home/saqta/pins/\(organisation.id)",
    ])
}

@Test func anIndependentProgramComputesTheSameHeadAndChecksTheSignature() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let key = try computer.vault.unlock(organisation, with: secret("one two"))
  for _ in 0..<6 { _ = try computer.vault.append(.report(report()), to: organisation) }
  _ = try computer.vault.append(.report(report()), to: organisation, with: key)
  _ = try computer.vault.append(.report(report()), to: organisation)
  let folder = "\(computer.scratch.path)/home/saqta/organisations/oak-lamp"
  let der = try run(
    ["/usr/bin/python3", "\(vectors)/opener.py", "key", "\(folder)/keys/1.recovery"],
    input: Array("paper copy".utf8))
  try computer.scratch.write(der.output, to: "key.der")
  let checked = try run([
    "/usr/bin/python3", "\(vectors)/ledger.py", "\(folder)/ledger", "\(folder)/checkpoint",
    "\(computer.scratch.path)/key.der", "\(packageRoot)/Checklists/wordlists/eff-long.txt",
  ])
  let ledger = try computer.vault.ledger(of: "oak-lamp")
  let head = try #require(ledger.head(of: organisation.id))
  let words = spokenWords(for: head.text, from: passphraseWords())
  #expect(checked.text == "9 \(base64(head.root))\nsigned 8\n\(words)\n", "\(checked.errorText)")
}

@Test func aCheckpointIsReadAsItWasWrittenAndNotElse() throws {
  let signer = try RecipientKey.generated().signingKey(for: "test")
  let verifier = Verifier(name: "org", publicKey: signer.publicKey)
  let head = Head(origin: "org", size: 7, root: sha256([1]))
  let checkpoint = try Checkpoint(head, signedWith: signer)
  let text = String(decoding: checkpoint.file, as: UTF8.self)
  #expect(Checkpoint(checkpoint.file) == checkpoint)
  #expect(checkpoint.isSigned(by: verifier))
  #expect(Verifier(text: verifier.text) == verifier)
  // A trainer's signature may stand below ours.
  let cosigned = Checkpoint(Array((text + "\u{2014} trainer AAAAAAAA\n").utf8))
  #expect(cosigned?.isSigned(by: verifier) == true)
  let other = try RecipientKey.generated().signingKey(for: "test")
  #expect(!checkpoint.isSigned(by: Verifier(name: "org", publicKey: other.publicKey)))
  #expect(Checkpoint(Array(text.replacing("\n7\n", with: "\n8\n").utf8))?.isSigned(by: verifier) == false)
  for wrong in [
    "", "org\n7\n", text.replacing("\n7\n", with: "\n07\n"), text.replacing("\n\n", with: "\n"),
    String(text.dropLast()), text.replacing("\u{2014}", with: "-"), text + "x\n",
    text.replacing("\n7\n", with: "\n-7\n"),
  ] {
    #expect(Checkpoint(Array(wrong.utf8)) == nil, "\(wrong)")
  }
  let pin = Pin(head: head, verifiers: [verifier])
  #expect(Pin(pin.file) == pin)
  #expect(Pin(Array(pin.file.dropLast())) == nil)
  #expect(Pin(Pin(head: head, verifiers: []).file)?.verifiers == [])
}

@Test func twoKeysOfOneSecretDifferByPurpose() throws {
  let key = try RecipientKey.generated()
  let one = try key.signingKey(for: "one")
  #expect(try key.signingKey(for: "one").publicKey == one.publicKey)
  #expect(try key.signingKey(for: "two").publicKey != one.publicKey)
  let message = Array("head".utf8)
  let signature = try one.signature(of: message)
  #expect(isSignature(signature, of: message, by: one.publicKey))
  #expect(!isSignature(signature, of: message + [0], by: one.publicKey))
  #expect(!isSignature(Array(signature.dropLast()), of: message, by: one.publicKey))
}

@Test func fiftyWritersAtOnceEachGetALine() async throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let key = try computer.vault.unlock(organisation, with: secret("one two"))
  let vault = computer.vault
  let paths = try await withThrowingTaskGroup(of: String.self) { group in
    for number in 0..<50 {
      group.addTask {
        try vault.append(
          .report(report(note: "\(number)")), to: organisation, with: number % 5 == 0 ? key : nil)
      }
    }
    return try await group.reduce(into: []) { $0.append($1) }
  }
  let ledger = try vault.ledger(of: "oak-lamp")
  #expect(ledger.isWellFormed)
  #expect(ledger.count == 51)
  #expect(Set(ledger.hashes.map { vault.path(ofRecord: $0, of: organisation) }).isSuperset(of: paths))
  #expect(vault.pin(ofID: organisation.id)?.head == ledger.head(of: organisation.id))
  #expect(try vault.state(of: organisation, with: key).reports.count == 50)
}

@Test func aLedgerThatIsNoFileIsNotFollowed() throws {
  for command in [["mkdir"], ["mkfifo"], ["ln", "-s", "/dev/null"]] {
    let computer = try Computer()
    let organisation = try computer.make()
    let folder = "\(computer.scratch.path)/home/saqta/organisations/oak-lamp"
    try run(["rm", "\(folder)/ledger"])
    try run(command + ["\(folder)/ledger"])
    let before = try computer.tree()
    #expect(
      refusal { _ = try computer.vault.append(.report(report()), to: organisation) }
        == "error.not-a-file 3", "\(command)")
    #expect(try computer.tree() == before)
  }
}
