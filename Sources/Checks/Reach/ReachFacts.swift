internal import Hygiene
internal import Platform

/// Everything that was observed of one target, in the order in which it happened.
public struct ReachFacts: Hashable, Codable, Sendable {
  /// A URL that was asked for: the target's own, then where redirects led.
  struct Hop: Hashable, Codable, Sendable {
    let url: String
    /// `http` or `https`.
    let scheme: String
    let host: String
    let port: UInt16

    var isClear: Bool { scheme == "http" }
  }

  /// What the whole run says of this computer and its network.
  struct Circumstances: Hashable, Codable, Sendable {
    /// Nobody at all could be reached.
    var isOffline = false
    /// The network wants a login first.
    var isCaptive = false
    /// The computer's clock is wrong, so no date is judged.
    var isClockWrong = false
    /// Most connections over IPv6 fail while IPv4 works.
    var isIPv6Broken = false
    /// `vpn` or `tor` when this computer goes through one.
    var tunnel: String?
    /// The system's resolver gave a usable answer for some other name.
    var doesSystemResolve = true
    /// How many authorities this computer trusts.
    var authorities = 1
  }

  let url: String
  var role: Target.Role
  /// The HTTP status codes of a working answer; empty when any answer will do.
  var statuses: [Int] = []
  var hops: [Hop]
  var operations: [Operation] = []
  /// Each once, as `Operation.Handshake.certificates` counts them.
  var certificates: [SeenCertificate] = []
  var circumstances = Circumstances()
  /// Whether the computer's own hosts file answers for one of the names.
  var isInHostsFile = false
  var differentials: [Differential] = []
  var throttling: Throttling?
  var reference: Reference?
  /// What a helper elsewhere saw at the same time.
  var control: Control?
  /// What OONI's own rules make of a measurement of theirs.
  var ooni: OONIVerdict?

  // What this version makes of it; judged anew from the facts above.
  var verdict = ""
  var labels: [String] = []
  /// The rungs of the ladder that it rests on, such as `E3`.
  var ladder: [String] = []
  /// The steps that failed last, for people.
  var failures: [Failure] = []
  /// True when all that can be said is that a page came in clear text.
  var isClearOnly: Bool?

  struct Failure: Hashable, Codable, Sendable {
    let stage: Operation.Stage
    let word: FailureWord
    let address: String?
    let via: String?
    let took: Int
  }
}

/// One certificate that was sent, its texts cleaned.
struct SeenCertificate: Hashable, Codable, Sendable {
  let subject: String, issuer: String, serial: String
  /// ISO 8601.
  let notBefore: String, notAfter: String
  let names: [String]
  let sha256: String, keySHA256: String, key: String
}

/// Names sent in turn to one address: whether only one of them is cut.
struct Differential: Hashable, Codable, Sendable {
  /// What became of each ClientHello of a round: a word, or nil when a ServerHello came.
  struct Round: Hashable, Codable, Sendable {
    let target: FailureWord?
    let control: FailureWord?
    let noName: FailureWord?
    /// Milliseconds since the run began.
    let started: Int
  }
  let address: String
  let port: UInt16
  let control: String
  var rounds: [Round] = []
  /// After the target's name the control's failed too, for a while.
  var hasResidual = false
  /// At which hop limit a ClientHello with the target's name is cut, and at which one with the
  /// control's is answered; nil when it was not tried.
  var cutAtHop: Int?
  var answeredAtHop: Int?

  private static let cuts: Set<FailureWord> = [.timeout, .reset, .eof, .notTLS]

  private var cutTargets: Int {
    rounds.count { $0.target.map(Self.cuts.contains) ?? false }
  }
  private var cutControls: Int {
    rounds.count { $0.control.map(Self.cuts.contains) ?? false }
  }

  /// Three rounds at least, and only the target's name is cut, each time (E6).
  var provesTheName: Bool {
    rounds.count >= 3 && cutTargets == rounds.count && cutControls == 0
  }
  /// The control is cut too, so the name is not the cause (E7).
  var isAddressCut: Bool { cutTargets > 0 && cutControls > 0 }
  /// The cut comes from before the server (E12).
  var isCutOnTheWay: Bool {
    guard let cutAtHop, let answeredAtHop else { return false }
    return cutAtHop < answeredAtHop
  }
}

/// How fast a large page came, and a neutral one in the same minute. Bytes a second.
struct Throttling: Hashable, Codable, Sendable {
  struct Round: Hashable, Codable, Sendable {
    let target: Int
    let control: Int
  }
  var rounds: [Round] = []

  /// The target gets less than a tenth, and the line itself is quick, in two of three rounds.
  var isFound: Bool {
    rounds.count { $0.target * 10 < $0.control && $0.control > 65_536 } >= 2
  }
}

/// What somebody else, or this organisation earlier, saw of the same target.
struct Reference: Hashable, Codable, Sendable {
  enum Source: String, Hashable, Codable, Sendable {
    /// A test helper that measured at the same time (OONI's control).
    case control
    /// An earlier run, or one signed by a colleague elsewhere.
    case audit
  }
  let source: Source
  /// ISO 8601.
  var time: String?
  /// Whether it is no older than a day.
  var isFresh = false
  var addresses: [String] = []
  /// Of the site's own certificate.
  var keys: [String] = []
  var wasReachable = false
}
