internal import COpenSSL

/// The certificates of a file of trusted ones.
public struct StoredCertificates: Sendable {
  /// One of them.
  public struct Member: Hashable, Sendable {
    public let certificate: TLSCertificate
    /// Whether it may vouch for others.
    public let isAuthority: Bool
  }
  public let members: [Member]
  /// Whether all that looks like a certificate could be read.
  public let isComplete: Bool

  /// - Parameter bytes: PEM, or one certificate in DER.
  public init(in bytes: [UInt8]) {
    let begun = Self.beginnings(in: bytes)
    if begun == 0, let member = Self.member(inDER: bytes) {
      (members, isComplete) = ([member], true)
      return
    }
    let found = Self.members(inPEM: bytes)
    (members, isComplete) = (found, !found.isEmpty && found.count == begun)
  }

  /// How often a certificate begins (RFC 7468 §5, and the two older names that OpenSSL takes).
  private static func beginnings(in bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).utf8.split(separator: 0x0a).count { line in
      let line = String(Substring(line))
      return line.hasPrefix("-----BEGIN ") && line.contains("CERTIFICATE-----")
    }
  }

  private static func members(inPEM bytes: [UInt8]) -> [Member] {
    unsafe bytes.withUnsafeBytes { buffer in
      guard unsafe !buffer.isEmpty, let count = Int32(exactly: buffer.count),
        let text = unsafe BIO_new_mem_buf(buffer.baseAddress, count)
      else { return [] }
      defer { unsafe BIO_free(text) }
      var found: [Member] = []
      while let certificate = unsafe tk_pem_certificate(text) {
        defer { unsafe X509_free(certificate) }
        if let member = unsafe Member(reading: certificate) { found.append(member) }
      }
      return found
    }
  }

  private static func member(inDER bytes: [UInt8]) -> Member? {
    defer { ERR_clear_error() }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var next: UnsafePointer<UInt8>? = unsafe start
      guard let certificate = unsafe d2i_X509(nil, &next, buffer.count) else { return nil }
      defer { unsafe X509_free(certificate) }
      guard unsafe next == start + buffer.count else { return nil }
      return unsafe Member(reading: certificate)
    }
  }
}

extension StoredCertificates.Member {
  @unsafe fileprivate init?(reading certificate: OpaquePointer) {
    guard let read = unsafe TLSCertificate(reading: certificate) else { return nil }
    self.certificate = read
    isAuthority = unsafe tk_x509_is_authority(certificate) == 1
  }
}
