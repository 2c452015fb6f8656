internal import COpenSSL

/// A private key under a passphrase, profile K1, as it lies on the disk: a byte gate like
/// `SealedRecord`, which also bounds what the passphrase will cost before anything is derived
/// (Docs/Formats/KeyFile.md).
public struct KeyFile: Hashable, Sendable {
  /// Size of the file in bytes.
  public static let size = template.size
  /// The costs that are accepted.
  public static let costs = 15...20

  public let bytes: [UInt8]
  /// log2 of scrypt's N; the memory it takes is 2^(cost + 10) bytes.
  public let cost: Int
  let salt: [UInt8]

  /// Nil for every file that the gate refuses.
  public init?(_ file: [UInt8]) {
    guard KeyFile.template.matches(file),
      let cost = Int(String(decoding: file[46..<48], as: UTF8.self)), KeyFile.costs ~= cost,
      let salt = OpenSSL.bytes(hex: String(decoding: file[53..<85], as: UTF8.self))
    else { return nil }
    (bytes, self.cost, self.salt) = (file, cost, salt)
  }

  /// The key identifier, which says how the key-encryption key is derived.
  static func identifier(cost: Int, salt: [UInt8]) -> [UInt8] {
    Array("scrypt$\(cost)$8$1$\(hex(salt))".utf8)
  }

  /// Bytes of the PKCS #8 PrivateKeyInfo inside.
  private static let plaintext = 138
  private static let template = ByteTemplate([
    .fixed("30820155 060b2a864886f70d0109100117 a0820144 30820140 020100 316e a26c 020104 3030"),
    .fixed("042e"), .fixed(hex("scrypt$".utf8)), .hole(2), .fixed(hex("$8$1$".utf8)), .hole(32),
    .fixed("300b 060960864801650304012d 0428"), .hole(40),
    .fixed("3081b8 06092a864886f70d010701 301e 060960864801650304012e 3011 040c"), .hole(12),
    .fixed("020110 80818a"), .hole(plaintext), .fixed("0410"), .hole(16),
  ])

  /// Opens the file.
  ///
  /// - Throws: `OpenSSLError`; `.refused` for a wrong passphrase and for a changed file, which look
  ///   the same.
  public func unlock(with passphrase: UnsafeRawBufferPointer) throws(OpenSSLError) -> RecipientKey {
    ERR_clear_error()
    let cms = unsafe try Owned(
      parsed(bytes), freedBy: { unsafe CMS_ContentInfo_free($0) }, from: "reading a key file")
    let id = KeyFile.identifier(cost: cost, salt: salt)
    return unsafe try withKEK(from: passphrase, cost: cost, salt: salt) {
      kek throws(OpenSSLError) in
      unsafe try require(
        CMS_decrypt_set1_key(cms.pointer, kek.baseAddress, kek.count, id, id.count) == 1,
        "unwrapping a key")
      let opened = try decrypted(cms, size: KeyFile.plaintext, secure: SecureMemory.isLocked)
      return unsafe try lend(opened) { plaintext throws(OpenSSLError) in
        unsafe try RecipientKey(pkcs8: plaintext)
      }
    }
  }
}

/// Derives the key-encryption key and lends it.
func withKEK<Result>(
  from passphrase: UnsafeRawBufferPointer, cost: Int, salt: [UInt8],
  _ body: (UnsafeMutableBufferPointer<UInt8>) throws(OpenSSLError) -> Result
) throws(OpenSSLError) -> Result {
  unsafe try withWipedBytes(32) { kek throws(OpenSSLError) in
    let derived = unsafe tk_scrypt(
      passphrase.baseAddress, passphrase.count, salt, salt.count, UInt64(1) << UInt64(cost),
      kek.baseAddress, kek.count)
    try require(derived == 1, "deriving a key")
    return unsafe try body(kek)
  }
}
