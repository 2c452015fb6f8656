import Hygiene
import Platform
import TestKit
import Testing

@testable import Vault

/// An organisation with two reports and a change of the plan.
private struct Epochs {
  let computer: Computer
  let organisation: Organisation
  let key: UnlockedKey
  let first: String
  var vault: Vault { computer.vault }

  /// Made once, because a key costs time; tests get copies.
  private static let template = Result { try Epochs(making: ()) }

  init() throws {
    let template = try Epochs.template.get()
    computer = try template.computer.copied()
    (organisation, key, first) = (template.organisation, template.key, template.first)
  }

  private init(making: Void) throws {
    computer = try Computer()
    organisation = try computer.make()
    key = try computer.vault.unlock(organisation, with: secret("one two"))
    first = try computer.vault.append(.report(report(note: "1")), to: organisation)
    _ = try computer.vault.append(.plan(change), to: organisation, with: key)
    _ = try computer.vault.append(.report(report(note: "2")), to: organisation)
  }

  func rotate(_ vault: Vault? = nil) throws -> Rotation {
    let vault = vault ?? self.vault
    let current = try vault.organisation("oak-lamp")
    return try vault.rotate(
      current, with: vault.unlock(current, with: secret("one two")),
      passphrase: secret("one two"), recovery: secret("new paper"))
  }
}

private let change = PlanChange("ACC-01", owner: "editor", due: Day("2026-12-01"), state: .open)

@Test func aNewKeyOpensTheOldReportsAsLongAsTheOldKeyIsThere() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  let rotation = try epochs.rotate()
  #expect((rotation.organisation.epoch, rotation.left, rotation.wasFinished) == (2, 0, false))
  #expect(rotation.organisation.id == epochs.organisation.id)
  #expect(rotation.organisation.fingerprint != epochs.organisation.fingerprint)
  let later = try vault.append(.report(report(note: "3")), to: rotation.organisation)
  for passphrase in ["one two", "new paper"] {
    let key = try vault.unlock(vault.organisation("oak-lamp"), with: secret(passphrase))
    #expect(key.epochs == [2, 1])
    for path in [epochs.first, later] {
      #expect(throws: Never.self) { try vault.open(file: path, with: key) }
    }
    let state = try vault.state(of: rotation.organisation, with: key)
    #expect(state.reports.count == 3)
    #expect(state.reports.allSatisfy { $0.canBeOpened })
    #expect(state.planChanges == [change])
    #expect(try !vault.verify(rotation.organisation, with: key, words: []).isDamaged)
  }
  // The paper of before opens the old key only, which is not enough.
  #expect(
    refusal { _ = try vault.unlock(vault.organisation("oak-lamp"), with: secret("paper copy")) }
      == "vault.wrong-passphrase 4")
}

@Test func whenTheOldKeyIsDestroyedItsFiguresStayAndItsReportsAreGone() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  let figures = try vault.state(of: epochs.organisation, with: epochs.key).reports.map(\.header)
  let rotation = try epochs.rotate()
  let organisation = rotation.organisation
  #expect(try vault.destroyOldKeys(of: organisation, passphrase: secret("one two")) == 1)
  #expect(
    try run(["ls", "home/saqta/organisations/oak-lamp/keys"], in: epochs.computer.scratch.path)
      .text == "1.cert\n2.cert\n2.key\n2.recovery\n")
  let key = try vault.unlock(organisation, with: secret("one two"))
  #expect(key.epochs == [2])
  #expect(refusal { _ = try vault.open(file: epochs.first, with: key) } == "vault.cannot-open 3")
  let state = try vault.state(of: organisation, with: key)
  #expect(state.reports.map(\.header) == figures)
  #expect(state.reports.allSatisfy { !$0.canBeOpened })
  #expect(state.planChanges == [change])
  #expect(state.facts?.name == "Газета")
  #expect(try vault.facts(of: organisation, with: key)?.name == "Газета")
  let result = try vault.verify(organisation, with: key, words: [])
  #expect(!result.isDamaged)
  #expect(result.findings.count { $0.reason == .keyIsGone } == 4)
  #expect(result.unknowns.contains(.keyIsGone))
}

@Test func aForeignRecordDoesNotHideBehindADestroyedKey() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  let organisation = try epochs.rotate().organisation
  _ = try vault.destroyOldKeys(of: organisation, passphrase: secret("one two"))
  let stranger = try epochs.computer.make("tin-cup")
  let foreign = try vault.seal(.report(report()), for: stranger)
  _ = try vault.locking(organisation) { try vault.enterLocked([foreign], of: $0, with: nil) }
  let key = try vault.unlock(organisation, with: secret("one two"))
  let result = try vault.verify(organisation, with: key, words: [])
  #expect(result.findings.filter { $0.verdict != .fine }.map(\.reason) == [.hasOtherKey])
}

