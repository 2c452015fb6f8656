internal import DNS
internal import Hygiene

/// Whether mail of the domain can be signed with a strong key (DKIM, RFC 6376 and 8301).
///
/// The names of the keys (selectors) cannot be found out: the person names them. Without one, only
/// that no selector exists at all can be told, and anything else is unknown.
struct OwnDKIM: DomainCheck {
  typealias Facts = DKIMFacts
  let id: CheckID = "own-dkim"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> DKIMFacts {
    var facts = DKIMFacts(domain: domain)
    let selectors = look.survey.selectors.prefix(8)
    if selectors.isEmpty {
      facts.above = try await look.ask("_domainkey.\(domain)", .a)
      let mail = try await look.ask(domain, .mx)
      facts.sendsMail = MailFacts.servers(mail) != ["."]
    } else {
      facts.keys = try await look.ask(selectors.map { "\($0)._domainkey.\(domain)" }, .txt)
    }
    return facts
  }
}
