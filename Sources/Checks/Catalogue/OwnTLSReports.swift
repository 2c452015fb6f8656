internal import DNS
internal import Hygiene

/// Whether the domain hears of mail that could not be delivered encrypted (TLS-RPT, RFC 8460).
struct OwnTLSReports: DomainCheck {
  typealias Facts = TLSReportsFacts
  let id: CheckID = "own-tls-rpt"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> TLSReportsFacts {
    let record = try await look.ask("_smtp._tls.\(domain)", .txt)
    let mail = try await look.ask(domain, .mx)
    return TLSReportsFacts(
      domain, record, takesMail: !MailFacts.receivers(mail).isEmpty || mail.missing != nil)
  }
}
