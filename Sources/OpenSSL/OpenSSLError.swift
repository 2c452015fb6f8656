internal import COpenSSL

/// What OpenSSL said went wrong, oldest reason first.
///
/// OpenSSL keeps its reasons per thread: take them before the next `await`.
public struct OpenSSLError: Error, Equatable, CustomStringConvertible {
  public let operation: String
  public let reasons: [String]
  public var description: String { "\(operation): \(reasons.joined(separator: "; "))" }

  static func taken(after operation: String) -> OpenSSLError {
    var reasons: [String] = []
    while case let code = ERR_get_error(), code != 0 {
      let reason = unsafe ERR_reason_error_string(code)
      unsafe reasons.append(reason.map { unsafe String(cString: $0) } ?? "reason \(code)")
    }
    return OpenSSLError(operation: operation, reasons: reasons)
  }
}

/// Owns one OpenSSL object and frees it once.
@safe struct Owned: ~Copyable {
  @unsafe let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  init(
    _ pointer: OpaquePointer?, freedBy free: @escaping (OpaquePointer?) -> Void,
    from operation: String
  ) throws(OpenSSLError) {
    guard let pointer = unsafe pointer else { throw .taken(after: operation) }
    unsafe (self.pointer, self.free) = (pointer, free)
  }
  deinit { unsafe free(pointer) }
}
