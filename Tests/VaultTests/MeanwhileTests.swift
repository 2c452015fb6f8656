import Hygiene
import Platform
import TestKit
import Testing

@testable import Vault

/// Somebody at another terminal, or another computer, changes the organisation while it is in use.
private struct Meanwhile {
  let computer: Computer
  /// As the slow one knew it at its beginning.
  let before: Organisation
  let key: UnlockedKey
  var vault: Vault { computer.vault }

  init() throws {
    computer = try Computer()
    before = try computer.make()
    key = try computer.vault.unlock(before, with: secret("one two"))
  }

  @discardableResult func rotate(destroying: Bool) throws -> Organisation {
    let rotation = try vault.rotate(
      vault.organisation("oak-lamp"), with: key, passphrase: secret("one two"), recovery: nil)
    if destroying {
      _ = try vault.destroyOldKeys(of: rotation.organisation, passphrase: secret("one two"))
    }
    return rotation.organisation
  }
}

@Test func anAuditThatEndsAfterItsKeyWasDestroyedIsSealedToTheNewOne() throws {
  let meanwhile = try Meanwhile()
  let vault = meanwhile.vault
  let now = try meanwhile.rotate(destroying: true)
  let path = try vault.append(.report(report()), to: meanwhile.before)
  let key = try vault.unlock(now, with: secret("one two"))
  #expect(throws: Never.self) { try vault.open(file: path, with: key) }
  #expect(try !vault.verify(now, with: key, words: []).isDamaged)
  #expect(try vault.current(meanwhile.before) == now)
}

@Test func anOrganisationThatWasErasedGetsNoRecordAnyMore() throws {
  let meanwhile = try Meanwhile()
  let (vault, computer) = (meanwhile.vault, meanwhile.computer)
  let sealed = try vault.seal(.report(report()), for: meanwhile.before)
  try computer.scratch.write(sealed, to: "home/handed.cms")
  try vault.erase(organisation: "oak-lamp")
  let left = try computer.tree()
  let attempts: [() throws -> Void] = [
    { _ = try vault.append(.report(report()), to: meanwhile.before) },
    { _ = try vault.append(.report(report()), to: meanwhile.before, with: meanwhile.key) },
    { _ = try vault.takeIn(["/home/handed.cms"], into: meanwhile.before, with: meanwhile.key) },
    { _ = try vault.adoptRecords(into: meanwhile.before, with: meanwhile.key) },
    { _ = try vault.current(meanwhile.before) },
    {
      try vault.changePassphrase(
        of: meanwhile.before, from: secret("one two"), to: secret("three"))
    },
    { try meanwhile.rotate(destroying: false) },
  ]
  for (number, attempt) in attempts.enumerated() {
    #expect(refusal(attempt) == "vault.no-organisation 2", "\(number)")
    #expect(try computer.tree() == left, "\(number)")
  }
  // Another one under the same alias is not it.
  _ = try computer.make()
  let other = try computer.tree()
  for (number, attempt) in attempts.prefix(6).enumerated() {
    #expect(refusal(attempt) == "vault.no-organisation 2", "\(number)")
    #expect(try computer.tree() == other, "\(number)")
  }
}

@Test func aReportThatOnlyADestroyedKeyOpensIsNotTakenIn() throws {
  for destroying in [true, false] {
    let meanwhile = try Meanwhile()
    let (vault, computer) = (meanwhile.vault, meanwhile.computer)
    let sealed = try vault.seal(.report(report()), for: meanwhile.before)
    try computer.scratch.write(sealed, to: "home/handed.cms")
    // `add` has unlocked its key when the other terminal destroys it.
    try meanwhile.rotate(destroying: destroying)
    let before = try computer.tree()
    let refused = refusal {
      _ = try vault.takeIn(["/home/handed.cms"], into: meanwhile.before, with: meanwhile.key)
    }
    #expect(refused == (destroying ? "vault.rotated-meanwhile 2" : nil))
    if destroying { #expect(try computer.tree() == before) }
    let now = try vault.organisation("oak-lamp")
    let key = try vault.unlock(now, with: secret("one two"))
    #expect(try !vault.verify(now, with: key, words: []).isDamaged)
  }
}

@Test func aNewKeyIsNotMadeUnderAPassphraseThatWasChangedMeanwhile() throws {
  let meanwhile = try Meanwhile()
  let vault = meanwhile.vault
  try vault.changePassphrase(of: meanwhile.before, from: secret("one two"), to: secret("three"))
  #expect(refusal { try meanwhile.rotate(destroying: false) } == "vault.wrong-passphrase 4")
  #expect(try vault.unlock(meanwhile.before, with: secret("three")).epochs == [1])
  #expect(
    refusal {
      try vault.changePassphrase(
        of: meanwhile.before, from: secret("one two"), to: secret("four"))
    } == "vault.wrong-passphrase 4")
}

@Test func aPassphraseOfAnOrganisationThatHasANewKeyIsChangedForBoth() throws {
  let meanwhile = try Meanwhile()
  let vault = meanwhile.vault
  let now = try meanwhile.rotate(destroying: false)
  try vault.changePassphrase(of: meanwhile.before, from: secret("one two"), to: secret("three"))
  #expect(try vault.unlock(now, with: secret("three")).epochs == [2, 1])
}
