import Platform
import TestKit
import Testing

@testable import Vault

/// A vault on the same disk that fails for ever from some write on, as after kill -9.
private func dying(_ computer: Computer, at failing: Int) -> Vault {
  var world = World.unplugged
  world.files = FailingFiles(
    LiveFiles(root: computer.scratch.path), failingAt: failing, forEver: true)
  world.clock = FixedClock()
  world.randomness = LiveRandomness()
  return Vault(home: "/home/saqta", in: world, tool: "t", keyCost: 15)
}

/// Two keys under "one two"; both have a copy under `paper`.
private func withTwoKeys(paper: String = "paper") throws -> (Computer, Organisation) {
  let computer = try Computer()
  let first = try computer.make()
  let key = try computer.vault.unlock(first, with: secret("one two"))
  let rotation = try computer.vault.rotate(
    first, with: key, passphrase: secret("one two"), recovery: secret(paper))
  return (computer, rotation.organisation)
}

@Test func anOrganisationThatWasBrokenOffCanBeMadeAgain() throws {
  var finished = 0
  for failing in 1...12 {
    let computer = try Computer()
    _ = refusal {
      _ = try dying(computer, at: failing).create(
        alias: "oak-lamp", name: "Газета", passphrase: secret("one"), recovery: secret("paper"))
    }
    guard try computer.vault.aliases().isEmpty else {
      finished += 1
      continue
    }
    #expect(refusal { _ = try computer.make() } == nil, "\(failing)")
    let organisation = try computer.vault.organisation("oak-lamp")
    let key = try computer.vault.unlock(organisation, with: secret("one two"))
    #expect(try computer.vault.facts(of: organisation, with: key)?.name == "Газета")
    #expect(try !computer.vault.verify(organisation, with: key, words: []).isDamaged)
  }
  #expect(finished > 0)
}

@Test func whatMayBeAnOrganisationMakesNoRoomForAnother() throws {
  for script in ["rm keys/1.cert", "rm keys/1.cert checkpoint; touch records/x", "rm -r keys"] {
    let computer = try Computer()
    _ = try computer.make()
    let folder = "\(computer.scratch.path)/home/saqta/organisations/oak-lamp"
    try run(["sh", "-euc", script], in: folder)
    let before = try computer.tree()
    #expect(refusal { _ = try computer.make() } == "vault.alias-taken 2", "\(script)")
    #expect(try computer.tree() == before)
  }
}

@Test func wheneverItIsBrokenOffOneOfTheTwoPassphrasesOpensEveryKey() throws {
  let (template, organisation) = try withTwoKeys()
  var opened: [String] = []
  for failing in 1...10 {
    let computer = try template.copied()
    let refused = refusal {
      try dying(computer, at: failing).changePassphrase(
        of: organisation, from: secret("one two"), to: secret("three"))
    }
    let whole = ["one two", "three"].filter { passphrase in
      (try? computer.vault.unlock(organisation, with: secret(passphrase)))?.epochs == [2, 1]
    }
    #expect(whole.count == 1, "\(failing): \(whole)")
    opened += whole
    // Whoever did not notice goes on with the one that opens, or thinks of a third.
    try computer.vault.changePassphrase(
      of: organisation, from: secret(whole.first ?? ""), to: secret("four"))
    #expect(try computer.vault.unlock(organisation, with: secret("four")).epochs == [2, 1])
    #expect(
      try run(["ls", "home/saqta/organisations/oak-lamp/keys"], in: computer.scratch.path).text
        == "1.cert\n1.key\n1.recovery\n2.cert\n2.key\n2.recovery\n")
    if refused == nil { break }
  }
  #expect(Set(opened) == ["one two", "three"] && opened.last == "three", "\(opened)")
}

@Test func aDiskThatFillsUpOnceLeavesThePassphraseAndNothingElse() throws {
  let (template, organisation) = try withTwoKeys()
  for failing in 1...2 {
    let computer = try template.copied()
    let before = try computer.tree()
    var world = World.unplugged
    world.files = FailingFiles(LiveFiles(root: computer.scratch.path), failingAt: failing)
    world.randomness = LiveRandomness()
    let vault = Vault(home: "/home/saqta", in: world, tool: "t", keyCost: 15)
    #expect(
      refusal {
        try vault.changePassphrase(of: organisation, from: secret("one two"), to: secret("three"))
      } == "error.disk-full 5")
    #expect(try computer.tree() == before)
    #expect(try vault.unlock(organisation, with: secret("one two")).epochs == [2, 1])
  }
}

@Test func theLastPaperOpensEveryKeyAfterARotationThatWasBrokenOff() throws {
  var finished = 0
  for failing in 1...16 {
    let computer = try Computer()
    let first = try computer.make()
    let key = try computer.vault.unlock(first, with: secret("one two"))
    let refused = refusal {
      _ = try dying(computer, at: failing).rotate(
        first, with: key, passphrase: secret("one two"), recovery: secret("paper 1"))
    }
    if refused == nil { break }
    let now = try computer.vault.organisation("oak-lamp")
    if now.epoch == 1 { continue }
    let rotation = try computer.vault.rotate(
      now, with: computer.vault.unlock(now, with: secret("one two")),
      passphrase: secret("one two"), recovery: secret("paper 2"))
    if rotation.wasFinished { finished += 1 }
    #expect(
      throws: Never.self, "\(failing)"
    ) {
      try computer.vault.requireRecovery(rotation.organisation, with: secret("paper 2"))
    }
    let epochs = try? computer.vault.unlock(
      rotation.organisation, with: secret("paper 2"), trying: [.recovery]
    ).epochs
    #expect(epochs == Array((1...rotation.organisation.epoch).reversed()), "\(failing)")
  }
  #expect(finished > 0)
}

@Test func aDestroyedKeyLeavesNoCopyUnderAnotherName() throws {
  let (computer, organisation) = try withTwoKeys()
  let keys = "\(computer.scratch.path)/home/saqta/organisations/oak-lamp/keys"
  for copy in [
    "1.key.new-1-2", "1.recovery.new-3-4", "1.sync-conflict-20261124-101010-ABCDEFG.key",
    "1.key~", "1 (conflicted copy).key",
  ] {
    try run(["cp", "\(keys)/1.key", "\(keys)/\(copy)"])
  }
  try run(["cp", "\(keys)/2.key", "\(keys)/2.key~"])
  #expect(try computer.vault.destroyOldKeys(of: organisation, passphrase: secret("one two")) == 1)
  #expect(try run(["ls", keys]).text == "1.cert\n2.cert\n2.key\n2.key~\n2.recovery\n")
}

@Test func erasingIsSeenUntilTheLastKeyIsGone() throws {
  for failing in 1...8 {
    let computer = try Computer()
    _ = try computer.make()
    let refused = refusal { try dying(computer, at: failing).erase(organisation: "oak-lamp") }
    let names = try computer.tree().compactMap { $0.split(separator: "/").last }
    let hasKey = names.contains("1.key") || names.contains("1.recovery")
    let aliases = try computer.vault.aliases()
    #expect(!hasKey || aliases == ["oak-lamp"], "\(failing): \(names)")
    if refused == nil { break }
    try computer.vault.erase(organisation: "oak-lamp")
    #expect(try computer.tree().filter { $0.hasPrefix("6") } == [], "\(failing)")
  }
}
