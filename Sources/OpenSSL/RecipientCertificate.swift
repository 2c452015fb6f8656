internal import COpenSSL

/// What one needs to seal for somebody: a public key on P-256 in a certificate that names nobody.
///
/// Empty subject, a subject key identifier of 20 zero bytes (so that sealed files do not tell one
/// recipient from another), key usage keyAgreement and nothing else, fixed dates, self-signed.
/// Shared by tasks that seal: OpenSSL only reads it, and locks what it caches in it.
@safe public final class RecipientCertificate: @unchecked Sendable {
  /// Larger files are no such certificate; ours have about 300 bytes.
  public static let largestFile = 1024

  private let certificate: Owned
  public let der: [UInt8]
  /// Big-endian, without leading zeros.
  public let serial: [UInt8]
  /// SHA-256 of the SubjectPublicKeyInfo.
  public let fingerprint: [UInt8]

  /// - Throws: `OpenSSLError` for a certificate of any other form.
  public init(_ der: [UInt8]) throws(OpenSSLError) {
    ERR_clear_error()
    guard der.count <= RecipientCertificate.largestFile else { throw notOurs }
    let certificate = unsafe try Owned(
      parsedCertificate(der), freedBy: { unsafe X509_free($0) }, from: "reading a certificate")
    let info = try unsafe checkedPublicKeyInfo(of: certificate.pointer)
    serial = try unsafe serialNumber(of: certificate.pointer)
    fingerprint = sha256(info)
    self.der = der
    self.certificate = certificate
  }

  /// Seals a plaintext that fills a bucket.
  ///
  /// - Throws: `OpenSSLError`; also when the result does not pass the byte gate, as for a plaintext
  ///   of another size.
  public func seal(_ plaintext: UnsafeRawBufferPointer) throws(OpenSSLError) -> SealedRecord {
    let cms = try newEnvelope()
    // Without CMS_KEY_PARAM there is no context to set the KDF's digest in, which is SHA-1 else.
    guard
      let recipient = unsafe CMS_add1_recipient_cert(
        cms.pointer, certificate.pointer, UInt32(CMS_USE_KEYID | CMS_KEY_PARAM)),
      unsafe CMS_RecipientInfo_type(recipient) == CMS_RECIPINFO_AGREE,
      let context = unsafe CMS_RecipientInfo_get0_pkey_ctx(recipient),
      unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) > 0
    else { throw .taken(after: "adding the recipient") }
    guard let record = SealedRecord(unsafe try sealed(plaintext, in: cms)) else {
      throw OpenSSLError("sealing", reasons: ["gate"])
    }
    return record
  }
}

private let notOurs = OpenSSLError("reading a certificate", reasons: ["not of our form"])

private func parsedCertificate(_ der: [UInt8]) -> OpaquePointer? {
  unsafe der.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress else { return nil }
    var next: UnsafePointer<UInt8>? = unsafe start
    let certificate = unsafe d2i_X509(nil, &next, buffer.count)
    guard unsafe next == start + buffer.count else {
      unsafe X509_free(certificate)
      return nil
    }
    return unsafe certificate
  }
}

/// Looks at all that the certificate says but its serial number and dates.
private func checkedPublicKeyInfo(of certificate: OpaquePointer) throws(OpenSSLError) -> [UInt8] {
  let info = unsafe [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
    let key = unsafe X509_get_X509_PUBKEY(certificate)
    guard unsafe (1...512) ~= i2d_X509_PUBKEY(key, nil) else { return }
    var next = buffer.baseAddress
    count = unsafe max(0, Int(i2d_X509_PUBKEY(key, &next)))
  }
  guard isPublicKeyOnP256(info),
    unsafe X509_get_version(certificate) == 2,
    unsafe X509_NAME_entry_count(X509_get_subject_name(certificate)) == 0,
    unsafe X509_NAME_entry_count(X509_get_issuer_name(certificate)) == 0,
    unsafe X509_get_ext_count(certificate) == 2,
    unsafe X509_get_key_usage(certificate) == UInt32(X509v3_KU_KEY_AGREEMENT),
    let identifier = unsafe X509_get0_subject_key_id(certificate),
    unsafe ASN1_STRING_length(identifier) == 20,
    let start = unsafe ASN1_STRING_get0_data(identifier),
    unsafe UnsafeBufferPointer(start: start, count: 20).allSatisfy({ $0 == 0 }),
    unsafe X509_verify(certificate, X509_get0_pubkey(certificate)) == 1
  else {
    ERR_clear_error()
    throw notOurs
  }
  return info
}

private func serialNumber(of certificate: OpaquePointer) throws(OpenSSLError) -> [UInt8] {
  let number = unsafe try Owned(
    ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil),
    freedBy: { unsafe BN_free($0) }, from: "reading a certificate")
  var bytes = [UInt8](repeating: 0, count: 20)
  guard unsafe BN_is_negative(number.pointer) == 0,
    unsafe BN_bn2binpad(number.pointer, &bytes, 20) == 20
  else { throw notOurs }
  return Array(bytes.drop { $0 == 0 })
}
