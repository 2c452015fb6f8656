internal import COpenSSL

/// A key that signs with Ed25519 (RFC 8032). CMS in OpenSSL 3.0 cannot, so what it signs is raw.
@safe public final class SigningKey: @unchecked Sendable {
  private let key: Owned
  /// 32 bytes.
  public let publicKey: [UInt8]

  init(_ key: consuming Owned) throws(OpenSSLError) {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = bytes.count
    unsafe try require(
      EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &count) == 1 && count == 32,
      "reading a key")
    publicKey = bytes
    self.key = key
  }

  /// The signature of a message, 64 bytes.
  ///
  /// - Throws: `OpenSSLError`.
  public func signature(of message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
    ERR_clear_error()
    var signature = [UInt8](repeating: 0, count: 64)
    unsafe try require(
      tk_sign(key.pointer, message, message.count, &signature) == 1, "signing")
    return signature
  }
}

/// Whether some bytes are the Ed25519 signature of a message by this public key.
public func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
  guard signature.count == 64, publicKey.count == 32 else { return false }
  ERR_clear_error()
  defer { ERR_clear_error() }
  return unsafe tk_is_signature(signature, message, message.count, publicKey) == 1
}

/// Base64 with padding (RFC 4648 §4).
public func base64(_ bytes: [UInt8]) -> String {
  var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
  let count = unsafe EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
  return String(decoding: text.prefix(Int(count)), as: UTF8.self)
}

/// The bytes of a base64 text; nil for any text but the one that `base64` writes.
public func bytes(base64 text: some StringProtocol) -> [UInt8]? {
  let encoded = Array(text.utf8)
  var decoded = [UInt8](repeating: 0, count: encoded.count)
  ERR_clear_error()
  let count = unsafe EVP_DecodeBlock(&decoded, encoded, Int32(clamping: encoded.count))
  guard count >= 0 else { return nil }
  // EVP_DecodeBlock counts the padding as bytes.
  let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
  let bytes = Array(decoded.prefix(max(0, Int(count) - padding)))
  return base64(bytes) == text ? bytes : nil
}
