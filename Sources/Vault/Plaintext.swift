internal import OpenSSL
internal import Platform

/// Fills a plaintext up to its bucket, so that a file's size does not tell the size of what it
/// holds: spaces, and a line end as the last byte. The content ends with a line end of its own.
///
/// - Throws: `UserError`, `vault.too-large`.
func padded(_ content: [[UInt8]]) throws(UserError) -> [UInt8] {
  let size = content.reduce(0) { $0 + $1.count }
  guard let bucket = SealedRecord.buckets.first(where: { size < $0 }) else {
    throw UserError("vault.too-large", status: .refused)
  }
  var bytes: [UInt8] = []
  // At once: an array that grows leaves copies behind that cannot be wiped.
  bytes.reserveCapacity(bucket)
  for piece in content { bytes += piece }
  bytes += repeatElement(UInt8(ascii: " "), count: bucket - size - 1)
  bytes.append(lineEnd)
  return bytes
}

/// Whether this is the end of a padded plaintext: nothing, or spaces and a line end.
func isPadding(_ rest: UnsafeRawBufferPointer) -> Bool {
  guard let last = unsafe rest.last else { return true }
  let spaces = unsafe UnsafeRawBufferPointer(rebasing: rest.dropLast())
  // No early end: the compiler then compares many bytes at a time.
  let difference = unsafe spaces.reduce(into: last ^ lineEnd) { $0 |= $1 ^ UInt8(ascii: " ") }
  return difference == 0
}

let lineEnd = UInt8(ascii: "\n")

/// Seals a padded plaintext and wipes it in its place, which must be its only one.
///
/// - Throws: `UserError`, `vault.cannot-seal`: libcrypto failed or its output did not pass the gate.
func sealed(
  _ plaintext: inout [UInt8], to recipient: RecipientCertificate
) throws(UserError) -> SealedRecord {
  defer { wipe(&plaintext) }
  do {
    return try unsafe plaintext.withUnsafeBytes { unsafe try recipient.seal($0) }
  } catch {
    throw UserError("vault.cannot-seal", status: .stopped)
  }
}
