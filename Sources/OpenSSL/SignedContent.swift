internal import COpenSSL

/// What a signed file holds (CMS SignedData in DER, RFC 5652 §5), if this certificate's owner signed
/// it: `openssl cms -sign -binary -nodetach -outform DER` writes such files.
///
/// The certificate is trusted because it was named: no authority and no date is asked about.
///
/// - Throws: `OpenSSLError` when it is no such file, or somebody else signed it.
public func signedContent(of file: [UInt8], by signer: [UInt8]) throws(OpenSSLError) -> [UInt8] {
  ERR_clear_error()
  guard let pointer = unsafe parsed(file) else { throw .taken(after: "reading a signed file") }
  let cms = unsafe try Owned(
    pointer, freedBy: { unsafe CMS_ContentInfo_free($0) }, from: "reading a signed file")
  let found = unsafe signer.withUnsafeBytes {
    unsafe tk_first_certificate($0.baseAddress, Int32(clamping: $0.count))
  }
  let certificate = unsafe try Owned(
    found, freedBy: { unsafe X509_free($0) }, from: "reading a certificate")
  let output = unsafe try Owned(
    BIO_new(BIO_s_mem()), freedBy: { unsafe BIO_free_all($0) }, from: "checking a signature")
  let isGood = unsafe tk_verify_signed(cms.pointer, certificate.pointer, output.pointer)
  try require(isGood == 1, "checking a signature")
  return unsafe bytes(in: output.pointer)
}
