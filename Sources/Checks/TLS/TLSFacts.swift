public import Platform

/// How far a target let us come, and what it showed.
public struct TLSFacts: Hashable, Codable, Sendable {
  /// In the order in which they are gone through.
  public enum Stage: String, Hashable, Codable, Sendable, CaseIterable {
    case resolve, connect, handshake, certificate, read
  }

  /// One stage of one try.
  public struct Step: Hashable, Codable, Sendable {
    public let stage: Stage
    /// Where to, such as `192.0.2.1`; nil while the name is being looked up.
    public let address: String?
    /// 1, or 2 when it was tried again alone.
    public let attempt: Int
    /// Milliseconds.
    public let took: Int
    /// What went wrong; nil when nothing did.
    public let word: FailureWord?
    /// Numbers beside the word, such as `errno 104` or `x509 19@1 62@0` (code@depth).
    public let detail: String?
    /// `client-hello` when our first message left and no byte came back.
    public let point: String?
  }

  /// A certificate that was sent, its texts cleaned.
  public struct Certificate: Hashable, Codable, Sendable {
    public let subject: String, issuer: String, serial: String
    /// ISO 8601.
    public let notBefore: String, notAfter: String
    public let names: [String]
    public let sha256: String, keySHA256: String, key: String
  }

  public let host: String
  public let port: UInt16
  public let role: Target.Role
  /// The statuses of a working answer; empty when any will do.
  public let statuses: [Int]
  public let addresses: [String]
  public let stages: [Step]
  /// As sent, the site's own first.
  public let certificates: [Certificate]
  public let `protocol`: String?
  public let cipher: String?
  /// Of the HTTP answer.
  public let status: Int?
  /// Whether the site's own protection answered in place of the page.
  public let isChallenge: Bool
  /// The first bytes of an answer that is not TLS, cleaned.
  public let firstBytes: String?
  /// How many authorities this computer trusts.
  public let authorities: Int
  /// Nobody at all could be reached.
  public var isOffline = false
  /// Every certificate of the run was out of date: rather the computer's clock is.
  public var isClockSuspect = false
  /// What this version makes of it, such as `reachable` or `suspect-sni`; judged anew from the
  /// other facts.
  public var verdict = ""
}
