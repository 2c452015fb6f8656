import ChecklistFiles
import Platform
import TestKit
import Testing

@testable import Vault

private let list = passphraseWords()
private let folder = "home/saqta/organisations/oak-lamp"

/// One home that two computers went on with apart, merged again by a sync program: all records, the
/// ledger, checkpoint and pin of the one, and those of the other as copies.
private func merged(kept: Int, signing: Set<Int>) throws -> (Computer, Organisation, UnlockedKey) {
  let computer = try Computer()
  let organisation = try computer.make()
  let key = try computer.vault.unlock(organisation, with: secret("one two"))
  _ = try computer.vault.append(.report(report(note: "both")), to: organisation)
  let sides = [try computer.copied(), try computer.copied()]
  for (number, side) in sides.enumerated() {
    for note in 0...number {
      _ = try side.vault.append(.report(report(note: "\(number) \(note)")), to: organisation)
    }
    if signing.contains(number) { try side.vault.acceptHead(of: organisation, with: key) }
  }
  let (one, other) = (sides[kept], sides[1 - kept])
  try run([
    "sh", "-euc",
    """
    cp -n "$2/\(folder)"/records/* "$1/\(folder)/records/"
    for file in ledger checkpoint; do
      cmp -s "$1/\(folder)/$file" "$2/\(folder)/$file" ||
        cp "$2/\(folder)/$file" "$1/\(folder)/$file.sync-conflict-20261124-101010-ABCDEFG"
    done
    """, "sh", one.scratch.path, other.scratch.path,
  ])
  return (one, organisation, key)
}

@Test(arguments: [0, 1], [[], [0], [1], [0, 1]] as [Set<Int>])
func whatTwoComputersAddedApartIsEnteredAndNothingIsDropped(
  kept: Int, signing: Set<Int>
) throws {
  for pinOfOther in [false, true] {
    let (computer, organisation, key) = try merged(kept: kept, signing: signing)
    let vault = computer.vault
    if pinOfOther {
      // What the other computer sees: its own pin and signature, the ledger of this one.
      let copy = "\(folder)/ledger.sync-conflict-20261124-101010-ABCDEFG"
      let head = try #require(
        Ledger(try computer.scratch.read(copy)).head(of: organisation.id))
      var pin = try #require(vault.pin(ofID: organisation.id))
      pin.head = head
      try computer.scratch.write(pin.file, to: "home/saqta/pins/\(organisation.id)")
    }
    let before = try vault.verify(organisation, with: key, words: list).findings
    #expect(before.count { $0.verdict == .unlisted } == 2 - kept)
    #expect(before.contains { $0.file.hasPrefix("ledger.sync-conflict") })
    #expect(try vault.adoptRecords(into: organisation, with: key) == 2 - kept)
    #expect(try vault.state(of: organisation, with: key).reports.count == 4)
    let after = try vault.verify(organisation, with: key, words: list).findings
    #expect(after.filter { $0.verdict != .fine }.allSatisfy { $0.file.contains(".sync-conflict") })
    // With the copies away all is fine, here and on a computer without the key.
    try run(["sh", "-euc", "rm \(folder)/*.sync-conflict*"], in: computer.scratch.path)
    #expect(try !vault.verify(organisation, with: nil, words: list).isDamaged)
  }
}

@Test func aCopyThatListsMoreThanThereIsSettlesNothing() throws {
  let (computer, organisation, key) = try merged(kept: 0, signing: [])
  let vault = computer.vault
  let copy = "\(folder)/ledger.sync-conflict-20261124-101010-ABCDEFG"
  let other = Ledger(try computer.scratch.read(copy))
  var pin = try #require(vault.pin(ofID: organisation.id))
  pin.head = try #require(other.head(of: organisation.id))
  try computer.scratch.write(pin.file, to: "home/saqta/pins/\(organisation.id)")
  // A record that only the other computer's ledger names was taken away.
  try run(["rm", computer.scratch.path + vault.path(ofRecord: other.hashes[3], of: organisation)])
  #expect(try vault.adoptRecords(into: organisation, with: key) == 1)
  #expect(vault.pin(ofID: organisation.id) == pin)
  let found = try vault.verify(organisation, with: key, words: list).findings
  #expect(found.contains { $0.file == "ledger" && $0.verdict == .rolledBack })
}
