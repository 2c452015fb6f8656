internal import COpenSSL

/// Owns one OpenSSL object and frees it once.
@safe struct Owned: ~Copyable {
  @unsafe let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer?) -> Void

  /// - Throws: what OpenSSL queued, when there is no object.
  init(
    _ pointer: OpaquePointer?, freedBy free: @escaping @Sendable (OpaquePointer?) -> Void,
    from operation: String
  ) throws(OpenSSLError) {
    guard let pointer = unsafe pointer else { throw .taken(after: operation) }
    unsafe (self.pointer, self.free) = (pointer, free)
  }

  deinit { unsafe free(pointer) }
}
