/// What went wrong on the network, in one word.
///
/// The list is closed and part of the report format: a failure that does not fit is `unknown`, and
/// its numbers stand in the detail beside the word. Success is the absence of a word.
public enum FailureWord: String, Hashable, Codable, Sendable, CaseIterable {
  // Resolve.
  case nxdomain, noData = "no-data", servfail, otherRcode = "other-rcode", temporary, fatal
  case unreachable, wrongID = "wrong-id", bogon
  // Connect. `refused` is also a resolver's.
  case refused, timeout, kernelTimeout = "kernel-timeout", reset, aborted
  case hostUnreachable = "host-unreachable", networkUnreachable = "network-unreachable"
  case networkDown = "network-down", networkReset = "network-reset"
  case forbiddenHere = "forbidden-here", noFamily = "no-family", noAddress = "no-address"
  // Handshake.
  case eof, notTLS = "not-tls", alert, unknownAuthority = "unknown-authority"
  case wrongName = "wrong-name", badDate = "bad-date", badCertificate = "bad-certificate", failed
  // Read. `malformed` is also a resolver's.
  case headTooLarge = "head-too-large", malformed, badRedirect = "bad-redirect"
  case tooManyRedirects = "too-many-redirects"
  // Any.
  case interrupted, unknown
}

/// Why the network did not do what was asked of it.
public struct NetworkProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let word: FailureWord
  /// The raw code, such as `errno 104` or `eai -2`; empty when there is none.
  public let detail: String

  public init(_ word: FailureWord, _ detail: String = "") {
    (self.word, self.detail) = (word, detail)
  }

  public var description: String { detail.isEmpty ? word.rawValue : "\(word.rawValue) (\(detail))" }
}
