internal import DNS
internal import Hygiene

/// Whether the domain says who may issue certificates for it (CAA, RFC 8659).
///
/// The nearest name upwards that has such records counts. The issuer of the present certificate is
/// compared with them where its name in such records is known.
struct OwnCAA: DomainCheck {
  typealias Facts = CAAFacts
  let id: CheckID = "own-caa"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] { [.web(domain, probe.webPort)] }

  func facts(of domain: String, by look: DomainLook) async throws -> CAAFacts {
    var climb: [DomainAnswer] = []
    for name in DomainNames.upwards(from: domain).prefix(8) {
      climb.append(try await look.ask(name, .caa))
      if climb.last.map({ !$0.isAbsent }) ?? true { break }
    }
    let tls = try await look.page(.https, domain).tls
    let isGenuine = tls.map { $0.word == nil } ?? false
    return CAAFacts(
      domain, climb, issuer: isGenuine ? tls?.issuer : nil,
      isWildcard: tls?.names.contains { $0.hasPrefix("*.") } ?? false)
  }
}
