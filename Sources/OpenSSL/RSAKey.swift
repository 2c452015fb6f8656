internal import COpenSSL

/// How many bits an RSA key has, given as SubjectPublicKeyInfo (RFC 5280 §4.1) or as the bare
/// RSAPublicKey (RFC 8017 §A.1.1); nil when the bytes are no RSA key.
public func bitsOfRSAKey(inDER bytes: [UInt8]) -> Int? {
  guard (1...16_384).contains(bytes.count) else { return nil }
  let bits = unsafe bytes.withUnsafeBufferPointer { unsafe tk_rsa_bits($0.baseAddress, $0.count) }
  return bits > 0 ? Int(bits) : nil
}
