internal import Hygiene
internal import Platform

/// OONI's words for failures (df-007) and ours.
enum OONIWords {
  private static let resolve: [FailureWord: String] = [
    .nxdomain: "dns_nxdomain_error", .noData: "dns_no_answer", .servfail: "dns_servfail_error",
    .refused: "dns_refused_error", .otherRcode: "dns_server_misbehaving",
    .temporary: "dns_temporary_failure", .fatal: "dns_non_recoverable_failure",
    .unreachable: "connection_refused", .wrongID: "dns_reply_with_wrong_query_id",
    .malformed: "dns_server_misbehaving", .bogon: "dns_bogon_error",
  ]

  private static let other: [FailureWord: String] = [
    .refused: "connection_refused", .timeout: "generic_timeout_error",
    .kernelTimeout: "timed_out", .reset: "connection_reset", .aborted: "connection_aborted",
    .hostUnreachable: "host_unreachable", .networkUnreachable: "network_unreachable",
    .networkDown: "network_down", .networkReset: "network_reset",
    .forbiddenHere: "permission_denied", .noFamily: "address_family_not_supported",
    .noAddress: "address_not_available", .eof: "eof_error", .notTLS: "ssl_failed_handshake",
    .alert: "ssl_failed_handshake", .failed: "ssl_failed_handshake",
    .unknownAuthority: "ssl_unknown_authority", .wrongName: "ssl_invalid_hostname",
    .badDate: "ssl_invalid_certificate", .badCertificate: "ssl_invalid_certificate",
    .badRedirect: "http_invalid_redirect_location_host", .interrupted: "interrupted",
  ]

  /// What we write for a failure of ours.
  static func word(for operation: Operation) -> String? {
    guard let word = operation.word else { return nil }
    if operation.stage == .resolve, let known = resolve[word] { return known }
    // The alert `unrecognized_name` (RFC 6066 §3).
    if word == .alert, operation.detail?.hasPrefix("alert 112 ") ?? false {
      return "ssl_invalid_hostname"
    }
    switch word {
    case .tooManyRedirects: return "unknown_failure: stopped after too many redirects"
    default: return other[word] ?? "unknown_failure: \(word.rawValue)"
    }
  }

  /// What a failure of theirs means to us.
  static func problem(_ text: String, at stage: Operation.Stage) -> NetworkProblem {
    if stage == .resolve, let word = resolve.first(where: { $0.value == text })?.key {
      return NetworkProblem(text == "dns_server_misbehaving" ? .otherRcode : word)
    }
    switch text {
    case "ssl_failed_handshake": return NetworkProblem(.failed)
    case "ssl_invalid_certificate": return NetworkProblem(.badCertificate)
    // The control's older words.
    case "dns_name_error": return NetworkProblem(.nxdomain)
    case "connection_refused_error": return NetworkProblem(.refused)
    case "connection_already_closed": return NetworkProblem(.eof)
    case "http_unexpected_redirect_url": return NetworkProblem(.badRedirect)
    default: break
    }
    if let word = other.first(where: { $0.value == text })?.key { return NetworkProblem(word) }
    return unknown(text)
  }

  /// Go's own words, which its program passes on behind `unknown_failure: `.
  private static func unknown(_ text: String) -> NetworkProblem {
    let alerts: [(String, Int, String)] = [
      ("handshake failure", 40, " handshake-failure"),
      ("protocol version not supported", protocolVersionAlert, " protocol-version"),
      ("internal error", 80, " internal-error"),
      ("unrecognized name", 112, " unrecognized-name"),
      ("certificate required", 116, " certificate-required"),
    ]
    if let mark = text.firstRange(of: "remote error: tls: ") {
      let said = text[mark.upperBound...]
      let alert = alerts.first { said.hasPrefix($0.0) }
      return NetworkProblem(.alert, alert.map { "alert \($0.1)\($0.2)" } ?? "")
    }
    if text.contains("first record does not look like a TLS handshake") {
      return NetworkProblem(.notTLS)
    }
    if text.contains("stopped after") && text.contains("redirects") {
      return NetworkProblem(.tooManyRedirects)
    }
    if text.contains("malformed HTTP") { return NetworkProblem(.malformed) }
    return NetworkProblem(.unknown, withoutAddresses(cleaned(text, atMost: 120)))
  }
}

/// A text in which every address is left out.
func withoutAddresses(_ text: String, but kept: Set<String> = []) -> String {
  var result = ""
  var token = ""
  func flush() {
    // An address in a sentence ends with the sentence's own stop, or with a port.
    let trimmed = String(token.prefix { $0 != "/" })
    let candidates = [trimmed, String(trimmed.dropLast()), splitPort(trimmed)?.host ?? trimmed]
    let address = candidates.lazy.compactMap { IPAddress($0) }.first
    result += address.map { kept.contains($0.description) ? token : "[removed]" } ?? token
    token = ""
  }
  for character in text {
    if character.isHexDigit || character == "." || character == ":" {
      token.append(character)
    } else {
      flush()
      result.append(character)
    }
  }
  flush()
  return result
}
