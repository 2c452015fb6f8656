internal import COpenSSL

/// A key pair on P-256 that records are sealed to and opened with.
///
/// Shared by tasks that open many records: OpenSSL counts its references atomically and only reads
/// the key after it was made.
@safe public final class RecipientKey: @unchecked Sendable {
  private let key: Owned
  /// SHA-256 of the SubjectPublicKeyInfo.
  public let fingerprint: [UInt8]

  /// Makes a new pair.
  ///
  /// - Throws: `OpenSSLError`.
  public static func generated() throws(OpenSSLError) -> RecipientKey {
    _ = SecureMemory.isLocked
    ERR_clear_error()
    return unsafe try RecipientKey(
      Owned(tk_generate_p256(), freedBy: { unsafe EVP_PKEY_free($0) }, from: "making a key"))
  }

  private init(_ key: consuming Owned) throws(OpenSSLError) {
    fingerprint = sha256(try publicKeyInfo(of: key))
    self.key = key
  }

  /// Reads a PKCS #8 PrivateKeyInfo; refuses other curves, and bytes after it.
  convenience init(pkcs8 der: UnsafeRawBufferPointer) throws(OpenSSLError) {
    ERR_clear_error()
    let bytes = unsafe der.assumingMemoryBound(to: UInt8.self)
    var next = bytes.baseAddress
    let info = unsafe try Owned(
      d2i_PKCS8_PRIV_KEY_INFO(nil, &next, bytes.count),
      freedBy: { unsafe PKCS8_PRIV_KEY_INFO_free($0) }, from: "reading a key")
    guard let start = bytes.baseAddress, unsafe next == start + bytes.count else {
      throw OpenSSLError("reading a key")
    }
    unsafe try self.init(
      Owned(
        EVP_PKCS82PKEY(info.pointer), freedBy: { unsafe EVP_PKEY_free($0) }, from: "reading a key"))
  }

  /// Opens a record that was sealed to this key, and lends its plaintext for the length of the call.
  ///
  /// Plaintexts of up to 512 KiB lie in locked memory as long as there is some; all are wiped.
  ///
  /// - Throws: `OpenSSLError` for another key and for a changed record, which look the same.
  public func open<Result>(
    _ record: SealedRecord, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let output: Owned
    if SecureMemory.isLocked, record.bucket <= 512 << 10 {
      do {
        output = try opened(record, secure: true)
      } catch {
        // Many at once may have used up the locked memory, which looks like a bad file.
        output = try opened(record, secure: false)
      }
    } else {
      output = try opened(record, secure: false)
    }
    return unsafe try lend(output, to: body)
  }

  private func opened(_ record: SealedRecord, secure: Bool) throws(OpenSSLError) -> Owned {
    ERR_clear_error()
    let cms = unsafe try Owned(
      parsed(record.bytes), freedBy: { unsafe CMS_ContentInfo_free($0) }, from: "reading a record")
    // After a 0 here CMS_decrypt would still hand out bytes.
    unsafe try require(
      CMS_decrypt_set1_pkey(cms.pointer, key.pointer, nil) == 1, "unwrapping a content key")
    return try decrypted(cms, size: record.bucket, secure: secure)
  }

  /// Issues the certificate that lets others seal to this key.
  ///
  /// - Throws: `OpenSSLError`, `.refused` when `serial` is not a positive number of at most 20
  ///   bytes (RFC 5280 §4.1.2.2).
  public func certificate(serial: [UInt8]) throws(OpenSSLError) -> RecipientCertificate {
    guard let first = serial.first, (1...0x7f).contains(first), serial.count <= 20 else {
      throw OpenSSLError("issuing a certificate", reasons: ["serial number"])
    }
    ERR_clear_error()
    return unsafe try RecipientCertificate(issue(for: key.pointer, serial: serial))
  }

  /// Puts the private key under a passphrase. Takes 2^(cost + 10) bytes of memory.
  ///
  /// - Throws: `OpenSSLError`, `.refused` when `salt` has not 16 bytes or the cost is not accepted.
  public func locked(
    under passphrase: UnsafeRawBufferPointer, cost: Int, salt: [UInt8]
  ) throws(OpenSSLError) -> KeyFile {
    guard KeyFile.costs ~= cost, salt.count == 16 else {
      throw OpenSSLError("locking a key", reasons: ["parameters"])
    }
    let cms = try newEnvelope()
    let id = KeyFile.identifier(cost: cost, salt: salt)
    unsafe try withKEK(from: passphrase, cost: cost, salt: salt) { kek throws(OpenSSLError) in
      unsafe try require(
        tk_add_kek_recipient(cms.pointer, kek.baseAddress, kek.count, id, id.count) == 1,
        "locking a key")
    }
    let file = unsafe try withPKCS8 { der throws(OpenSSLError) in unsafe try sealed(der, in: cms) }
    guard let gated = KeyFile(file) else { throw OpenSSLError("locking a key", reasons: ["gate"]) }
    return gated
  }

  /// The Ed25519 key for one purpose that belongs to this pair: whoever opens the one has the other,
  /// and both are lost together.
  ///
  /// - Throws: `OpenSSLError`.
  public func signingKey(for purpose: String) throws(OpenSSLError) -> SigningKey {
    ERR_clear_error()
    let purpose = Array(purpose.utf8)
    return unsafe try SigningKey(
      Owned(
        tk_derive_signing_key(key.pointer, purpose, purpose.count),
        freedBy: { unsafe EVP_PKEY_free($0) }, from: "deriving a key"))
  }

  private func withPKCS8<Result>(
    _ body: (UnsafeRawBufferPointer) throws(OpenSSLError) -> Result
  ) throws(OpenSSLError) -> Result {
    let info = unsafe try Owned(
      EVP_PKEY2PKCS8(key.pointer), freedBy: { unsafe PKCS8_PRIV_KEY_INFO_free($0) },
      from: "encoding a key")
    let size = unsafe i2d_PKCS8_PRIV_KEY_INFO(info.pointer, nil)
    try require(size > 0, "encoding a key")
    return unsafe try withWipedBytes(Int(size)) { buffer throws(OpenSSLError) in
      var next = buffer.baseAddress
      let written = unsafe i2d_PKCS8_PRIV_KEY_INFO(info.pointer, &next)
      try require(written == size, "encoding a key")
      return unsafe try body(UnsafeRawBufferPointer(buffer))
    }
  }
}

/// The DER SubjectPublicKeyInfo of a key.
///
/// - Throws: `OpenSSLError` when it is not an uncompressed point on P-256 by name.
private func publicKeyInfo(of key: borrowing Owned) throws(OpenSSLError) -> [UInt8] {
  let pointer = unsafe key.pointer
  let info = unsafe [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
    guard unsafe (1...512) ~= i2d_PUBKEY(pointer, nil) else { return }
    var next = buffer.baseAddress
    count = unsafe max(0, Int(i2d_PUBKEY(pointer, &next)))
  }
  guard isPublicKeyOnP256(info) else { throw OpenSSLError("reading a key", reasons: ["not P-256"]) }
  return info
}

/// Whether a SubjectPublicKeyInfo is of the one form that our keys have (RFC 5480 §2).
func isPublicKeyOnP256(_ info: [UInt8]) -> Bool {
  let header = bytes(hex: "3059301306072a8648ce3d020106082a8648ce3d03010703420004") ?? []
  return info.count == 91 && info.starts(with: header)
}
