internal import Hygiene
internal import Platform

private let desk = "desk.example"

private func answer(
  _ name: String, _ texts: [String] = [], _ word: FailureWord = .nxdomain
) -> DomainAnswer { DomainAnswer(name, texts, word) }

extension SPFFacts {
  static var cases: [(SPFFacts, Outcome)] {
    [
      (spf("v=spf1 mx ip4:192.0.2.0/24 -all", mx: ["10 mail.desk.example."]), .good),
      (spf("v=spf1 -all"), .good),
      (spf("v=spf1 ip4:192.0.2.1 ~all"), .concern),
      (spf("v=spf1 ptr -all"), .concern),
      (SPFFacts(desk, answer(desk)), .problem),
      (SPFFacts(desk, answer(desk, ["v=spf1 -all", "v=spf1 mx ~all"])), .problem),
      (spf("v=spf1 ip4:192.0.2.300 -all"), .problem),
      (spf("v=spf1 +all"), .problem),
      (spf("v=spf1 mx ?all", mx: ["10 mail.desk.example."]), .problem),
      (spf("v=spf1 ip4:192.0.2.1"), .problem),
      (spf("v=spf1 include:gone.example -all"), .problem),
      (spf("v=spf1 include:50%%.spf.example -all"), .unknown(because: "macros")),
      // A record that includes itself never ends.
      (spf("v=spf1 include:desk.example -all", loop: true), .problem),
      (spf("v=spf1 a:x1.example a:x2.example a:x3.example -all"), .problem),
      (SPFFacts(desk, answer(desk, [], .timeout)), .unknown(because: .timedOut)),
    ]
  }

  private static func spf(
    _ record: String, mx: [String] = [], loop: Bool = false
  ) -> SPFFacts {
    var lookups = [Lookup(kind: .mx, answer: answer(desk, mx))]
    lookups.append(Lookup(kind: .txt, answer: answer("gone.example")))
    lookups += (1...3).map { Lookup(kind: .address, answer: answer("x\($0).example")) }
    if loop { lookups.append(Lookup(kind: .txt, answer: answer(desk, [record]))) }
    return SPFFacts(desk, answer(desk, [record]), lookups)
  }
}

