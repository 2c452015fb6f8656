internal import Hygiene
internal import Platform

/// Who may issue certificates for the domain (RFC 8659).
struct CAAFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case named, nobody
    case none
    case otherIssuer = "other-issuer", unknownCritical = "unknown-critical"
    /// Which name the present issuer has in such records is not known to us.
    case notCompared = "not-compared"

    var weight: DomainWeight {
      switch self {
      case .named, .nobody: .good
      case .notCompared: .note
      case .none: .concern
      case .otherIssuer, .unknownCritical: .problem
      }
    }
  }

  let domain: String
  /// The domain, then its parents, up to the first that has records.
  var climb: [DomainAnswer] = []
  /// The records that count, as `FLAGS TAG VALUE`.
  var records: [String] = []
  /// Who issued the present certificate; nil when there was none to see.
  var issuer: String?
  /// Whether the present certificate stands for all names below one.
  var isWildcard = false
  var findings: [Finding] = []

  init(_ domain: String, _ climb: [DomainAnswer], issuer: String?, isWildcard: Bool = false) {
    (self.domain, self.climb, self.issuer) = (domain, climb, issuer)
    (records, self.isWildcard) = (climb.last?.texts ?? [], isWildcard)
  }

  var missing: Reason? { climb.compactMap(\.missing).first }

  var concluded: [Finding] {
    if missing != nil { return [] }
    let properties = records.compactMap(CAAProperty.init)
    var found: [Finding] = []
    if properties.contains(where: \.isUnknownCritical) { found.append(.unknownCritical) }
    var issuers = properties.filter { $0.tag == "issue" }.map(\.issuer)
    if isWildcard { issuers += properties.filter { $0.tag == "issuewild" }.map(\.issuer) }
    // §5.3: without `issue` anybody may issue for ordinary names.
    guard properties.contains(where: { $0.tag == "issue" }) else { return found + [.none] }
    found.append(issuers.allSatisfy(\.isEmpty) ? .nobody : .named)
    guard let issuer else { return found }
    if issuers.allSatisfy(\.isEmpty) {
      found.append(.otherIssuer)
    } else if let names = KnownIssuers.names(ofIssuer: issuer) {
      if names.isDisjoint(with: issuers) { found.append(.otherIssuer) }
    } else {
      found.append(.notCompared)
    }
    return found
  }
}

/// One CAA record.
struct CAAProperty: Hashable, Sendable {
  let tag: String
  let value: String
  private let isCritical: Bool

  /// From `FLAGS TAG VALUE`.
  init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let flags = Int(parts[0]) else { return nil }
    (tag, value) = (parts[1].lowercased(), String(parts[2]))
    isCritical = flags & 128 != 0
  }

  /// The issuer's name, empty for nobody; parameters stand after `;` (§4.2).
  var issuer: String {
    let name = value.prefix { $0 != ";" }.trimmedOfSpace
    return DomainNames.plain(name)
  }

  /// Issuers must then refuse (§4.1). The tags are those of IANA's registry.
  var isUnknownCritical: Bool {
    isCritical
      && ![
        "issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone",
      ].contains(tag)
  }
}

/// Which names the common issuers have in CAA records, by the organisation in their certificates.
/// From their own published practice statements; whoever is not here is not compared.
enum KnownIssuers {
  /// Nil when the organisation is not known.
  static func names(ofIssuer distinguishedName: String) -> Set<String>? {
    // RFC 2253: parts after commas; a comma inside has a backslash before it.
    let parts = distinguishedName.replacing("\\,", with: "\u{1}").split(separator: ",")
    guard let part = parts.first(where: { $0.hasPrefix("O=") }) else { return nil }
    let organisation = part.dropFirst(2).replacing("\u{1}", with: ",").lowercased()
    return table.first { organisation.hasPrefix($0.key) }?.value
  }

  private static let table: [String: Set<String>] = [
    "let's encrypt": ["letsencrypt.org"],
    "internet security research group": ["letsencrypt.org"],
    "google trust services": ["pki.goog"],
    "sectigo": sectigo, "comodo": sectigo, "the usertrust network": sectigo, "zerossl": sectigo,
    "digicert": digicert, "geotrust": digicert, "thawte": digicert, "rapidssl": digicert,
    "globalsign": ["globalsign.com"],
    "amazon": ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"],
    "godaddy.com": ["godaddy.com", "starfieldtech.com"],
    "starfield technologies": ["starfieldtech.com", "godaddy.com"],
    "buypass": ["buypass.com", "buypass.no"],
    "actalis": ["actalis.it"],
    "ssl corp": ["ssl.com"],
    "identrust": ["identrust.com"],
    "entrust": ["entrust.net", "affirmtrust.com"],
  ]
  private static let sectigo: Set<String> = [
    "sectigo.com", "comodoca.com", "comodo.com", "usertrust.com", "trust-provider.com",
    "zerossl.com",
  ]
  private static let digicert: Set<String> = [
    "digicert.com", "digicert.ne.jp", "geotrust.com", "thawte.com", "rapidssl.com",
    "symantec.com", "cybertrust.ne.jp",
  ]
}
