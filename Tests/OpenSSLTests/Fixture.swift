import OpenSSL

/// A key, its certificate, a plaintext of the smallest bucket and the record of it.
struct Fixture: Sendable {
  let key: RecipientKey
  let certificate: RecipientCertificate
  let plaintext: [UInt8]
  let record: SealedRecord

  /// Made once: making keys is not what most tests are about.
  static let shared = Result { try Fixture() }

  init(bucket: Int = 65_536) throws {
    key = try RecipientKey.generated()
    certificate = try key.certificate(serial: [1, 2, 3])
    var plaintext = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    while plaintext.count < bucket { plaintext += plaintext }
    self.plaintext = plaintext
    record = try plaintext.withUnsafeBytes { [certificate] in try certificate.seal($0) }
  }

  func opens(_ record: SealedRecord) -> Bool {
    (try? key.open(record) { Array($0) == plaintext }) ?? false
  }
}
