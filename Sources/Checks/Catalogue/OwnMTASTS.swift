internal import DNS
internal import Hygiene
internal import Platform

/// Whether other mail servers must encrypt what they bring to the domain (MTA-STS, RFC 8461).
///
/// Three things must fit: the record, the policy over HTTPS from the host `mta-sts` without any
/// redirect, and the mail servers that the domain names.
struct OwnMTASTS: DomainCheck {
  typealias Facts = MTASTSFacts
  let id: CheckID = "own-mta-sts"
  var probe = DomainProbe()

  func connections(for domain: String) -> [Contact] {
    [.web("mta-sts.\(domain)", probe.webPort)]
  }

  func facts(of domain: String, by look: DomainLook) async throws -> MTASTSFacts {
    let record = try await look.ask("_mta-sts.\(domain)", .txt)
    let page = try await look.page(.https, "mta-sts.\(domain)", "/.well-known/mta-sts.txt")
    var policy = MTASTSFacts.Fetched(
      word: page.word, stage: page.stage, status: page.head?.status)
    if page.head?.status == 200, page.isWhole {
      let text = String(decoding: page.body, as: UTF8.self)
      policy.lines = text.split(whereSeparator: \.isNewline).prefix(200).map {
        cleaned(String($0), atMost: 255)
      }
    }
    let mail = try await look.ask(domain, .mx)
    return MTASTSFacts(domain, record, policy, servers: MailFacts.receivers(mail))
  }
}
