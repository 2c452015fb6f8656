internal import Platform

/// One operation of a measurement, and one word for what came of it; success has none.
struct Operation: Hashable, Codable, Sendable {
  enum Stage: String, Hashable, Codable, Sendable, CaseIterable {
    case resolve, connect, handshake, read
  }

  enum Role: String, Hashable, Codable, Sendable {
    case target
    /// A neutral name, for comparison.
    case control
    /// A ClientHello without any name.
    case noSNI = "no-sni"
  }

  /// How far a stage had come when it failed.
  enum Point: String, Hashable, Codable, Sendable {
    /// Our ClientHello left and no byte came back.
    case clientHello = "client-hello"
    case afterServerHello = "after-server-hello"
    /// The request left and no head came back.
    case request
    /// The head came, and the body broke off.
    case body
  }

  /// Counts from 1 within a target; `transaction` joins connection, handshake and reading of one
  /// attempt, and each look-up has its own.
  let id: Int
  let transaction: Int
  /// How many redirects led here.
  let depth: Int
  /// 1, or 2 and more when it was tried again alone.
  let attempt: Int
  var role = Role.target
  let stage: Stage
  var point: Point?
  /// Of a look-up: `system`, `udp:ADDRESS`, `dot:ADDRESS` or `doh:ADDRESS`.
  var via: String?
  var address: String?
  var port: UInt16?
  /// What was looked up, or sent as server name or host.
  let name: String
  /// Milliseconds since the run began, and of the operation itself.
  let started: Int
  var took: Int
  var word: FailureWord?
  /// Numbers beside the word, such as `errno 104` or `x509 19@1 62@0` (code@depth).
  var detail: String?
  var bytesIn: Int?
  /// The IP TTL or hop limit of the reply, where it can be seen.
  var lifetime: Int?
  /// The first bytes of an answer that is not what it should be, cleaned.
  var firstBytes: String?

  var lookUp: LookUp?
  var handshake: Handshake?
  var page: Page?

  var endpoint: String? { address.map { "\($0) \(port ?? 0)" } }
}

extension Operation {
  struct LookUp: Hashable, Codable, Sendable {
    /// `A`, `AAAA`, or `ANY` for what the system was asked.
    let type: String
    var addresses: [String] = []
    var responseCode: Int?
  }

  struct Handshake: Hashable, Codable, Sendable {
    /// Whom the chain leads to.
    enum Anchor: String, Hashable, Codable, Sendable {
      /// An authority that every browser trusts (`PublicRoots`).
      case `public`
      /// One that only this computer trusts.
      case local
      case none
    }

    /// What speaks of an interceptor, strongest first.
    enum Interception: String, Hashable, Codable, Sendable {
      /// A listed key or certificate is in the chain.
      case listed
      /// The chain's issuer is a listed one by name and key identifier; it was not sent itself.
      case issuer
      /// The names are those that interceptors use.
      case pattern
    }

    /// Places in the list of certificates, as sent.
    var certificates: [Int] = []
    /// OpenSSL's codes of what is wrong with the chain, as `19@1`.
    var errors: [String] = []
    var anchor = Anchor.none
    var interception: Interception?
    var protocolName: String?
    var cipher: String?
  }

  struct Page: Hashable, Codable, Sendable {
    struct Header: Hashable, Codable, Sendable {
      /// In lower case.
      let name: String
      let value: String
    }
    let url: String
    let status: Int
    var headers: [Header] = []
    var bodyLength = 0
    var bodySHA256: String?
    /// At most 128 characters.
    var title: String?
    /// Whether more of the body was there than was read.
    var isTruncated = false
    /// Whether the site's own protection asks for proof of a human.
    var isChallenge = false
    /// What makes it a page of a censor: `blocked-by` (RFC 7725 §4), or a fingerprint's name.
    var blockPage: String?
    /// Where a redirect leads; nil for a final page.
    var redirect: String?
  }
}

extension Operation {
  /// Whether the other side proved to be the site: a chain to a public authority, and its name.
  var isGenuine: Bool { stage == .handshake && word == nil && handshake?.anchor == .public }

  /// Whether the connection ended as soon as the name had been sent.
  var isCutAtHello: Bool {
    guard stage == .handshake else { return false }
    switch word {
    case .timeout, .reset, .eof: return point == .clientHello
    // The text of the FIN that boxes in Uzbekistan forge.
    case .notTLS: return firstBytes?.contains("Middlebox v ") ?? false
    default: return false
    }
  }

  /// The detail of a reading that got no page in time although bytes came all along.
  static let trickle = "trickle"

  var isEncrypted: Bool { via?.hasPrefix("dot:") ?? false || via?.hasPrefix("doh:") ?? false }
}
