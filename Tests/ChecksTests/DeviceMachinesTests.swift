import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Every folder in `Tests/Fixtures/devices` is a computer, and the text beside it says what the
/// device checks must find on it. `RECORD=1` writes the texts anew: read them before keeping them.
///
/// The databases of certificates were written by NSS 3.87 itself, and the settings by dconf 0.40.
@Suite struct DeviceMachinesTests {
  /// The authority of the fixtures that forges; its certificate is nobody's but the tests'.
  static let forger = KnownAuthorities(keys: [
    "f1f61f14d1c1b5f226d27f50d651d8c14b926561d1beb38fd106fec4f7d79cba":
      .init(kind: .interceptor, name: "Forging Root")
  ])
  static let checks: [any Check] = DeviceTree.checks.map {
    $0 is DeviceAuthorities ? DeviceAuthorities(known: forger) : $0
  }

  @Test(arguments: DeviceTree.all)
  func everyComputerIsJudgedAsItsTextSays(_ tree: DeviceTree) async throws {
    let found = try await tree.judged(by: Self.checks)
    let path = "\(tree.root).txt"
    if recordsAnew { try LiveFiles().write(Array(found.utf8), to: path, replacing: true) }
    #expect(found == (try LiveFiles().text(path)))
  }

  @Test(arguments: DeviceTree.all)
  func noFactNamesAPersonAPathOrAPassword(_ tree: DeviceTree) async throws {
    let found = try await tree.judged(by: Self.checks)
    for secret in ["igul", "secret", "/home", "laptop-of", "proxy.example", "x1.default", "3128"] {
      #expect(!found.contains(secret))
    }
  }

  @Test func thereAreComputersToLookAt() {
    #expect(DeviceTree.all.count >= 3)
    #expect(DeviceTree.checks.count >= 13)
  }

  @Test(arguments: DeviceTree.checks.map(\.id))
  func examplesHold(_ id: CheckID) throws {
    let check = try #require(DeviceTree.checks.first { $0.id == id })
    #expect(check.brokenExamples == [])
    #expect(!check.examples.isEmpty)
    #expect(!check.usesNetwork)
  }

  @Test func aTreeWithoutAnythingIsUnknownEverywhere() async throws {
    let folder = try TemporaryFolder()
    let found = try await DeviceTree(root: folder.path).judged()
    #expect(
      !found.contains(": good") && !found.contains(": concern") && !found.contains(": problem"))
  }

  @Test(arguments: DeviceTree.checks.map(\.id))
  func nothingIsSaidInsideAnotherSystem(_ id: CheckID) async throws {
    let check = try #require(DeviceTree.checks.first { $0.id == id })
    let tree = try DeviceTree(["/proc/version": "Linux version 5.15.90.1-microsoft-standard-WSL2"])
    #expect(await tree.outcome(of: check) == .unknown(because: DeviceReasons.insideAnother))
  }
}
