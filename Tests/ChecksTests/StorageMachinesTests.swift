import Checks
import Hygiene
import Platform
import TestKit
import Testing

/// Every folder in `Tests/Fixtures/machines` is a computer, and the text beside it says what the
/// storage checks must find on it. `RECORD=1` writes the texts anew: read them before keeping them.
@Suite struct StorageMachinesTests {
  @Test(arguments: Machine.all)
  func everyMachineIsJudgedAsItsTextSays(_ machine: Machine) async throws {
    let found = try await machine.judged()
    if recordsAnew {
      try LiveFiles().write(Array(found.utf8), to: machine.textPath, replacing: true)
    }
    #expect(found == (try LiveFiles().text(machine.textPath)))
  }

  @Test func thereAreMachinesToLookAt() {
    #expect(Machine.all.count > 30)
  }

  @Test(arguments: Machine.all)
  func noFactNamesAPathALabelOrAnIdentifierOfADisk(_ machine: Machine) async throws {
    let evidence = await machine.evidence()
    let secrets = [
      "0123456789abcdef", "aaaaaaaa", "/home", "/data", "_crypt", "vg-", "veracrypt1", "TailsData",
      "server:", "tank", "home.img", "1b7b6a52",
    ]
    for fact in evidence.map({ "\($0.facts) \($0.subject)" }) {
      for secret in secrets { #expect(!fact.contains(secret)) }
    }
  }

  @Test func aTreeWithoutAnythingIsUnknownEverywhere() async throws {
    let folder = try TemporaryFolder()
    let evidence = await Machine(root: folder.path).evidence()
    #expect(
      evidence.map(\.outcome) == [
        .unknown(because: .notPresent), .unknown(because: .notPresent),
        .unknown(because: .notPresent),
      ])
  }

  @Test(arguments: [any Check].storage.map(\.id))
  func examplesHold(_ id: CheckID) throws {
    let check = try #require([any Check].storage.first { $0.id == id })
    #expect(check.brokenExamples == [])
    #expect(!check.examples.isEmpty)
  }
}

extension [any Check] {
  static var storage: [any Check] { [StorageHome(), StorageSwap(), StorageHibernation()] }
}
