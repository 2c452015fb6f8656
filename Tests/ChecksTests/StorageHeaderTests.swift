import Disks
import Platform
import TestKit
import Testing

/// Headers that real cryptsetup wrote, read from files.
@Suite struct StorageHeaderTests {
  private func header(of image: DiskImage) throws -> LUKSHeader {
    try LiveFiles().withDevice(image.path) { descriptor in
      try LUKSHeader.read(descriptor, size: deviceSize(descriptor) ?? 0)
    }
  }

  private func signature(of image: DiskImage) throws -> Signature {
    try LiveFiles().withDevice(image.path) { try probe($0) }
  }

  private static let slot = KeySlot(
    number: 0, derivation: "pbkdf2", hash: "sha256", iterations: 1000, memory: 0, threads: 0)

  @Test(arguments: [1, 2])
  func aHeaderTellsItsVersionCipherAndCosts(_ version: Int) throws {
    let image = try DiskImage(luks: version)
    #expect(try signature(of: image) == .found(type: "crypto_LUKS", version: "\(version)"))
    #expect(try header(of: image) == LUKSHeader(version: version, slots: [Self.slot]))
  }

  @Test func argon2TellsItsMemory() throws {
    let image = try DiskImage(bytes: 64 << 20)
    try image.format(
      luks: 2, ["--pbkdf", "argon2id", "--pbkdf-force-iterations", "4", "--pbkdf-memory", "32"])
    let slot = try #require(try header(of: image).slots.first)
    #expect(slot.derivation == "argon2id")
    #expect([slot.iterations, slot.memory] == [4, 32])
  }

  @Test(arguments: [
    ["--luks2-metadata-size", "4m", "--luks2-keyslots-size", "16m"], ["--offset", "81920"],
  ])
  func aLargeHeaderIsRead(_ options: [String]) throws {
    #expect(try header(of: try DiskImage(luks: 2, options)).slots == [Self.slot])
  }

  @Test func aDamagedPrimaryHeaderIsReadFromTheSecondAndNothingIsWritten() throws {
    let image = try DiskImage(luks: 2)
    try image.write("/dev/zero", bytes: 6)
    let before = try image.digest()
    let header = try header(of: image)
    #expect(header == LUKSHeader(version: 2, slots: [Self.slot], isPrimaryDamaged: true))
    #expect(try image.digest() == before)
    // The control: given the file itself, the library mends it.
    try image.call(["cryptsetup", "isLuks", image.path])
    #expect(try image.digest() != before)
  }

  @Test func anEncryptionThatHasOnlyBegunIsInTransition() throws {
    let image = try DiskImage(bytes: 96 << 20)
    try image.call(["mkfs.ext4", "-q", "-F", image.path, "20M"])
    try image.startEncrypting()
    #expect(try header(of: image).isInTransition)
  }

  @Test func aStaleHeaderUnderAnotherFileSystemIsNotAHeader() throws {
    let image = try DiskImage(luks: 2)
    try image.call(["mkfs.ext4", "-q", "-F", image.path])
    #expect(try signature(of: image) == .found(type: "ext4", version: "1.0"))
    #expect(throws: DiskError.self) { try header(of: image) }
  }

  @Test(arguments: ["/dev/urandom", "/dev/zero"])
  func noiseAndEmptinessHaveNoSignature(_ source: String) throws {
    let image = try DiskImage(bytes: 4 << 20)
    try image.write(source, bytes: 1 << 16)
    #expect(try signature(of: image) == .nothing)
    #expect(throws: DiskError.self) { try header(of: image) }
  }

  @Test func anEmptyFileIsRefusedAndNotACrash() throws {
    let image = try DiskImage(bytes: 0)
    #expect(throws: DiskError.self) { try header(of: image) }
  }

  @Test(arguments: [
    (
      """
      {"type":"systemd-tpm2","keyslots":["0"],"tpm2-blob":"AAAA","tpm2-pcrs":[7],\
      "tpm2-pcr-bank":"sha256","tpm2-primary-alg":"ecc","tpm2-policy-hash":"00","tpm2-pin":false}
      """, UnlockToken(kind: .tpm2, slots: [0], needsSecret: false)
    ),
    (
      #"{"type":"systemd-recovery","keyslots":["0"]}"#,
      UnlockToken(kind: .recovery, slots: [0], needsSecret: true)
    ),
    (
      #"{"type":"x-of-tomorrow","keyslots":[]}"#,
      UnlockToken(kind: .other, slots: [], needsSecret: nil)
    ),
    // {"alg":"dir","enc":"A256GCM","clevis":{"pin":"tang"}}
    (
      """
      {"type":"clevis","keyslots":["0"],"jwe":{"protected":\
      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiY2xldmlzIjp7InBpbiI6InRhbmcifX0"}}
      """, UnlockToken(kind: .network, slots: [0], needsSecret: false)
    ),
  ])
  func aTokenTellsWhoOpensTheDisk(_ json: String, _ token: UnlockToken) throws {
    let image = try DiskImage(luks: 2)
    try image.importToken(json)
    #expect(try header(of: image).tokens == [token])
  }
}