extension DKIMFacts {
  static var cases: [(DKIMFacts, Outcome)] {
    [
      (dkim("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), .good),
      (dkim("v=DKIM1; k=rsa; p=\(shortKey)"), .concern),
      (dkim("v=DKIM1; k=ed25519; t=y; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), .concern),
      (dkim("v=DKIM1; p="), .problem),
      (dkim("k=rsa; p=\(tinyKey)"), .problem),
      (dkim("v=DKIM1; p=not base64!"), .problem),
      (DKIMFacts(domain: desk, keys: [answer(name)]), .problem),
      (DKIMFacts(domain: desk, keys: [answer(name, ["p=a", "p=b"])]), .problem),
      (DKIMFacts(domain: desk, above: answer("_domainkey.desk.example")), .problem),
      (DKIMFacts(domain: desk, above: answer("_domainkey.desk.example"), sendsMail: false), .good),
      (
        DKIMFacts(domain: desk, above: answer("_domainkey.desk.example", [], .noData)),
        .unknown(because: "selector-needed")
      ),
      (
        DKIMFacts(domain: desk, keys: [answer(name, [], .servfail)]), .unknown(because: "no-answer")
      ),
    ]
  }

  private static let name = "sel1._domainkey.desk.example"
  private static func dkim(_ text: String) -> DKIMFacts {
    DKIMFacts(domain: desk, keys: [answer(name, [text])])
  }
  private static let shortKey =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7eaz9eSxnOX39hFmg4jCMH/vgTK3eT+L2bl9Gqu8obB8YyvSQExUTIbkk"
    + "CEMTkk/SJDNuXN1rXXVH4+nYPP8hV0k7fHPKbzUUojd2A+o70NiP5tOgPjfD3DFuoRHwv13vGtiaTLO6yp6wOgtwQM9BQE"
    + "Zp5RSXQqhDM8Gd9vvMlwIDAQAB"
  private static let tinyKey =
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALrUo+gsA0txLrMY"
}

extension DMARCFacts {
  static var cases: [(DMARCFacts, Outcome)] {
    let reports = "rua=mailto:dmarc@desk.example"
    return [
      (dmarc(["v=DMARC1; p=reject; \(reports)"]), .good),
      (dmarc(["v=DMARC1; p=quarantine; pct=50; \(reports)"]), .concern),
      (dmarc(["v=DMARC1; p=quarantine; t=y; \(reports)"]), .concern),
      (dmarc(["v=DMARC1; p=reject"]), .concern),
      (dmarc(["v=DMARC1; p=reject; sp=none; \(reports)"]), .concern),
      (dmarc(["v=DMARC1; p=none; \(reports)"]), .problem),
      (dmarc(["v=DMARC1; p=reject", "v=DMARC1; p=none"]), .problem),
      (dmarc([]), .problem),
      (
        DMARCFacts(
          "news.desk.example",
          [
            answer("_dmarc.news.desk.example"),
            answer("_dmarc.desk.example", ["v=DMARC1; p=reject; \(reports)"]),
            answer("_dmarc.example"),
          ]), .good
      ),
      (
        DMARCFacts(
          desk,
          [answer("_dmarc.desk.example", ["v=DMARC1; p=reject; rua=mailto:a@reports.example"])],
          [answer("desk.example._report._dmarc.reports.example")]), .concern
      ),
      (
        DMARCFacts(desk, [answer("_dmarc.desk.example", [], .timeout)]),
        .unknown(because: .timedOut)
      ),
    ]
  }

  private static func dmarc(_ texts: [String]) -> DMARCFacts {
    DMARCFacts(desk, [answer("_dmarc.desk.example", texts), answer("_dmarc.example")])
  }
}

extension MTASTSFacts {
  static var cases: [(MTASTSFacts, Outcome)] {
    let absent = Fetched(word: .nxdomain, stage: .resolve)
    return [
      (sts(policy("mode: enforce", "mx: *.desk.example")), .good),
      (sts(policy("mode: testing", "mx: mail.desk.example")), .concern),
      (sts(policy("mode: enforce", "mx: mail.desk.example", age: "3600")), .concern),
      (sts(policy("mode: none")), .concern),
      (sts(policy("mode: enforce", "mx: desk.example")), .problem),
      (sts(policy("mode: enforce", "mx: mail.desk.example", age: "a day")), .problem),
      (sts(policy("mode: enforce", "mx: mail.desk.example"), []), .problem),
      (sts(absent), .problem),
      (sts(Fetched(word: .wrongName, stage: .certificate)), .problem),
      (sts(Fetched(status: 302)), .problem),
      (sts(absent, ["v=STSv1; id=1", "v=STSv1; id=2"]), .problem),
      (sts(absent, ["v=STSv1; id=2026-11"]), .problem),
      (sts(absent, []), .concern),
      (
        MTASTSFacts(desk, answer("_mta-sts.desk.example"), absent, servers: []),
        .skipped(because: .notPresent)
      ),
      (sts(Fetched(word: .timeout, stage: .connect)), .unknown(because: .timedOut)),
    ]
  }

  private static func sts(
    _ policy: Fetched, _ records: [String] = ["v=STSv1; id=20261101"]
  ) -> MTASTSFacts {
    MTASTSFacts(
      desk, answer("_mta-sts.desk.example", records), policy, servers: ["mail.desk.example"])
  }

  private static func policy(_ lines: String..., age: String = "604800") -> Fetched {
    Fetched(status: 200, lines: ["version: STSv1"] + lines + ["max_age: \(age)"])
  }
}

extension TLSReportsFacts {
  static var cases: [(TLSReportsFacts, Outcome)] {
    [
      (reports(["v=TLSRPTv1; rua=mailto:tls@desk.example"]), .good),
      (reports(["v=TLSRPTv1; rua=https://reports.example/tls"]), .good),
      (reports([]), .concern),
      (reports(["v=TLSRPTv1;"]), .problem),
      (
        reports(["v=TLSRPTv1; rua=mailto:a@b.example", "v=TLSRPTv1; rua=mailto:c@d.example"]),
        .problem
      ),
      (
        TLSReportsFacts(desk, answer("_smtp._tls.desk.example"), takesMail: false),
        .skipped(because: .notPresent)
      ),
      (
        TLSReportsFacts(desk, answer("_smtp._tls.desk.example", [], .refused), takesMail: true),
        .unknown(because: "no-answer")
      ),
    ]
  }

  private static func reports(_ texts: [String]) -> TLSReportsFacts {
    TLSReportsFacts(desk, answer("_smtp._tls.desk.example", texts), takesMail: true)
  }
}

extension MailFacts {
  static var cases: [(MailFacts, Outcome)] {
    [
      (mail { $0.tls = DomainTLS() }, .good),
      (
        mail {
          $0.tls = DomainTLS()
          $0.pinned = ["3 1 1 cd34"]
        }, .good
      ),
      (MailFacts(desk, answer(desk, ["0 ."])), .good),
      (
        mail {
          $0.tls = DomainTLS()
          $0.tls?.word = .wrongName
        }, .concern
      ),
      (mail { $0.offersTLS = false }, .problem),
      (
        mail {
          $0.tls = DomainTLS()
          $0.pinned = ["3 1 1 ffff"]
        }, .problem
      ),
      (
        mail { ($0.word, $0.stage, $0.offersTLS) = (.timeout, .connect, nil) },
        .unknown(because: "port-closed")
      ),
      (
        mail { ($0.word, $0.stage, $0.offersTLS) = (.eof, .read, nil) },
        .unknown(because: "no-answer")
      ),
      (MailFacts(desk, answer(desk)), .skipped(because: .notPresent)),
    ]
  }

  private static func mail(_ change: (inout MailTalk) -> Void) -> MailFacts {
    var talk = MailTalk("mail.desk.example")
    talk.offersTLS = true
    change(&talk)
    return MailFacts(desk, answer(desk, ["10 mail.desk.example."]), [talk])
  }
}
