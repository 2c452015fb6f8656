import Platform
import TestKit
import Testing

@testable import Vault

@Test func aDraftIsSavedWithoutThePassphraseAndReopenedWithIt() throws {
  let computer = try Computer()
  let draft = try computer.vault.beginDraft(passphrase: secret("pause"))
  #expect(try computer.vault.reopenDraft(draft.name, passphrase: secret("pause")).content == [])
  for content in ["{\"a\":1}", "two\nlines\n   ", "", "  \n", "three"] {
    try draft.save(Array(content.utf8))
    let again = try computer.vault.reopenDraft(draft.name, passphrase: secret("pause"))
    #expect(String(decoding: again.content, as: UTF8.self) == content)
  }
  #expect(
    try computer.tree() == [
      "600 home/saqta/drafts/\(draft.name)/key", "600 home/saqta/drafts/\(draft.name)/record",
      "700 home/saqta", "700 home/saqta/drafts", "700 home/saqta/drafts/\(draft.name)",
    ])
  #expect(try computer.vault.draftNames() == [draft.name])
}

@Test func aReopenedDraftGoesOn() throws {
  let computer = try Computer()
  let begun = try computer.vault.beginDraft(passphrase: secret("pause"))
  try begun.save([1])
  let resumed = try computer.vault.reopenDraft(begun.name, passphrase: secret("pause")).draft
  try resumed.save([2])
  #expect(try computer.vault.reopenDraft(begun.name, passphrase: secret("pause")).content == [2])
}

@Test func aDraftDoesNotOpenWithAnotherPassphraseOrAfterDamage() throws {
  let computer = try Computer()
  let draft = try computer.vault.beginDraft(passphrase: secret("pause"))
  try draft.save([1])
  func reopen(_ passphrase: String = "pause", name: String? = nil) -> String? {
    refusal {
      _ = try computer.vault.reopenDraft(name ?? draft.name, passphrase: secret(passphrase))
    }
  }
  #expect(reopen("Pause") == "vault.draft-locked 4")
  #expect(reopen(name: "../../x") == "vault.no-draft 2")
  #expect(reopen(name: String(repeating: "0", count: 32)) == "vault.no-draft 2")
  // A record that anyone sealed, but to another key.
  let other = try computer.vault.beginDraft(passphrase: secret("pause"))
  try other.save([2])
  let folder = "home/saqta/drafts"
  try computer.scratch.write(
    computer.scratch.read("\(folder)/\(other.name)/record"), to: "\(folder)/\(draft.name)/record")
  #expect(reopen() == "vault.draft-damaged 3")
  try computer.scratch.write([0], to: "\(folder)/\(draft.name)/key")
  #expect(reopen() == "vault.draft-damaged 3")
}

@Test func whatAKilledSaveLeavesHarmsNothingAndGoesWithTheDraft() throws {
  let computer = try Computer()
  let draft = try computer.vault.beginDraft(passphrase: secret("pause"))
  try draft.save([1])
  let folder = "home/saqta/drafts/\(draft.name)"
  try computer.scratch.write([0x30], to: "\(folder)/record.new-1-2")
  #expect(try computer.vault.reopenDraft(draft.name, passphrase: secret("pause")).content == [1])
  try draft.destroy()
  #expect(try computer.tree() == ["700 home/saqta", "700 home/saqta/drafts"])
  #expect(try computer.vault.draftNames().isEmpty)
}

@Test func aDestroyedDraftIsGoneAndNotSavedAgain() throws {
  let computer = try Computer()
  let draft = try computer.vault.beginDraft(passphrase: secret("pause"))
  try draft.save([1])
  try draft.destroy()
  #expect(
    refusal { _ = try computer.vault.reopenDraft(draft.name, passphrase: secret("pause")) }
      == "vault.no-draft 2")
  #expect(refusal { try draft.save([2]) } == "vault.draft-gone 5")
  #expect(throws: Never.self) { try draft.destroy() }
  #expect(try computer.tree() == ["700 home/saqta", "700 home/saqta/drafts"])
}

@Test func anEmptyPassphraseLocksNoDraft() throws {
  let computer = try Computer()
  #expect(
    refusal { _ = try computer.vault.beginDraft(passphrase: secret("")) }
      == "vault.empty-passphrase 2")
  #expect(try computer.tree().isEmpty)
}

@Test func aSecondDraftHasAKeyOfItsOwn() throws {
  let computer = try Computer()
  let one = try computer.vault.beginDraft(passphrase: secret("pause"))
  let two = try computer.vault.beginDraft(passphrase: secret("pause"))
  #expect(one.name != two.name)
  let folder = "home/saqta/drafts"
  #expect(
    try computer.scratch.read("\(folder)/\(one.name)/key")[53..<85]
      != computer.scratch.read("\(folder)/\(two.name)/key")[53..<85])
}
