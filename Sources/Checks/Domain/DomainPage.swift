internal import Hygiene
internal import OpenSSL
internal import Platform

/// How far a visit came, in the order in which it goes.
enum DomainStage: String, Hashable, Codable, Sendable, CaseIterable {
  case resolve, connect, handshake, certificate, read
}

/// What came of asking for one page once. No redirect is followed: where it leads is what rules ask.
struct DomainPage: Sendable {
  enum Scheme: String, Hashable, Codable, Sendable { case http, https }

  struct Place: Hashable, Sendable {
    let scheme: Scheme
    let host: String
    let path: String
  }

  /// What went wrong first, and where; nil when an HTTP answer came.
  var word: FailureWord?
  var stage: DomainStage?
  var tls: DomainTLS?
  var head: HTTPHead?
  /// At most `limit` bytes.
  var body: [UInt8] = []
  /// Whether the body came to its end.
  var isWhole = false

  /// Longer bodies are not read to their end.
  static let limit = 65_536

  init() {}

  init(failing word: FailureWord, at stage: DomainStage) {
    (self.word, self.stage) = (word, stage)
  }

  /// Why there is no answer to judge; a certificate that does not fit is no reason of that kind.
  var missing: Reason? { word.map { Reason(unanswered: $0) } }

  var hasBadCertificate: Bool { stage == .certificate }
}

/// What a TLS handshake showed of a server.
struct DomainTLS: Codable, Hashable, Sendable {
  /// Such as `TLSv1.3`.
  var version: String
  /// Days until the certificate ends, rounded down; negative when it has.
  var daysLeft: Int
  /// ISO 8601.
  var notAfter: String
  /// Such as `RSA 2048`.
  var key: String
  var issuer: String
  var names: [String]
  /// What is wrong with the chain; nil when nothing is.
  var word: FailureWord?
  /// Whether the authority at its end is one that everybody's browser knows.
  var isPublic: Bool
  /// Whether a certificate known from interceptions stands in the chain.
  var isIntercepted: Bool
  /// SHA-256 of the certificate and of its key, in hexadecimal digits.
  var sha256: String, keySHA256: String

  init?(_ session: borrowing TLSSession, host: String, by look: DomainLook) {
    let certificates = session.certificates
    guard let own = certificates.first else { return nil }
    version = session.protocolName
    let seconds = own.notAfter - look.world.clock.now.secondsSinceEpoch
    daysLeft = Int((Double(seconds) / 86_400).rounded(.down))
    notAfter = Timestamp(secondsSinceEpoch: own.notAfter).description
    (key, issuer) = (own.key, cleaned(own.issuer))
    names = own.names.map { cleaned($0, atMost: 253) }
    word = FailureWord(chain: session.chainErrors)
    let settings = look.survey.network
    isPublic = session.anchor.map { settings.publicRoots.keys.contains($0.keySHA256) } ?? false
    let interception = settings.interceptors.interception(in: certificates, for: host)
    isIntercepted = interception == .listed || interception == .issuer
    (sha256, keySHA256) = (own.sha256, own.keySHA256)
  }

  /// For the examples of rules: a certificate in order.
  init(daysLeft: Int = 60, key: String = "EC 256", version: String = "TLSv1.3") {
    (self.version, self.daysLeft, self.key) = (version, daysLeft, key)
    (notAfter, issuer) = ("2027-01-23T00:00:00Z", "CN=E7,O=Let's Encrypt,C=US")
    (names, word, isPublic, isIntercepted) = (["desk.example"], nil, true, false)
    (sha256, keySHA256) = ("ab12", "cd34")
  }
}
