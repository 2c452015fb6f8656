internal import Hygiene

/// Whether a visitor who comes without HTTPS is led to it at once, and by nobody away from it.
///
/// Good is a lasting redirect (301, 308) to HTTPS on the same host first, so that its HSTS counts; or
/// a closed port.
struct OwnHTTPS: DomainCheck {
  typealias Facts = HTTPSFacts
  let id: CheckID = "own-https"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] {
    [.web(domain, probe.webPort), .web(domain, probe.clearPort)]
  }

  func facts(of domain: String, by look: DomainLook) async throws -> HTTPSFacts {
    let clear = HTTPSFacts.Answer(try await look.page(.http, domain))
    let encrypted = HTTPSFacts.Answer(try await look.page(.https, domain))
    return HTTPSFacts(domain, clear: clear, encrypted: encrypted)
  }
}
