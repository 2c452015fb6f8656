import Checks
import Documents
import Hygiene
import Platform
import TestKit
import Testing

/// A computer whose disk can be opened: the machine `encrypted-laptop` with a real image in place
/// of the device file. What the header says must reach the verdict.
@Suite struct StorageImageTests {
  private func facts(with image: DiskImage) async throws -> (StorageFacts, Evidence) {
    let machine = "\(image.folder.path)/machine"
    try image.call(["cp", "-a", "\(Machine.folder)/encrypted-laptop", machine])
    try image.call(["mkdir", "-p", "\(machine)/dev"])
    try image.call(["mv", image.path, "\(machine)/dev/nvme0n1p3"])
    let evidence = await Machine(root: machine).evidence()
    let home = try #require(evidence.first { $0.check == "storage-home" })
    return (
      try Documents.decode(StorageFacts.self, from: Documents.encode(home.facts)), home
    )
  }

  private static let strong = [
    "--pbkdf", "argon2id", "--pbkdf-force-iterations", "4", "--pbkdf-memory", "65536",
    "--pbkdf-parallel", "1",
  ]

  @Test func aReadHeaderMakesProbablyCertain() async throws {
    let (facts, evidence) = try await facts(with: try DiskImage(luks: 2, Self.strong))
    #expect(facts.verdict == .encryptedSecret)
    #expect(evidence.outcome == .good)
    #expect(evidence.confidence == .high)
    #expect(
      facts.chains == [
        "home -> ext4 -> dm-1 [lvm] -> dm-0 [crypt luks2, aes-xts-plain64 512, "
          + "argon2id t4 m65536K p1] -> nvme0n1p3 [partition] -> nvme0n1 [disk]"
      ])
  }

  @Test(arguments: [1, 2])
  func aCheapKeyDerivationIsWeak(_ version: Int) async throws {
    let (facts, evidence) = try await facts(with: try DiskImage(luks: version))
    #expect(facts.verdict == .encryptedWeak)
    #expect(evidence.outcome == .concern)
  }

  @Test(arguments: [(false, StorageVerdict.encryptedAuto), (true, .encryptedSecret)])
  func aSecurityChipWithoutAPINOpensByItself(
    _ asksPIN: Bool, _ verdict: StorageVerdict
  ) async throws {
    let image = try DiskImage(luks: 2, Self.strong)
    try image.importToken(
      """
      {"type":"systemd-tpm2","keyslots":["0"],"tpm2-blob":"AAAA","tpm2-pcrs":[],\
      "tpm2-pcr-bank":"sha256","tpm2-primary-alg":"ecc","tpm2-policy-hash":"00",\
      "tpm2-pin":\(asksPIN)}
      """)
    #expect(try await facts(with: image).0.verdict == verdict)
  }

  @Test func anUnknownTokenKeepsItAtProbably() async throws {
    let image = try DiskImage(luks: 2, Self.strong)
    try image.importToken(#"{"type":"x-of-tomorrow","keyslots":["0"]}"#)
    let (facts, _) = try await facts(with: image)
    #expect(facts.verdict == .encryptedMap)
    #expect(facts.unlocking == [.other])
  }

  @Test func anUnfinishedEncryptionIsAProblem() async throws {
    let image = try DiskImage(bytes: 96 << 20)
    try image.startEncrypting()
    let (facts, evidence) = try await facts(with: image)
    #expect(facts.verdict == .inTransition)
    #expect(evidence.outcome == .problem)
  }

  @Test func aDetachedHeaderKeepsItAtProbably() async throws {
    let image = try DiskImage(bytes: 4 << 20)
    try image.write("/dev/urandom", bytes: 1 << 16)
    let (facts, evidence) = try await facts(with: image)
    #expect(facts.verdict == .encryptedMap)
    #expect(evidence.confidence == .medium)
  }
}
