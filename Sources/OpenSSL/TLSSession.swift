internal import COpenSSL

/// What a step of a TLS connection wants next.
public enum TLSStep: Hashable, Sendable {
  case done
  /// Hand over what the network brings: `receive`, or `end` when nothing more will come.
  case needsRead
  /// Send what `takeOutput` gives, then step again.
  case needsWrite
  case failed(TLSFailure)
}

/// Why a step failed.
public struct TLSFailure: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The stream ended in the middle.
    case eof
    /// What came is not TLS.
    case notTLS
    /// The other side refused; `code` is the alert's number (RFC 8446 §6).
    case alert
    /// `code` is OpenSSL's reason.
    case other
  }
  public let kind: Kind
  public let code: Int
  public init(kind: Kind, code: Int) { (self.kind, self.code) = (kind, code) }
}

/// Whom a certificate must name.
public enum TLSName: Hashable, Sendable {
  /// A host in ASCII form; it is sent in clear as server name.
  case host(String)
  /// An address in text form; no server name is sent.
  case address(String)
  /// No server name is sent, and the certificate may name anybody.
  case nobody
}

/// The client's side of one TLS connection, without a socket: bytes go in, bytes come out.
///
/// It verifies the chain but never breaks off because of it: read `chainErrors` after the
/// handshake and before anything is written.
@safe public struct TLSSession: ~Copyable {
  /// How many of the first raw bytes are kept: a forged answer shows only there.
  private static let kept = 512

  private let ssl: Owned
  private let input: OpaquePointer
  private let output: OpaquePointer
  private let errors = ChainErrors()
  /// The first raw bytes that came, at most 512.
  public private(set) var firstBytes: [UInt8] = []
  /// How many raw bytes came.
  public private(set) var received = 0

  /// - Parameters:
  ///   - settings: what it starts from.
  ///   - name: whom the certificate must name.
  ///   - seconds: the moment, since 1970, at which the certificates must be valid.
  /// - Throws: `OpenSSLError` when the name does not fit or there is no memory.
  public init(_ settings: TLSSettings, to name: TLSName, at seconds: Int) throws(OpenSSLError) {
    ERR_clear_error()
    let ssl = unsafe try Owned(
      settings.newSession(), freedBy: { unsafe SSL_free($0) }, from: "new connection")
    guard let input = unsafe BIO_new(BIO_s_mem()) else { throw .taken(after: "new buffer") }
    guard let output = unsafe BIO_new(BIO_s_mem()) else {
      unsafe BIO_free(input)
      throw .taken(after: "new buffer")
    }
    // From here on the connection frees both.
    unsafe SSL_set_bio(ssl.pointer, input, output)
    unsafe tk_bio_set_end(input, 0)
    unsafe SSL_set_connect_state(ssl.pointer)
    unsafe tk_ssl_set_time(ssl.pointer, Int64(seconds))
    let isSet =
      switch name {
      case .host(let host): unsafe tk_ssl_set_host(ssl.pointer, host)
      case .address(let address): unsafe tk_ssl_set_address(ssl.pointer, address)
      case .nobody: Int32(1)
      }
    guard isSet == 1,
      unsafe SSL_set_ex_data(ssl.pointer, 0, Unmanaged.passUnretained(errors).toOpaque()) == 1
    else { throw .taken(after: "name of the other side") }
    unsafe (self.input, self.output) = (input, output)
    self.ssl = ssl
  }

  /// What is wrong with the chain, as far as it was seen.
  public var chainErrors: [ChainError] { errors.list }

  /// Takes what the network brought.
  public mutating func receive(_ bytes: [UInt8]) {
    firstBytes += bytes.prefix(TLSSession.kept - firstBytes.count)
    received += bytes.count
    // A memory BIO takes everything or there is no memory left.
    _ = unsafe bytes.withUnsafeBytes {
      unsafe BIO_write(input, $0.baseAddress, Int32($0.count))
    }
  }

  /// Nothing more will come.
  public mutating func end() { unsafe tk_bio_set_end(input, 1) }

  /// What must be sent now.
  public mutating func takeOutput() -> [UInt8] { unsafe bytes(in: output) }

  /// Goes on with the handshake.
  public mutating func handshake() -> TLSStep {
    ERR_clear_error()
    let result = unsafe SSL_do_handshake(ssl.pointer)
    return step(after: result)
  }

  /// Encrypts bytes; `takeOutput` gives them.
  public mutating func write(_ bytes: [UInt8]) -> TLSStep {
    ERR_clear_error()
    let result = unsafe bytes.withUnsafeBytes {
      unsafe SSL_write(ssl.pointer, $0.baseAddress, Int32($0.count))
    }
    return step(after: result)
  }

