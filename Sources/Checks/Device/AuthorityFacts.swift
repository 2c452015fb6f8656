internal import Hygiene
internal import OpenSSL

/// Which authorities of certificates a computer trusts beside those that came with it.
struct AuthorityFacts: Hashable, Codable, Sendable {
  /// Where it is trusted. Words: `check.device-authorities.place.<name>`.
  enum Place: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
    case system, policy
    case firefox = "Firefox", thunderbird = "Thunderbird", chromium = "Chromium"

    static func < (one: Place, other: Place) -> Bool { one.rawValue < other.rawValue }
  }

  struct Authority: Hashable, Codable, Sendable {
    let kind: KnownAuthorities.Kind
    let place: Place
    /// Of what is known of, its name; else the organisation that it claims to be. Never more of its
    /// subject: developers' tools write the account's and the person's name there.
    let name: String
    /// The first half of the SHA-256 of the certificate, to find it again.
    let print: String
  }

  let authorities: [Authority]
  /// What is there and could not be read, or has nothing to be compared with.
  let unread: [Unread]

  struct Unread: Hashable, Codable, Sendable {
    let place: Place
  }
}

/// Looks for authorities wherever programs of a person would find them.
struct AuthoritySearch {
  let files: SystemFiles
  let known: KnownAuthorities
  private(set) var found: [AuthorityFacts.Authority] = []
  private(set) var unread: Set<AuthorityFacts.Place> = []

  private static let largestFile = 4 << 20
  private static let mostShown = 40

  init(_ files: SystemFiles, known: KnownAuthorities) { (self.files, self.known) = (files, known) }

  var facts: AuthorityFacts {
    let order = KnownAuthorities.Kind.allCases
    let sorted = found.sorted { one, other in
      order.firstIndex(of: one.kind) ?? 0 < order.firstIndex(of: other.kind) ?? 0
    }
    return AuthorityFacts(
      authorities: Array(sorted.prefix(Self.mostShown)),
      unread: unread.sorted().map { AuthorityFacts.Unread(place: $0) })
  }

  /// Whatever goes wrong while `search` looks at a place leaves the place unread.
  mutating func look(
    at place: AuthorityFacts.Place,
    _ search: (inout AuthoritySearch) throws -> Void
  ) {
    do { try search(&self) } catch { unread.insert(place) }
  }

  mutating func leaveUnread(_ place: AuthorityFacts.Place) { unread.insert(place) }

  /// The certificates of a file; nil when it is missing.
  func certificates(_ path: String) throws(CheckRefusal) -> StoredCertificates? {
    try files.bytes(path, atMost: Self.largestFile).map { StoredCertificates(in: $0) }
  }

  /// Notes what a file holds, but for those that came with the system.
  mutating func note(
    _ stored: StoredCertificates, at place: AuthorityFacts.Place,
    butNot packaged: Set<String> = [], onlyKnown: Bool = false
  ) {
    if !stored.isComplete { unread.insert(place) }
    for member in stored.members where member.isAuthority {
      note(member.certificate, at: place, butNot: packaged, onlyKnown: onlyKnown)
    }
  }

  private mutating func note(
    _ certificate: TLSCertificate, at place: AuthorityFacts.Place, butNot packaged: Set<String>,
    onlyKnown: Bool
  ) {
    let entry = known.known(key: certificate.keySHA256, certificate: certificate.sha256)
    let kind = entry?.kind ?? (Interceptors.fitsPattern([certificate]) ? .suspect : .added)
    if kind == .added, onlyKnown || packaged.contains(certificate.sha256) { return }
    let authority = AuthorityFacts.Authority(
      kind: kind, place: place, name: entry?.name ?? certificate.organisation,
      print: String(certificate.sha256.prefix(32)))
    if !found.contains(authority) { found.append(authority) }
  }
}

extension TLSCertificate {
  /// The organisation of its subject, unless it looks like a person's address.
  fileprivate var organisation: String {
    let parts = subject.split(separator: ",").filter { $0.hasPrefix("O=") }
    guard let part = parts.first, !part.contains("@") else { return "" }
    return cleaned(part.dropFirst(2))
  }
}
