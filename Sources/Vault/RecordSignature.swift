internal import Documents
internal import OpenSSL

/// The optional third line of a record: Ed25519 (RFC 8032) over the first two
/// (Docs/Formats/SealedRecord.md). CMS in OpenSSL 3.0 cannot sign with it.
struct RecordSignature: Codable {
  private static let algorithm = "ed25519"
  let alg: String
  /// The public key, 32 bytes, and the signature, 64 bytes; both in base64.
  let key: String, sig: String

  /// - Throws: `OpenSSLError`.
  init(of lines: [[UInt8]], by signer: SigningKey) throws(OpenSSLError) {
    alg = RecordSignature.algorithm
    key = base64(signer.publicKey)
    var message = RecordSignature.message(lines)
    defer { wipe(&message) }
    sig = base64(try signer.signature(of: message))
  }

  /// - Throws: `RecordProblem.damaged` for what pretends to be signed by the key-holder.
  func authorship(of lines: [[UInt8]], sealedTo key: EpochKey) throws -> Authorship {
    let ours = try key.signer().publicKey
    guard alg == RecordSignature.algorithm, bytes(base64: self.key) == ours else {
      return .unverified
    }
    var message = RecordSignature.message(lines)
    defer { wipe(&message) }
    guard isSignature(bytes(base64: sig) ?? [], of: message, by: ours) else {
      throw RecordProblem.damaged
    }
    return .keyHolder
  }

  private static func message(_ lines: [[UInt8]]) -> [UInt8] {
    let start = Array("saqta-S1\0".utf8)
    var message: [UInt8] = []
    // At once: an array that grows leaves copies behind that cannot be wiped.
    message.reserveCapacity(lines.reduce(start.count + lines.count) { $0 + $1.count })
    message += start
    message += lines.joined(separator: [lineEnd])
    return message
  }
}
