internal import COpenSSL

/// SHA-256 (FIPS 180-4) of some bytes.
public func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
  if let digest = bytes.withContiguousStorageIfAvailable({ unsafe digest(of: $0) }) {
    return digest
  }
  return unsafe Array(bytes).withUnsafeBufferPointer { unsafe digest(of: $0) }
}

private func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  var count = 0
  let done = unsafe EVP_Q_digest(
    nil, "SHA256", nil, bytes.baseAddress, bytes.count, &digest, &count)
  // Only a libcrypto without SHA-256 gets here; a made-up digest would be worse than an end.
  precondition(done == 1 && count == 32, "no SHA-256 in this libcrypto")
  return digest
}

/// Lower-case hexadecimal digits.
public func hex(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes that lower-case hexadecimal digits stand for; nil for anything else.
public func bytes(hex text: some StringProtocol) -> [UInt8]? {
  var values: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): values.append(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): values.append(byte - UInt8(ascii: "a") + 10)
    default: return nil
    }
  }
  guard values.count % 2 == 0 else { return nil }
  return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}

/// Bytes as hexadecimal digits, two each.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