  /// Adds to `bytes` what has been decrypted, at most `limit` bytes; `done` means that some came.
  public mutating func read(into bytes: inout [UInt8], atMost limit: Int) -> TLSStep {
    ERR_clear_error()
    var result: Int32 = 0
    bytes += unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      result = unsafe SSL_read(ssl.pointer, buffer.baseAddress, Int32(buffer.count))
      count = max(0, Int(result))
    }
    return step(after: result)
  }

  // The call, SSL_get_error and the queue must stay on one thread: nothing here suspends.
  private func step(after result: Int32) -> TLSStep {
    let error = unsafe SSL_get_error(ssl.pointer, result)
    // Also with an error: an alert of ours may wait there, but the failure matters more.
    let mustWrite = unsafe BIO_ctrl_pending(output) > 0
    switch error {
    case SSL_ERROR_NONE: return mustWrite ? .needsWrite : .done
    case SSL_ERROR_WANT_READ: return mustWrite ? .needsWrite : .needsRead
    case SSL_ERROR_WANT_WRITE: return .needsWrite
    case SSL_ERROR_ZERO_RETURN: return .failed(TLSFailure(kind: .eof, code: 0))
    case SSL_ERROR_SYSCALL: return .failed(TLSFailure(kind: .eof, code: 0))
    default: return .failed(failure())
    }
  }

  private func failure() -> TLSFailure {
    let code = Int(ERR_GET_REASON(ERR_peek_error()))
    ERR_clear_error()
    if code == Int(SSL_R_UNEXPECTED_EOF_WHILE_READING) {
      return TLSFailure(kind: .eof, code: code)
    }
    if code == Int(SSL_R_WRONG_VERSION_NUMBER) || !looksLikeTLS {
      return TLSFailure(kind: .notTLS, code: code)
    }
    // An alert that we sent ourselves has a reason below 1000.
    if code >= 1000 { return TLSFailure(kind: .alert, code: code - 1000) }
    return TLSFailure(kind: .other, code: code)
  }

  /// A record begins with its type, 20 to 24, and the major version 3 (RFC 8446 §5.1).
  private var looksLikeTLS: Bool {
    guard let type = firstBytes.first else { return true }
    return (20...24).contains(type) && (firstBytes.count < 2 || firstBytes[1] == 3)
  }

  /// Such as `TLSv1.3`.
  public var protocolName: String {
    unsafe SSL_get_version(ssl.pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// Such as `TLS_AES_256_GCM_SHA384`; empty before it is agreed.
  public var cipher: String {
    guard let current = unsafe SSL_get_current_cipher(ssl.pointer),
      let name = unsafe SSL_CIPHER_get_name(current)
    else { return "" }
    return unsafe String(cString: name)
  }

  /// What both sides agreed to speak, such as `h2`; empty when nothing was agreed.
  public var agreedProtocol: String {
    var (name, count): (UnsafePointer<UInt8>?, UInt32) = (nil, 0)
    unsafe SSL_get0_alpn_selected(ssl.pointer, &name, &count)
    return unsafe String(
      decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
  }

  /// The last certificate of the chain that could be built: an authority that this computer trusts,
  /// unless `chainErrors` says otherwise. Nil when nothing was built.
  public var anchor: TLSCertificate? {
    let count = unsafe tk_built_count(ssl.pointer)
    guard count > 0 else { return nil }
    return unsafe tk_built_at(ssl.pointer, count - 1).flatMap {
      unsafe TLSCertificate(reading: $0)
    }
  }

  /// The certificates as the other side sent them, in DER; at most 10.
  public var certificatesInDER: [[UInt8]] {
    unsafe (0..<min(10, tk_chain_count(ssl.pointer))).compactMap { index in
      var der: UnsafeMutablePointer<UInt8>?
      let count = unsafe tk_x509_der(tk_chain_at(ssl.pointer, index), &der)
      defer { unsafe tk_der_free(der) }
      return count > 0 ? unsafe Array(UnsafeBufferPointer(start: der, count: Int(count))) : nil
    }
  }

  /// The certificates as the other side sent them, its own first; at most 10.
  public var certificates: [TLSCertificate] {
    unsafe (0..<min(10, tk_chain_count(ssl.pointer))).compactMap { index in
      unsafe tk_chain_at(ssl.pointer, index).flatMap { unsafe TLSCertificate(reading: $0) }
    }
  }
}

/// Empties a memory BIO.
@unsafe func bytes(in buffer: OpaquePointer) -> [UInt8] {
  unsafe [UInt8](unsafeUninitializedCapacity: Int(BIO_ctrl_pending(buffer))) { bytes, count in
    count = max(0, Int(unsafe BIO_read(buffer, bytes.baseAddress, Int32(bytes.count))))
  }
}
