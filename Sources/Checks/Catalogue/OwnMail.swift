internal import DNS
internal import Hygiene

/// Whether the domain's mail servers encrypt, with a certificate that fits or is pinned in the DNS
/// (STARTTLS, RFC 3207; DANE, RFC 7672).
///
/// Many providers keep their customers from port 25: then it is unknown. Pins count only where the
/// resolver says that it validated them.
struct OwnMail: DomainCheck {
  typealias Facts = MailFacts
  let id: CheckID = "own-mail"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] {
    [Contact(host: domain, port: probe.mailPort, visible: .mail)]
  }

  func facts(of domain: String, by look: DomainLook) async throws -> MailFacts {
    let answer = try await look.ask(domain, .mx)
    let talks = try await look.all(MailFacts.receivers(answer).prefix(MailFacts.most)) { server in
      var talk = try await look.mail(with: server)
      talk.pinned = try await look.pins(of: server)
      return talk
    }
    return MailFacts(domain, answer, talks)
  }
}

extension DomainLook {
  /// The validated TLSA records of a mail server.
  fileprivate func pins(of server: String) async throws -> [String] {
    guard let question = try? DNSQuestion("_25._tcp.\(server)", .tlsa, dnssecOK: true),
      let answer = try await answers(to: [question]).first, let reply = answer.reply,
      reply.flags.contains(.authenticData)
    else { return [] }
    return Array(DomainAnswer(server, answer, .tlsa).texts.prefix(8))
  }
}
