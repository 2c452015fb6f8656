internal import OpenSSL
internal import Platform
internal import SQLite

/// The places where authorities are kept, and how each is read.
extension AuthoritySearch {
  private static let bundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
  ]
  private static let anchors = [
    "/usr/local/share/ca-certificates", "/etc/pki/ca-trust/source/anchors",
    "/usr/share/pki/ca-trust-source/anchors", "/etc/ca-certificates/trust-source/anchors",
    "/etc/pki/trust/anchors", "/usr/share/pki/trust/anchors",
  ]
  /// A folder of authorities has some hundred, each with a link by its hash.
  private static let mostFiles = 4000
  private static let endings: Set = ["crt", "pem", "cer", "der"]

  /// The system's own store: the bundle, the folder that OpenSSL looks into, and what was laid into
  /// the folders for more.
  mutating func searchSystem() {
    let packaged = (try? packagedCertificates()) ?? nil
    var hasBundle = false
    for path in Self.bundles {
      // One that cannot be read must not hide what the others hold.
      look(at: .system) { search in
        guard let stored = try search.certificates(path) else { return }
        hasBundle = true
        search.note(stored, at: .system, butNot: packaged ?? [], onlyKnown: packaged == nil)
      }
    }
    // Without the list of what came with the system nothing can be told from what was added.
    if !hasBundle || packaged == nil { leaveUnread(.system) }
    for (folder, depth) in [("/etc/ssl/certs", 0)] + Self.anchors.map({ ($0, 2) }) {
      look(at: .system) { search in
        try search.searchFolder(folder, butNot: packaged, depth: depth)
      }
    }
  }

  /// SHA-256 of the certificates that Debian's package brings; nil where there is none.
  private func packagedCertificates() throws -> Set<String>? {
    guard
      let list = try files.text("/var/lib/dpkg/info/ca-certificates.list", atMost: 1 << 20)
    else { return nil }
    let paths = list.lines.map(String.init).filter {
      $0.hasPrefix("/usr/share/ca-certificates/") && $0.hasSuffix(".crt")
    }
    let stored = try paths.prefix(2000).compactMap { try certificates($0) }
    let all = stored.flatMap(\.members).map(\.certificate.sha256)
    return all.isEmpty ? nil : Set(all)
  }

  private mutating func searchFolder(
    _ folder: String, butNot packaged: Set<String>?, depth: Int
  ) throws {
    let names = try files.names(in: folder)
    if names.count > Self.mostFiles { leaveUnread(.system) }
    for name in names.prefix(Self.mostFiles) {
      let path = "\(folder)/\(name)"
      // The names by hash are links to files beside them.
      if let target = files.target(ofLink: path), !target.contains("/") { continue }
      look(at: .system) { search in
        let kind = try search.files.status(of: path)?.kind
        if kind == .folder, depth > 0 {
          try search.searchFolder(path, butNot: packaged, depth: depth - 1)
        }
        guard kind != .folder, Self.isCertificate(name), let stored = try search.certificates(path)
        else { return }
        search.note(stored, at: .system, butNot: packaged ?? [], onlyKnown: packaged == nil)
      }
    }
  }

  /// Also by a hash and a number, as OpenSSL looks for it (openssl-rehash(1)).
  private static func isCertificate(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    let ending = String(name[name.index(after: dot)...])
    return endings.contains(ending) || UInt8(ending) != nil
  }

  /// A database of NSS, as Firefox, Thunderbird and Chromium have.
  mutating func search(_ profile: BrowserProfiles.Profile) throws {
    let path = "\(profile.path)/cert9.db"
    for log in ["\(path)-wal", "\(path)-journal"] where try files.status(of: log)?.size ?? 0 > 0 {
      return leaveUnread(profile.place)
    }
    guard let bytes = try files.bytes(path, atMost: 16 << 20) else {
      // The older form, which only NSS itself can read.
      if files.exists("\(profile.path)/cert8.db") { leaveUnread(profile.place) }
      return
    }
    for der in try trustedCertificates(in: bytes) {
      note(StoredCertificates(in: der), at: profile.place)
    }
  }

  /// The certificates that may vouch for sites: a trust object (CKO_NSS_TRUST, CE534353) says
  /// CKT_NSS_TRUSTED_DELEGATOR (CE534352) for CKA_TRUST_SERVER_AUTH (CE536358), and the certificate
  /// has the same issuer (81) and serial number (82) and its DER in 11 (pkcs11n.h, pkcs11t.h).
  private func trustedCertificates(in database: [UInt8]) throws -> [[UInt8]] {
    let tables = try rows(
      of: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'nssPublic'",
      in: database, atMost: 1)
    // Trust may be told in a newer kind of object one day (PKCS #11 3.2 has one): certificates, keys
    // and NSS's own kinds up to now are known.
    let others = try rows(
      of: """
        SELECT 1 FROM nssPublic WHERE a0 NOT IN
        (x'00000001', x'00000002', x'CE534351', x'CE534352', x'CE534353') LIMIT 1
        """, in: database, atMost: 1)
    guard !tables.isEmpty, others.isEmpty else { throw DatabaseUnreadable() }
    let found = try rows(
      of: """
        SELECT c.a11 FROM nssPublic AS t
        LEFT JOIN nssPublic AS c ON c.a0 = x'00000001' AND c.a81 = t.a81 AND c.a82 = t.a82
        WHERE t.a0 = x'CE534353' AND t.aCE536358 = x'CE534352'
        """, in: database, atMost: 1000)
    return try found.map { row in
      // Trust without a certificate cannot be judged.
      guard let der = row.first ?? nil else { throw DatabaseUnreadable() }
      return der
    }
  }

  /// What policies of browsers would install.
  mutating func search(_ policies: BrowserPolicies) throws {
    if !policies.isComplete || policies.hasChromiumCertificates { leaveUnread(.policy) }
    let folders = ["/usr/lib/mozilla/certificates", "/usr/lib64/mozilla/certificates"]
    for name in policies.firefoxCertificates.prefix(100) {
      let paths = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
      let stored = try paths.compactMap { try certificates($0) }
      if stored.isEmpty { leaveUnread(.policy) }
      for file in stored { note(file, at: .policy) }
    }
  }
}