@Test func figuresAreCarriedThroughSeveralDestroyedKeys() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  for epoch in 2...4 {
    let organisation = try epochs.rotate().organisation
    #expect(organisation.epoch == epoch)
    _ = try vault.destroyOldKeys(of: organisation, passphrase: secret("one two"))
    _ = try vault.append(.report(report(note: "\(epoch)")), to: organisation)
  }
  let organisation = try vault.organisation("oak-lamp")
  let key = try vault.unlock(organisation, with: secret("one two"))
  let state = try vault.state(of: organisation, with: key)
  #expect(state.reports.count == 5)
  #expect(state.reports.map(\.canBeOpened) == [false, false, false, false, true])
  #expect(state.planChanges == [change])
  #expect(try !vault.verify(organisation, with: key, words: []).isDamaged)
}

@Test func aRecordThatDoesNotOpenKeepsTheOldKeyAlive() throws {
  let epochs = try Epochs()
  try run(["rm", epochs.computer.scratch.path + epochs.first])
  let rotation = try epochs.rotate()
  #expect(rotation.left == 1)
  #expect(
    refusal {
      _ = try epochs.vault.destroyOldKeys(
        of: rotation.organisation, passphrase: secret("one two"))
    } == "vault.not-carried 3")
  #expect(try epochs.vault.unlock(rotation.organisation, with: secret("one two")).epochs == [2, 1])
}

@Test func aRotationThatIsBrokenOffAnywhereIsOldOrCanBeFinished() throws {
  var states: [Int] = []
  for failing in 1...20 {
    let epochs = try Epochs()
    var world = World.unplugged
    world.files = FailingFiles(
      LiveFiles(root: epochs.computer.scratch.path), failingAt: failing, forEver: true)
    world.clock = FixedClock()
    world.randomness = LiveRandomness()
    let dying = Vault(home: "/home/saqta", in: world, tool: "t", keyCost: 15)
    let refused = refusal { _ = try epochs.rotate(dying) }
    let vault = epochs.vault
    let organisation = try vault.organisation("oak-lamp")
    states.append(organisation.epoch)
    if refused == nil { break }
    let rotation = try epochs.rotate()
    // What fails last is putting the old key under the new paper: by then the new epoch is whole.
    #expect(
      rotation.organisation.epoch == (organisation.epoch == 2 && !rotation.wasFinished ? 3 : 2))
    _ = try vault.destroyOldKeys(of: rotation.organisation, passphrase: secret("one two"))
    let newKey = try vault.unlock(rotation.organisation, with: secret("one two"))
    #expect(try vault.state(of: rotation.organisation, with: newKey).reports.count == 2)
  }
  #expect(states == states.sorted() && Set(states) == [1, 2], "\(states)")
}

@Test func anotherPassphraseOpensAllKeysAndTheOldOneNone() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  let organisation = try epochs.rotate().organisation
  try vault.changePassphrase(of: organisation, from: secret("one two"), to: secret("three"))
  #expect(
    refusal { _ = try vault.unlock(organisation, with: secret("one two")) }
      == "vault.wrong-passphrase 4")
  #expect(try vault.unlock(organisation, with: secret("three")).epochs == [2, 1])
  #expect(try vault.unlock(organisation, with: secret("new paper")).epochs == [2, 1])
  #expect(
    refusal {
      try vault.changePassphrase(of: organisation, from: secret("new paper"), to: secret("x"))
    } == "vault.wrong-passphrase 4")
  #expect(
    refusal {
      try vault.changePassphrase(of: organisation, from: secret("three"), to: secret(""))
    } == "vault.empty-passphrase 2")
}

@Test func thePaperGivesANewPassphraseEvenWhenTheKeyFileIsLost() throws {
  let epochs = try Epochs()
  let vault = epochs.vault
  let organisation = epochs.organisation
  func recover(_ paper: String) -> String? {
    refusal { try vault.recover(organisation, with: secret(paper), to: secret("fresh words")) }
  }
  #expect(recover("one two") == "vault.wrong-recovery 4")
  let keys = "\(epochs.computer.scratch.path)/home/saqta/organisations/oak-lamp/keys"
  try run(["rm", "\(keys)/1.key"])
  #expect(recover("paper copy") == nil)
  #expect(try vault.unlockDaily(organisation, with: secret("fresh words")).epochs == [1])
  try run(["rm", "\(keys)/1.recovery"])
  #expect(recover("paper copy") == "vault.no-recovery 4")
}

@Test func aLongHistoryIsCarriedInSeveralRecords() throws {
  var state = OrganisationState()
  var other = OrganisationState()
  let header = RecordHeader(
    kind: .report, org: "o", epoch: 1, recipient: "r", claimedTime: FixedClock().now, tool: "t",
    summary: nil)
  for number in 0..<10 {
    state.apply(RecordEntry(record: "\(number)", header: header, event: nil))
  }
  let parts = [Array(state.records.prefix(6)), Array(state.records.suffix(4))]
  for (offset, carried) in parts.enumerated() {
    #expect(!other.carriedEpochs.contains(2))
    let epoch = KeyEpoch(number: 2, part: offset + 1, parts: 2, facts: nil, carried: carried)
    let entry = RecordEntry(record: "e\(offset)", header: header, event: .epoch(epoch))
    other.apply(entry)
    other.apply(entry)
  }
  #expect(other.carriedEpochs == [2])
  #expect(other.reports.map(\.record) == state.reports.map(\.record))
}
