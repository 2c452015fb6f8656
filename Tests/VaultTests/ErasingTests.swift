import Platform
import TestKit
import Testing

@testable import Vault

@Test func erasingAnOrganisationRemovesWhatWasListedAndNothingElse() throws {
  let computer = try Computer()
  _ = try computer.make()
  let before = try computer.tree()
  let other = try computer.make("tin-cup")
  let listed = try computer.vault.contents(ofOrganisation: "tin-cup")
  #expect(listed.count == 7)
  #expect(try listed.contains(#require(try computer.vault.records(of: other).first)))
  try computer.vault.erase(organisation: "tin-cup")
  #expect(try computer.tree() == before)
  #expect(
    refusal { try computer.vault.erase(organisation: "tin-cup") } == "vault.no-organisation 2")
}

@Test func erasingEverythingLeavesWhatIsNotOurs() throws {
  let computer = try Computer()
  #expect(try computer.vault.everything().isEmpty)
  #expect(throws: Never.self) { try computer.vault.eraseEverything() }
  _ = try computer.make()
  try computer.vault.beginDraft(passphrase: secret("pause")).save([1])
  try computer.scratch.write([1], to: "home/saqta/letter.txt")
  #expect(try computer.vault.everything().count == 9)
  try computer.vault.eraseEverything()
  #expect(try computer.vault.everything().isEmpty)
  #expect(
    try run(["find", "home", "-type", "f"], in: computer.scratch.path).text
      == "home/saqta/letter.txt\n")
  try run(["rm", "home/saqta/letter.txt"], in: computer.scratch.path)
  try computer.vault.eraseEverything()
  #expect(try computer.tree().isEmpty)
}

@Test func erasingFollowsNoLink() throws {
  let computer = try Computer()
  _ = try computer.make()
  let root = computer.scratch.path
  try run(["mkdir", "\(root)/outside"])
  try computer.scratch.write([1], to: "outside/letter.txt")
  try run(["ln", "-s", "\(root)/outside", "\(root)/home/saqta/organisations/oak-lamp/records/link"])
  try computer.vault.eraseEverything()
  #expect(try computer.scratch.read("outside/letter.txt") == [1])
  #expect(try computer.tree().isEmpty)
}
