internal import COpenSSL

/// Makes the certificate of `RecipientCertificate` for a key; returns its DER.
///
/// The dates are the same in all of them, so that they tell nothing about when it was made.
func issue(for key: OpaquePointer, serial: [UInt8]) throws(OpenSSLError) -> [UInt8] {
  let operation = "issuing a certificate"
  let certificate = unsafe try Owned(
    X509_new(), freedBy: { unsafe X509_free($0) }, from: operation)
  let pointer = unsafe certificate.pointer
  let number = unsafe try Owned(
    BN_bin2bn(serial, Int32(serial.count), nil), freedBy: { unsafe BN_free($0) }, from: operation)
  guard unsafe X509_set_version(pointer, 2) == 1,
    unsafe BN_to_ASN1_INTEGER(number.pointer, X509_get_serialNumber(pointer)) != nil,
    unsafe ASN1_TIME_set_string_X509(X509_getm_notBefore(pointer), "20200101000000Z") == 1,
    unsafe ASN1_TIME_set_string_X509(X509_getm_notAfter(pointer), "21200101000000Z") == 1,
    unsafe X509_set_pubkey(pointer, key) == 1
  else { throw .taken(after: operation) }
  try unsafe addExtensions(to: pointer)
  guard unsafe X509_sign(pointer, key, EVP_sha256()) > 0 else { throw .taken(after: operation) }
  let size = unsafe i2d_X509(pointer, nil)
  try require(size > 0, operation)
  return unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
    var next = buffer.baseAddress
    count = unsafe max(0, Int(i2d_X509(pointer, &next)))
  }
}

private func addExtensions(to certificate: OpaquePointer) throws(OpenSSLError) {
  let operation = "issuing a certificate"
  let identifier = unsafe try Owned(
    OpaquePointer(ASN1_OCTET_STRING_new()),
    freedBy: { unsafe ASN1_OCTET_STRING_free(UnsafeMutablePointer($0)) }, from: operation)
  let usage = unsafe try Owned(
    OpaquePointer(ASN1_BIT_STRING_new()),
    freedBy: { unsafe ASN1_BIT_STRING_free(UnsafeMutablePointer($0)) }, from: operation)
  let zeros = [UInt8](repeating: 0, count: 20)
  // Bit 4 of KeyUsage is keyAgreement (RFC 5280 §4.2.1.3).
  guard
    unsafe ASN1_OCTET_STRING_set(UnsafeMutablePointer(identifier.pointer), zeros, 20) == 1,
    unsafe ASN1_BIT_STRING_set_bit(UnsafeMutablePointer(usage.pointer), 4, 1) == 1,
    unsafe X509_add1_ext_i2d(
      certificate, NID_subject_key_identifier, UnsafeMutableRawPointer(identifier.pointer), 0, 0)
      == 1,
    unsafe X509_add1_ext_i2d(
      certificate, NID_key_usage, UnsafeMutableRawPointer(usage.pointer), 1, 0) == 1
  else { throw .taken(after: operation) }
}
