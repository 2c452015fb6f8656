internal import COpenSSL

/// An empty AuthEnvelopedData with AES-256-GCM.
func newEnvelope() throws(OpenSSLError) -> Owned {
  ERR_clear_error()
  let cms = unsafe try Owned(
    CMS_AuthEnvelopedData_create_ex(EVP_aes_256_gcm(), nil, nil),
    freedBy: { unsafe CMS_ContentInfo_free($0) }, from: "beginning to seal")
  // Without this CMS_final and i2d succeed and give a file without its ciphertext.
  unsafe try require(CMS_set_detached(cms.pointer, 0) == 1, "beginning to seal")
  return cms
}

/// Encrypts into an envelope that has its recipient; returns its DER.
func sealed(
  _ plaintext: UnsafeRawBufferPointer, in cms: borrowing Owned
) throws(OpenSSLError) -> [UInt8] {
  let input = unsafe try Owned(
    BIO_new_mem_buf(plaintext.baseAddress, Int32(clamping: plaintext.count)),
    freedBy: { unsafe BIO_free_all($0) }, from: "sealing")
  unsafe try require(
    CMS_final(cms.pointer, input.pointer, nil, UInt32(CMS_BINARY)) == 1, "sealing")
  let size = unsafe i2d_CMS_ContentInfo(cms.pointer, nil)
  try require(size > 0, "encoding a sealed file")
  let pointer = unsafe cms.pointer
  return unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
    var next = buffer.baseAddress
    count = unsafe max(0, Int(i2d_CMS_ContentInfo(pointer, &next)))
  }
}

/// Parses bytes that have passed a gate; nil also when something follows the structure.
func parsed(_ file: [UInt8]) -> OpaquePointer? {
  unsafe file.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress else { return nil }
    var next: UnsafePointer<UInt8>? = unsafe start
    let cms = unsafe d2i_CMS_ContentInfo(nil, &next, buffer.count)
    guard unsafe next == start + buffer.count else {
      unsafe CMS_ContentInfo_free(cms)
      return nil
    }
    return unsafe cms
  }
}

/// Decrypts an envelope whose content key was unwrapped, into memory that is wiped when freed.
///
/// What is not authentic is freed unread. `secure` memory is locked, but only small plaintexts
/// surely fit there. `size` is how many bytes are expected.
func decrypted(
  _ cms: borrowing Owned, size: Int, secure: Bool
) throws(OpenSSLError) -> Owned {
  let output = unsafe try Owned(
    tk_bio_with_room(size, secure ? 1 : 0), freedBy: { unsafe BIO_free_all($0) }, from: "opening")
  unsafe try require(
    CMS_decrypt(cms.pointer, nil, nil, nil, output.pointer, UInt32(CMS_BINARY)) == 1, "opening")
  return output
}

/// Lends what a memory BIO holds.
func lend<Result, Failure: Error>(
  _ output: borrowing Owned, to body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  var start: UnsafeMutablePointer<UInt8>?
  let count = unsafe tk_bio_mem_data(output.pointer, &start)
  return unsafe try body(UnsafeRawBufferPointer(start: start, count: max(0, count)))
}
