internal import COpenSSL

/// Which versions of TLS are offered.
public enum TLSVersions: Hashable, Sendable {
  /// TLS 1.2 and newer.
  case current
  /// TLS 1.0 and 1.1, which RFC 8996 forbids: only to see whether they are still taken.
  case obsolete
}

/// What every TLS connection of a run starts from: whom it trusts and how old a protocol may be
/// (TLS 1.2 at least, unless told otherwise).
///
/// Unchecked: OpenSSL lets many threads start connections from one context that nobody changes any
/// more, and this one is only changed in `init`.
@safe public final class TLSSettings: @unchecked Sendable {
  private let context: Owned
  /// How many authorities are trusted. Without any, "unknown authority" says nothing about a site.
  public let authorities: Int

  /// - Throws: `OpenSSLError` when OpenSSL cannot make a context. A PEM text without a readable
  ///   certificate adds none.
  ///
  /// `protocols` are offered to the other side, the preferred first (ALPN, RFC 7301).
  public init(
    trusting pemTexts: [[UInt8]], protocols: [String] = ["http/1.1"],
    versions: TLSVersions = .current
  ) throws(OpenSSLError) {
    ERR_clear_error()
    let context = unsafe try Owned(
      SSL_CTX_new(TLS_client_method()), freedBy: { unsafe SSL_CTX_free($0) }, from: "new context")
    let offered = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    guard unsafe tk_ctx_prepare(context.pointer, offered, UInt32(offered.count)) == 1 else {
      throw .taken(after: "settings")
    }
    if versions == .obsolete, unsafe tk_ctx_only_obsolete(context.pointer) != 1 {
      throw .taken(after: "settings")
    }
    unsafe SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, recordVerification)
    var count = 0
    for text in pemTexts {
      count += unsafe text.withUnsafeBytes { bytes in
        max(0, Int(unsafe tk_ctx_trust(context.pointer, bytes.baseAddress, Int32(bytes.count))))
      }
    }
    authorities = count
    self.context = context
  }

  @unsafe func newSession() -> OpaquePointer? { unsafe SSL_new(context.pointer) }
}

/// One error of a certificate chain: OpenSSL's code (`X509_V_ERR_…`), and how far from the site's
/// own certificate, which is 0.
public struct ChainError: Hashable, Sendable {
  public let code: Int
  public let depth: Int
  public init(code: Int, depth: Int) { (self.code, self.depth) = (code, depth) }
}

/// The errors that the callback saw, in the order in which OpenSSL met them.
final class ChainErrors {
  private static let most = 64
  var list: [ChainError] = []

  func add(_ error: ChainError) {
    if list.count < ChainErrors.most { list.append(error) }
  }
}

// Records and goes on, so that the whole chain is seen: what to think of it is decided later.
// `SSL_get_verify_result` would keep only the last error. A top-level function, because a closure
// literal could inherit an actor's isolation and trap when C calls it on another thread.
private func recordVerification(_ isGood: Int32, _ store: OpaquePointer?) -> Int32 {
  if isGood == 1 { return 1 }
  let index = SSL_get_ex_data_X509_STORE_CTX_idx()
  guard let ssl = unsafe X509_STORE_CTX_get_ex_data(store, index),
    let record = unsafe SSL_get_ex_data(OpaquePointer(ssl), 0)
  else { return 0 }
  unsafe Unmanaged<ChainErrors>.fromOpaque(record).takeUnretainedValue().add(
    ChainError(
      code: Int(X509_STORE_CTX_get_error(store)),
      depth: Int(X509_STORE_CTX_get_error_depth(store))))
  return 1
}
