internal import OpenSSL
internal import Platform

extension FailureWord {
  /// The one word for the errors of a chain: who signed it matters most, then the name, then the
  /// dates. The codes are OpenSSL's `X509_V_ERR_…`.
  init?(chain errors: [ChainError]) {
    let words = errors.map { error -> FailureWord in
      switch error.code {
      case 2, 18, 19, 20, 21, 27: .unknownAuthority
      case 62, 64: .wrongName
      case 9, 10: .badDate
      default: .badCertificate
      }
    }
    let order: [FailureWord] = [.unknownAuthority, .wrongName, .badDate, .badCertificate]
    guard let first = order.first(where: words.contains) else { return nil }
    self = first
  }
}

/// All codes, each once, as `x509 19@1 62@0`.
func chainDetail(_ errors: [ChainError]) -> String {
  var seen: Set<ChainError> = []
  let codes = errors.filter { seen.insert($0).inserted }.map { "\($0.code)@\($0.depth)" }
  return "x509 " + codes.joined(separator: " ")
}

extension NetworkProblem {
  /// The word for a TLS connection that failed.
  init(_ failure: TLSFailure) {
    switch failure.kind {
    case .eof: self.init(.eof, failure.code == 0 ? "" : "tls \(failure.code)")
    case .notTLS: self.init(.notTLS, "tls \(failure.code)")
    case .alert: self.init(.alert, "alert \(failure.code)" + alertName(failure.code))
    case .other: self.init(.failed, "tls \(failure.code)")
    }
  }
}

/// The alert `protocol_version` (RFC 8446 §6.2).
let protocolVersionAlert = 70

// RFC 8446 §6.2: the alerts that say something about the site.
private func alertName(_ code: Int) -> String {
  switch code {
  case 40: " handshake-failure"
  case protocolVersionAlert: " protocol-version"
  case 80: " internal-error"
  case 112: " unrecognized-name"
  case 116: " certificate-required"
  default: ""
  }
}
