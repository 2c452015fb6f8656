internal import DNS
internal import Hygiene
internal import Platform

/// Whether readers and mail that come by IPv6 reach the domain: site, name servers and mail servers.
///
/// An address that nobody answers at is worse than none: visitors wait. From a network without IPv6
/// that cannot be told.
struct OwnIPv6: DomainCheck {
  typealias Facts = IPv6Facts
  let id: CheckID = "own-ipv6"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] {
    [
      .web(domain, probe.webPort), Contact(host: domain, port: probe.mailPort, visible: .mail),
      Contact(host: domain, port: probe.namePort, visible: .servers),
    ]
  }

  func facts(of domain: String, by look: DomainLook) async throws -> IPv6Facts {
    var facts = IPv6Facts(domain: domain)
    let site = try await look.addresses(of: domain)
    // A domain for mail alone has no site.
    if !site.found.isEmpty {
      facts.services.append(try await look.service(.web, [domain], probe.webPort))
    }
    let zone = try await look.zone(of: domain)
    let servers = ServersFacts.names(zone)
    if !servers.isEmpty {
      facts.services.append(try await look.service(.names, servers, probe.namePort))
    }
    let exchanges = try await look.ask(domain, .mx)
    let mail = MailFacts.receivers(exchanges).prefix(MailFacts.most)
    if !mail.isEmpty {
      facts.services.append(try await look.service(.mail, Array(mail), probe.mailPort))
    }
    facts.word = [site.word, zone.word, exchanges.word].lazy.compactMap { $0 }
      .first { $0 != .nxdomain && $0 != .noData }
    return facts
  }
}

extension DomainLook {
  fileprivate func service(
    _ kind: IPv6Facts.Service.Kind, _ names: [String], _ port: UInt16
  ) async throws -> IPv6Facts.Service {
    var service = IPv6Facts.Service(kind: kind)
    let answers = try await ask(names, .aaaa)
    let addresses = answers.flatMap { $0.texts.compactMap { IPAddress($0) } }
    service.tries = try await all(addresses.prefix(4)) { address in
      let word = await reach(Endpoint(address, port: port))
      return IPv6Facts.Service.Try(address: address.description, word: word)
    }
    if addresses.isEmpty { service.word = answers.lazy.compactMap(\.word).first }
    return service
  }
}
