internal import DNS
internal import Hygiene
internal import Platform

/// Whether whoever finds a hole in the site learns whom to tell (`security.txt`, RFC 9116).
///
/// Nobody must have such a file; one that is out of date or names nobody is worse than none.
struct OwnSecurityText: DomainCheck {
  typealias Facts = SecurityTextFacts
  let id: CheckID = "own-security-txt"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] { [.web(domain, probe.webPort)] }

  func facts(of domain: String, by look: DomainLook) async throws -> SecurityTextFacts {
    let first = try await look.page(.https, domain, "/.well-known/security.txt")
    var second: DomainPage?
    if first.word == nil, first.head?.status != 200 {
      second = try await look.page(.https, domain, "/security.txt")
    }
    return SecurityTextFacts(domain, first, second, on: look.world.clock.now)
  }
}
