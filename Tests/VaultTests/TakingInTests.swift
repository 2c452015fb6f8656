import Hygiene
import Platform
import TestKit
import Testing

@testable import Vault

@Test func handedOverReportsAreTakenInOnceAndInOrder() throws {
  let computer = try Computer()
  let vault = computer.vault
  let organisation = try computer.make()
  let key = try vault.unlock(organisation, with: secret("one two"))
  let stranger = try computer.make("tin-cup")
  func hand(_ name: String, _ event: Event, for other: Organisation? = nil) throws -> [UInt8] {
    let sealed = try vault.seal(event, for: other ?? organisation)
    try computer.scratch.write(sealed, to: name)
    return sealed
  }
  let first = try hand("a.cms", .report(report(note: "a")))
  try computer.scratch.write(first, to: "copy.cms")
  _ = try hand("again.cms", .report(report(note: "a")))
  _ = try hand("b.cms", .report(report(note: "b")))
  _ = try hand("plan.cms", .plan(PlanChange("ACC-01", state: .done)))
  _ = try hand("facts.cms", .facts(OrganisationFacts(name: "stolen")))
  _ = try hand("foreign.cms", .report(report()), for: stranger)
  try computer.scratch.write(Array(first.dropLast()), to: "cut.cms")
  let names = ["a", "copy", "again", "b", "plan", "facts", "foreign", "cut", "none"]
    .map { "/\($0).cms" }
  let results = try vault.takeIn(names, into: organisation, with: key)
  func said(_ result: TakenIn) -> String {
    switch result {
    case .added: "added"
    case .known: "known"
    case .restored: "restored"
    case .sameReport: "same"
    case .refused(let error): error.message.id
    }
  }
  #expect(
    results.map(said) == [
      "added", "known", "same", "added", "open.not-a-report", "vault.cannot-open",
      "vault.cannot-open", "vault.cannot-open", "error.file-missing",
    ])
  let state = try vault.state(of: organisation, with: key)
  #expect(state.reports.count == 2)
  #expect(state.facts?.name == "Газета")
  let ledger = try vault.ledger(of: "oak-lamp")
  #expect(ledger.count == 3)
  // Whoever takes in has looked, so the new head is signed.
  #expect(vault.checkpoint(of: "oak-lamp")?.head == ledger.head(of: organisation.id))
  let before = try computer.tree()
  let again = try vault.takeIn(names, into: organisation, with: key)
  #expect(again.prefix(4).map(said) == ["known", "known", "same", "known"])
  #expect(try computer.tree() == before)
}

@Test func aHandedOverCopyHealsAVault() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let vault = computer.vault
  let key = try vault.unlock(organisation, with: secret("one two"))
  let path = try vault.append(.report(report()), to: organisation)
  let bytes = try computer.scratch.read(path)
  try computer.scratch.write(bytes, to: "copy.cms")
  for damage in [["rm"], ["truncate", "-s", "9"]] {
    try run(damage + [computer.scratch.path + path])
    #expect(try vault.takeIn(["/copy.cms"], into: organisation, with: key) == [.restored])
    #expect(try computer.scratch.read(path) == bytes)
  }
  #expect(try vault.ledger(of: "oak-lamp").count == 2)
}

@Test func whatWasWrittenBeforeACrashIsEnteredTheNextTime() throws {
  let computer = try Computer()
  let organisation = try computer.make()
  let vault = computer.vault
  let key = try vault.unlock(organisation, with: secret("one two"))
  let sealed = try vault.seal(.report(report()), for: organisation)
  try computer.scratch.write(sealed, to: "handed.cms")
  try computer.scratch.write(
    sealed, to: "home/saqta/organisations/oak-lamp/records/\(recordName(of: sealed))")
  let results = try vault.takeIn(["/handed.cms"], into: organisation, with: key)
  guard case .added? = results.first else {
    Issue.record("\(results)")
    return
  }
  #expect(try vault.ledger(of: "oak-lamp").count == 2)
  #expect(try !vault.verify(organisation, with: key, words: []).isDamaged)
}

@Test func aFullDiskInTheMiddleKeepsWhatWasTakenInBefore() throws {
  for failing in 1...12 {
    let computer = try Computer()
    let organisation = try computer.make()
    let key = try computer.vault.unlock(organisation, with: secret("one two"))
    let names = try (1...3).map { number in
      try computer.scratch.write(
        computer.vault.seal(.report(report(note: "\(number)")), for: organisation),
        to: "\(number).cms")
      return "/\(number).cms"
    }
    var world = World.unplugged
    world.files = FailingFiles(LiveFiles(root: computer.scratch.path), failingAt: failing)
    let failingVault = Vault(home: "/home/saqta", in: world, tool: "t", keyCost: 15)
    let refused = refusal { _ = try failingVault.takeIn(names, into: organisation, with: key) }
    let result = try computer.vault.verify(organisation, with: key, words: [])
    #expect(!result.isDamaged, "write \(failing)")
    _ = try computer.vault.takeIn(names, into: organisation, with: key)
    #expect(try computer.vault.state(of: organisation, with: key).reports.count == 3)
    if refused == nil { break }
    #expect(refused == "error.disk-full 5")
    #expect(failing < 12)
  }
}
