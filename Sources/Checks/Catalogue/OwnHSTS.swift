internal import Hygiene

/// Whether browsers are told to accept nothing but HTTPS from the site, for a year at least (HSTS,
/// RFC 6797).
///
/// The header counts only over a genuine connection, and only the first one.
struct OwnHSTS: DomainCheck {
  typealias Facts = HSTSFacts
  let id: CheckID = "own-hsts"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] { [.web(domain, probe.webPort)] }

  func facts(of domain: String, by look: DomainLook) async throws -> HSTSFacts {
    let page = try await look.page(.https, domain)
    let headers = page.head?.headers.filter { $0.name == "strict-transport-security" } ?? []
    return HSTSFacts(domain, headers: headers.map(\.value), word: page.word)
  }
}
