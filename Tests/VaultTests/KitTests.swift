import TestKit
import Testing

@testable import Vault

/// What the key-holder is told of each file of the conformance kit.
@Suite struct KitTests {
  private let kit: ConformanceKit
  private let computer: Computer

  /// A computer whose only organisation is the kit's.
  init() throws {
    kit = try ConformanceKit.shared.get()
    computer = try Computer()
    try kit.install(below: "\(computer.scratch.path)/home/saqta")
  }

  private func unlocked() throws -> UnlockedKey {
    let passphrase = String(decoding: kit.passphrase, as: UTF8.self)
    return try computer.vault.unlock(computer.vault.organisation("kit"), with: secret(passphrase))
  }

  @Test func everyRecordIsOpenedOrRefusedWithTheSameSentence() throws {
    let key = try unlocked()
    for entry in kit.records {
      try computer.scratch.write(kit.bytes(of: entry), to: "given.cms")
      let wanted: String? =
        switch entry.verdict {
        case .opens: nil
        case .tooNew: "vault.too-new 3"
        default: "vault.cannot-open 3"
        }
      let said = refusal { _ = try computer.vault.open(file: "/given.cms", with: key) }
      #expect(said == wanted, "\(entry)")
    }
  }

  @Test func everyKeyFileIsUnlockedOrRefused() throws {
    for entry in kit.keys {
      try computer.scratch.write(
        kit.bytes(of: entry), to: "home/saqta/organisations/kit/keys/1.key")
      let (damaged, wrong) = ("vault.key-damaged 3", "vault.wrong-passphrase 4")
      let wanted: [String?] =
        switch entry.verdict {
        case .opens: [nil]
        case .refusedByGate: [damaged]
        case .refusedByTag: [wrong]
        default: [damaged, wrong]
        }
      #expect(wanted.contains(refusal { _ = try unlocked() }), "\(entry)")
    }
  }
}
