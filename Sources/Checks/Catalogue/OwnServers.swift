internal import Hygiene

/// Whether the domain still works when one name server or one network fails (RFC 2182).
///
/// Two servers at least, in two networks at least; a /24 or a /48 counts as one. Servers that share a
/// provider or a place are not told apart.
struct OwnServers: DomainCheck {
  typealias Facts = ServersFacts
  let id: CheckID = "own-servers"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> ServersFacts {
    let zone = try await look.zone(of: domain)
    let found = try await look.all(ServersFacts.names(zone)) { try await look.addresses(of: $0) }
    return ServersFacts(domain, zone, found.map { (addresses: $0.found, word: $0.word) })
  }
}
