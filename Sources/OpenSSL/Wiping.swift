internal import COpenSSL

/// Overwrites an array's own storage and empties it. Copies that were made earlier stay.
public func wipe(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  bytes.removeAll()
}

/// Lends some zeroed bytes and wipes them afterwards, whatever happens.
func withWipedBytes<Result>(
  _ count: Int,
  _ body: (UnsafeMutableBufferPointer<UInt8>) throws(OpenSSLError) -> Result
) throws(OpenSSLError) -> Result {
  let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
  unsafe buffer.initialize(repeating: 0)
  defer {
    unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    unsafe buffer.deallocate()
  }
  return unsafe try body(buffer)
}

/// Memory of OpenSSL that is locked, guarded and left out of core dumps: for private keys and for
/// small plaintexts.
public enum SecureMemory {
  /// Sets it up for the whole process, once; call it before any key is made.
  ///
  /// False when the system did not lock it (`RLIMIT_MEMLOCK`): it works, but may reach swap.
  public static let isLocked: Bool = CRYPTO_secure_malloc_init(4 << 20, 32) == 1
}
