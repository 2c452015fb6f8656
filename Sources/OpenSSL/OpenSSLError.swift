internal import COpenSSL

/// What OpenSSL said went wrong, oldest reason first.
///
/// OpenSSL keeps its reasons per thread: they are taken on the thread that made the call, before
/// the next `await`.
public struct OpenSSLError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// It did not take what it was given: a damaged file, another key, a wrong passphrase.
    case refused
    /// The system under it failed.
    case system
    case noMemory
  }
  public let kind: Kind
  /// What we were doing.
  public let operation: String
  /// For people who mend programs; never holds a key, a passphrase or a plaintext.
  public let reasons: [String]

  public var description: String { ([operation] + reasons).joined(separator: ": ") }

  init(_ operation: String, reasons: [String] = [], kind: Kind = .refused) {
    (self.kind, self.operation, self.reasons) = (kind, operation, reasons)
  }

  /// Empties this thread's queue. Call `ERR_clear_error()` before the operation.
  static func taken(after operation: String) -> OpenSSLError {
    var kind = Kind.refused
    var reasons: [String] = []
    while case let code = ERR_get_error(), code != 0 {
      if tk_error_is_system(code) == 1 {
        kind = .system
        // ERR_reason_error_string is NULL for system errors in 3.0.
        reasons.append("system error \(tk_error_number(code))")
        continue
      }
      if ERR_GET_REASON(code) == Int32(ERR_R_MALLOC_FAILURE) { kind = .noMemory }
      let reason = unsafe ERR_reason_error_string(code)
      unsafe reasons.append(reason.map { unsafe String(cString: $0) } ?? "reason \(code)")
    }
    return OpenSSLError(operation, reasons: reasons, kind: kind)
  }
}

/// Throws what OpenSSL queued unless `condition` holds.
func require(_ condition: Bool, _ operation: String) throws(OpenSSLError) {
  guard condition else { throw .taken(after: operation) }
}
