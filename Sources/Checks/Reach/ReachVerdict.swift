internal import Hygiene

/// What the facts of one target say, for this computer with its own resolver.
enum ReachVerdict: String, Hashable, Sendable, CaseIterable {
  case reachable
  /// The site's own protection asked for proof of a human.
  case challenge
  case blockedDNS = "blocked-dns", blockedSNI = "blocked-sni", blockedHTTP = "blocked-http"
  /// Only ever with a control that measured at the same time.
  case blockedAddress = "blocked-address"
  /// A listed interception certificate was served.
  case intercepted
  case suspectDNS = "suspect-dns", suspectSNI = "suspect-sni", suspectHTTP = "suspect-http"
  case suspectInterception = "suspect-interception", suspectThrottling = "suspect-throttling"
  case suspectAddress = "suspect-address"
  case brokenCertificate = "broken-cert", brokenDNS = "broken-dns"
  case brokenRedirect = "broken-redirect"
  /// It speaks only protocols older than TLS 1.2.
  case brokenProtocol = "broken-protocol"
  /// The genuine site answered, but not as it does when it works.
  case unexpectedStatus = "unexpected-status"
  case undecided
  case clock
  /// This computer trusts nobody, so it cannot know anybody.
  case noAuthorities = "no-authorities"
  case captive
  case noNetwork = "no-network"

  /// Whether it says that somebody interferes, and that this is proved.
  var isProof: Bool {
    switch self {
    case .blockedDNS, .blockedSNI, .blockedHTTP, .blockedAddress, .intercepted: true
    default: false
    }
  }

  func outcome(for role: Target.Role) -> Outcome {
    switch self {
    case .reachable, .challenge: .good
    case .blockedDNS, .blockedSNI, .blockedHTTP, .blockedAddress, .intercepted: .problem
    case .suspectDNS, .suspectSNI, .suspectHTTP, .suspectInterception, .suspectThrottling,
      .suspectAddress:
      .concern
    case .brokenCertificate, .brokenDNS, .brokenRedirect, .brokenProtocol:
      role == .own ? .problem : .unknown(because: .siteItself)
    case .unexpectedStatus: role == .own ? .concern : .unknown(because: .siteItself)
    case .undecided: .unknown(because: .undecided)
    case .clock: .unknown(because: .clock)
    case .noAuthorities: .unknown(because: .noAuthorities)
    case .captive: .unknown(because: .captive)
    case .noNetwork: .unknown(because: .noNetwork)
    }
  }
}

/// What stands beside a verdict, because one word cannot say it all.
enum ReachLabel: String, Hashable, Sendable, CaseIterable {
  case dnsDiffers = "dns-differs", dnsTampered = "dns-tampered", dnsInjected = "dns-injected"
  case dnsFilter = "dns-filter", noTrustedDNS = "no-trusted-dns"
  case opensWithEncryptedDNS = "opens-with-encrypted-dns"
  case cleartextUnverified = "cleartext-unverified", localRoot = "local-root"
  case ipv6Broken = "ipv6-broken", clock, viaTunnel = "via-tunnel"
  case port53Intercepted = "port53-intercepted", hostsFile = "hosts-file"
  case residualBlocking = "residual-blocking", refusesItself = "refuses-itself"
  case tooManyRedirects = "too-many-redirects"
  /// It did not work for a control elsewhere either.
  case downElsewhere = "down-elsewhere"
}

extension Reason {
  static let noNetwork: Reason = "no-network"
  /// Down and blocked look alike from here.
  static let undecided: Reason = "undecided"
  /// The fault is the site's own.
  static let siteItself: Reason = "site-itself"
  /// The computer's clock is probably wrong.
  static let clock: Reason = "clock"
  /// No list of trusted authorities was found here.
  static let noAuthorities: Reason = "no-authorities"
  /// Every name leads to one place: a network that wants a login first, or a router whose line is
  /// down.
  static let captive: Reason = "captive"
}
