internal import COpenSSL

/// What a certificate says. Its texts were chosen by somebody else: clean them before they are shown.
public struct TLSCertificate: Hashable, Sendable {
  /// Names as in RFC 2253, such as `CN=desk.example,O=Desk`.
  public let subject: String, issuer: String
  /// Hexadecimal digits.
  public let serial: String
  /// Seconds since 1970.
  public let notBefore: Int, notAfter: Int
  /// The DNS names and addresses that it stands for; at most 100.
  public let names: [String]
  /// SHA-256 of the whole (DER) and of its SubjectPublicKeyInfo, in hexadecimal digits.
  public let sha256: String, keySHA256: String
  /// Kind and size of its key, such as `RSA 2048` or `EC 256`.
  public let key: String
  /// Its issuer's key identifier, in hexadecimal digits; empty when it names none (RFC 5280
  /// §4.2.1.1).
  public let issuerKeyID: String
  /// Its own key identifier (§4.2.1.2).
  public let keyID: String
  /// SHA-1 of the whole, by which older lists know certificates.
  public let sha1: String

  /// Borrows an X509.
  @unsafe init?(reading certificate: OpaquePointer) {
    guard let buffer = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(buffer) }
    func text(_ write: () -> Void) -> String {
      write()
      return unsafe String(decoding: bytes(in: buffer), as: UTF8.self)
    }
    subject = text { unsafe tk_x509_name(certificate, 0, buffer) }
    issuer = text { unsafe tk_x509_name(certificate, 1, buffer) }
    serial = text { unsafe tk_x509_serial(certificate, buffer) }
    key = text { unsafe tk_x509_key(certificate, buffer) }
    notBefore = Int(unsafe tk_x509_time(certificate, 0))
    notAfter = Int(unsafe tk_x509_time(certificate, 1))
    sha256 = unsafe hexDigest { unsafe tk_x509_sha256(certificate, 0, $0) }
    keySHA256 = unsafe hexDigest { unsafe tk_x509_sha256(certificate, 1, $0) }
    var count: Int32 = 0
    let id = unsafe tk_x509_key_id(certificate, 1, &count)
    issuerKeyID = unsafe hexadecimal(UnsafeBufferPointer(start: id, count: Int(count)))
    let own = unsafe tk_x509_key_id(certificate, 0, &count)
    keyID = unsafe hexadecimal(UnsafeBufferPointer(start: own, count: Int(count)))
    sha1 = unsafe hexDigest(of: 20) { unsafe tk_x509_sha1(certificate, $0) }
    let all = unsafe tk_names(certificate)
    defer { unsafe tk_names_free(all) }
    names = unsafe (0..<min(100, tk_names_count(all))).map { index in
      text { unsafe tk_names_write(all, index, buffer) }
    }.filter { !$0.isEmpty }
  }
}

private func hexDigest(
  of size: Int = 32, _ fill: (UnsafeMutablePointer<UInt8>?) -> Int32
) -> String {
  var isDone = false
  let digest = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    isDone = unsafe fill(buffer.baseAddress) == 1
    count = isDone ? size : 0
  }
  return hexadecimal(digest)
}
