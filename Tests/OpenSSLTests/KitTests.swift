import OpenSSL
import TestKit
import Testing

/// What the gate and the key say of each file of the conformance kit.
@Suite struct KitTests {
  private let kit: ConformanceKit

  init() throws { kit = try ConformanceKit.shared.get() }

  private func unlock(_ file: [UInt8]) throws -> RecipientKey? {
    try KeyFile(file).map { file in
      try kit.passphrase.withUnsafeBytes { try file.unlock(with: $0) }
    }
  }

  private func holdersKey() throws -> RecipientKey {
    try #require(try unlock(contentsOfFile("\(kit.path)/organisation/1.key")))
  }

  @Test func theKitIsWhole() throws {
    #expect(kit.records.count > 850)
    #expect(kit.keys.count > 170)
    for entry in kit.records + kit.keys {
      #expect((entry.released == nil) == (entry.verdict != .opens), "\(entry)")
    }
    let fixed = kit.records.filter { $0.file.hasPrefix("records/fixed-") }
    #expect(fixed.count == 155)
  }

  @Test func everyRecordMeetsItsVerdict() throws {
    let key = try holdersKey()
    for entry in kit.records {
      guard let record = SealedRecord(try kit.bytes(of: entry)) else {
        #expect(entry.verdict == .refusedByGate, "\(entry)")
        continue
      }
      var released: String?
      do {
        released = try key.open(record) { hex(sha256(Array($0))) }
      } catch {
        #expect(error is OpenSSLError, "\(entry)")
      }
      switch entry.verdict {
      case .opens: #expect(released == entry.released, "\(entry)")
      // Authentic: what is wrong with it is not for this face to say.
      case .refusedInside, .tooNew: #expect(released != nil, "\(entry)")
      case .refusedByTag: #expect(released == nil, "\(entry)")
      case .refusedByGate: Issue.record("\(entry) passed the gate")
      }
    }
  }

  @Test func everyKeyFileMeetsItsVerdict() throws {
    let own = try holdersKey().fingerprint
    for entry in kit.keys {
      let file = try kit.bytes(of: entry)
      #expect((KeyFile(file) == nil) == (entry.verdict == .refusedByGate), "\(entry)")
      let key = try? unlock(file)
      #expect((key?.fingerprint == own) == (entry.verdict == .opens), "\(entry)")
      if entry.verdict == .refusedByTag { #expect(key == nil, "\(entry)") }
    }
  }

  /// The kit's certificate is by another writer too.
  @Test func weSealToTheCertificateOfTheKit() throws {
    let certificate = try RecipientCertificate(contentsOfFile("\(kit.path)/organisation/1.cert"))
    let key = try holdersKey()
    #expect(certificate.fingerprint == key.fingerprint)
    let plaintext = [UInt8](repeating: 0x20, count: 65_536)
    let record = try plaintext.withUnsafeBytes { try certificate.seal($0) }
    #expect(try key.open(record) { Array($0) } == plaintext)
  }
}
