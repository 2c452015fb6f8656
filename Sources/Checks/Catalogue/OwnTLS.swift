internal import Hygiene

/// Whether the certificates of the domain and of `www.` below it are in order, and which versions of
/// TLS they speak.
///
/// Genuine means a chain to an authority that everybody's browser knows, by its key. TLS 1.0 and 1.1
/// are tried on a connection of their own.
struct OwnTLS: DomainCheck {
  typealias Facts = DomainTLSFacts
  let id: CheckID = "own-tls"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] {
    names(of: domain).map { .web($0, probe.webPort) }
  }

  func facts(of domain: String, by look: DomainLook) async throws -> DomainTLSFacts {
    let hosts = try await look.all(names(of: domain)) { name -> DomainTLSFacts.Host? in
      let page = try await look.page(.https, name)
      // Not everybody has a `www.`.
      if name != domain, page.stage == .resolve { return nil }
      var host = DomainTLSFacts.Host(host: name, tls: page.tls)
      if page.tls == nil {
        host.word = page.word
      } else {
        host.takesObsolete = try await look.takesObsoleteTLS(name)
      }
      return host
    }
    return DomainTLSFacts(domain, hosts.compactMap { $0 })
  }

  private func names(of domain: String) -> [String] {
    domain.hasPrefix("www.") ? [domain] : [domain, "www.\(domain)"]
  }
}
