import Hygiene
import Platform
import Testing

@testable import Checks

/// Texts as they stand in the DNS, and what the rules for mail make of them.
@Suite struct DomainMailRuleTests {
  /// `known` is what names below lead to: `txt NAME: TEXT`, `mx NAME: N`, `a NAME`, and nothing.
  private func spf(_ texts: [String], _ known: [String] = []) -> String {
    let lookups = known.map { line -> SPFFacts.Lookup in
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      let words = parts[0].split(separator: " ").map(String.init)
      let kind: SPFFacts.Lookup.Kind = words[0] == "txt" ? .txt : words[0] == "mx" ? .mx : .address
      let text = parts.count > 1 ? String(parts[1].dropFirst()) : ""
      let found =
        kind == .mx ? (0..<(Int(text) ?? 0)).map { "\($0) m." } : text.isEmpty ? [] : [text]
      return .init(kind: kind, answer: DomainAnswer(words[1], found, .nxdomain))
    }
    let facts = SPFFacts("d.example", DomainAnswer("d.example", texts), lookups)
    return words(facts)
  }

  private func words<Facts: DomainFacts>(_ facts: Facts) -> String {
    (facts.concluded.map(\.rawValue) + (facts.missing.map { ["missing \($0)"] } ?? []))
      .joined(separator: " ")
  }

  @Test(arguments: [
    (["v=spf1 -all"], "strict"),
    (["V=SPF1 -ALL"], "strict"),
    (["v=spf1"], "no-all"),
    (["v=spf1 "], "no-all"),
    (["v=spf1   ip4:192.0.2.0/24   -all  "], "strict"),
    (["v=spf10 -all"], "none"),
    (["v=spf1\t-all"], "none"),
    ([" v=spf1 -all"], "none"),
    (["google-site-verification=x", "v=spf1 -all"], "strict"),
    (["v=spf1 -all", "v=spf1 -all"], "several"),
    (["v=spf1 all"], "pass-all"),
    (["v=spf1 +all"], "pass-all"),
    (["v=spf1 ?all"], "neutral"),
    (["v=spf1 ~all"], "softfail"),
    (["v=spf1 -all ~all ?all"], "strict"),
    (["v=spf1 -all include:never.example"], "strict"),
    (["v=spf1 redirect=never.example -all"], "strict"),
    (["v=spf1 ip4:192.0.2.256 -all"], "syntax"),
    (["v=spf1 ip4:192.0.2.1/33 -all"], "syntax"),
    (["v=spf1 ip4:2001:db8::1 -all"], "syntax"),
    (["v=spf1 ip6:2001:db8::/129 -all"], "syntax"),
    (["v=spf1 ip6:2001:db8::/32 -all"], "strict"),
    (["v=spf1 a:/24 -all"], "syntax"),
    (["v=spf1 include -all"], "syntax"),
    (["v=spf1 include: -all"], "syntax"),
    (["v=spf1 all:x.example"], "syntax"),
    (["v=spf1 ipv4:192.0.2.1 -all"], "syntax"),
    (["v=spf1 -all; v=spf1"], "syntax"),
    (["v=spf1 redirect=a.example redirect=b.example"], "syntax"),
    (["v=spf1 x-unknown=%{i} -all"], "strict"),
    (["v=spf1 \u{FFFD}[31m -all"], "syntax"),
    (["v=spf1 ptr -all"], "strict ptr"),
    (["v=spf1 exists:%{i}.x.example -all"], "strict"),
    (["v=spf1 include:%{d}.x.example -all"], "macros"),
    (["v=spf1 redirect=%{d}.x.example"], "macros"),
  ])
  func oneSPFRecord(_ texts: [String], _ found: String) {
    #expect(spf(texts) == found)
  }

  @Test(arguments: [
    ("v=spf1 a/24//64 mx//64 -all", ["a d.example: 192.0.2.1", "mx d.example: 1"], "strict"),
    ("v=spf1 mx -all", ["mx d.example: 11"], "too-many"),
    ("v=spf1 include:a.example -all", ["txt a.example: v=spf1 +all"], "strict"),
    ("v=spf1 include:a.example -all", ["txt a.example: no spf here"], "broken-include"),
    ("v=spf1 include:a.example -all", ["txt a.example: v=spf1 nonsense"], "broken-include"),
    ("v=spf1 redirect=a.example", ["txt a.example: v=spf1 ~all"], "softfail"),
    ("v=spf1 redirect=A.EXAMPLE.", ["txt a.example: v=spf1 -all"], "strict"),
    ("v=spf1 redirect=a.example", ["txt a.example"], "broken-include"),
    ("v=spf1 include:d.example -all", ["txt d.example: v=spf1 include:d.example -all"], "too-many"),
    (
      "v=spf1 include:a.example -all",
      ["txt a.example: v=spf1 include:b.example", "txt b.example: v=spf1 include:a.example"],
      "too-many"
    ),
    ("v=spf1 a:x.example a:y.example -all", ["a x.example", "a y.example"], "strict"),
    (
      "v=spf1 a:x.example a:y.example mx -all",
      ["a x.example", "a y.example", "mx d.example"], "too-many-empty"
    ),
  ])
  func whatARecordLeadsTo(_ record: String, _ known: [String], _ found: String) {
    #expect(spf([record], known) == found)
  }

  @Test(arguments: [(10, "strict"), (11, "too-many")])
  func tenLookUpsAreAllowedAndOneMoreIsNot(_ count: Int, _ found: String) {
    let names = (1...count).map { "a\($0).example" }
    let record = "v=spf1 " + names.map { "a:\($0)" }.joined(separator: " ") + " -all"
    #expect(spf([record], names.map { "a \($0): 192.0.2.1" }) == found)
  }

  @Test func whatCouldNotBeAskedIsNeitherGoodNorBad() {
    let answer = DomainAnswer("d.example", [], .timeout)
    let record = DomainAnswer("d.example", ["v=spf1 redirect=a.example"])
    let silent = SPFFacts.Lookup(kind: .txt, answer: DomainAnswer("a.example", [], .timeout))
    #expect(SPFFacts("d.example", answer).outcome == .unknown(because: .timedOut))
    #expect(SPFFacts("d.example", record, [silent]).outcome == .unknown(because: .timedOut))
  }

  private func dmarc(_ walk: [String: [String]], _ domain: String = "d.example") -> String {
    let answers = DMARCFacts.names(for: domain).map {
      DomainAnswer($0, walk[$0] ?? [], .nxdomain)
    }
    return words(DMARCFacts(domain, answers))
  }

  @Test(arguments: [
    (["v=DMARC1; p=reject; rua=mailto:a@d.example"], "enforced"),
    (["v=DMARC1;p=QUARANTINE;rua=mailto:a@d.example!10m"], "enforced"),
    (["v = DMARC1 ; p = reject ; rua = mailto:a@d.example"], "enforced"),
    (["v=dmarc1; p=reject"], "none"),
    (["v=DMARC12; p=reject"], "none"),
    (["p=reject; v=DMARC1"], "none"),
    (["V=DMARC1; p=reject; rua=mailto:a@d.example"], "enforced"),
    (["v=DMARC1"], "watching no-reports"),
    (["v=DMARC1; p=drop; rua=mailto:a@d.example"], "watching"),
    (["v=DMARC1; p=none; rua=mailto:a@d.example"], "watching"),
    (["v=DMARC1; p=reject; rua=ftp://x"], "enforced no-reports"),
    (["v=DMARC1; p=reject; pct=0; rua=mailto:a@d.example"], "partly"),
    (["v=DMARC1; p=reject; pct=100; rua=mailto:a@d.example"], "enforced"),
    (["v=DMARC1; p=reject; t=y; rua=mailto:a@d.example"], "testing"),
    (["v=DMARC1; p=reject; sp=none; rua=mailto:a@d.example"], "enforced open-subdomains"),
    (["v=DMARC1; unknown; p=reject; zz=1; rua=mailto:a@d.example"], "enforced"),
    (["v=DMARC1; p=reject", "v=DMARC1; p=reject"], "several"),
    (["other text", "v=DMARC1; p=reject; rua=mailto:a@d.example"], "enforced"),
    ([], "none"),
  ])
  func oneDMARCRecord(_ texts: [String], _ found: String) {
    #expect(dmarc(["_dmarc.d.example": texts]) == found)
  }

  @Test(arguments: [
    // The highest record below the top counts, with what it says of names below.
    (
      ["_dmarc.d.example": ["v=DMARC1; p=none; sp=reject; rua=mailto:a@d.example"]],
      "enforced inherited"
    ),
    (
      [
        "_dmarc.b.d.example": ["v=DMARC1; p=none; rua=mailto:a@d.example"],
        "_dmarc.d.example": ["v=DMARC1; p=reject; rua=mailto:a@d.example"],
      ], "enforced inherited"
    ),
    (
      [
        "_dmarc.b.d.example": ["v=DMARC1; p=none; psd=n; rua=mailto:a@d.example"],
        "_dmarc.d.example": ["v=DMARC1; p=reject; rua=mailto:a@d.example"],
      ], "watching inherited"
    ),
    (
      [
        "_dmarc.b.d.example": ["v=DMARC1; p=reject; rua=mailto:a@d.example"],
        "_dmarc.d.example": ["v=DMARC1; p=none; psd=y; rua=mailto:a@d.example"],
      ], "enforced inherited"
    ),
    // Two records at one name are none there.
    (
      [
        "_dmarc.b.d.example": ["v=DMARC1; p=none", "v=DMARC1; p=none"],
        "_dmarc.d.example": ["v=DMARC1; p=reject; rua=mailto:a@d.example"],
      ], "enforced inherited"
    ),
  ])
  func theParentsRecordCounts(_ walk: [String: [String]], _ found: String) {
    #expect(dmarc(walk, "a.b.d.example") == found)
  }

  @Test func atMostEightNamesAreAskedForDMARC() {
    let deep = "a.b.c.d.e.f.g.h.i.j.example"
    #expect(
      DMARCFacts.names(for: deep) == [
        "_dmarc.\(deep)", "_dmarc.e.f.g.h.i.j.example", "_dmarc.f.g.h.i.j.example",
        "_dmarc.g.h.i.j.example", "_dmarc.h.i.j.example", "_dmarc.i.j.example",
        "_dmarc.j.example", "_dmarc.example",
      ])
    #expect(DMARCFacts.names(for: "d.example") == ["_dmarc.d.example", "_dmarc.example"])
  }

  @Test(arguments: [
    ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "strong"),
    ("v=DKIM1;k=ed25519;p=11qYAYKxCrfVS/7TyWQHOg7h cvPapiMlrwIaaPcHURo=;", "strong"),
    ("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "strong"),
    ("v=DKIM1; k=ed25519; t=s; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "strong"),
    (
      "v=DKIM1; k=ed25519; t=s : y; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      "strong testing"
    ),
    ("v=DKIM1; k=ed25519; p=11qY", "unreadable"),
    ("v=DKIM1; k=rsa; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "unreadable"),
    ("v=DKIM2; p=", "unreadable"),
    ("k=rsa; v=DKIM1; p=", "unreadable"),
    ("v=DKIM1", "unreadable"),
    ("v=DKIM1; p=", "revoked"),
    ("v=DKIM1; p=; p=", "unreadable"),
    ("v=DKIM1; k=rsa; p=====", "unreadable"),
    ("\u{FFFD}[2Jv=DKIM1; p=", "unreadable"),
  ])
  func oneDKIMKey(_ text: String, _ found: String) {
    let answer = DomainAnswer("s._domainkey.d.example", [text])
    #expect(words(DKIMFacts(domain: "d.example", keys: [answer])) == found)
  }

  @Test(arguments: [
    (["version: STSv1", "mode: enforce", "mx: mail.d.example", "max_age: 604800"], "enforced"),
    (["version:STSv1", "mode:enforce", "mx:*.d.example", "max_age:31557600", ""], "enforced"),
    (["mx: mail.d.example", "max_age: 86400", "mode: enforce", "version: STSv1"], "enforced"),
    (
      ["version: STSv1", "mode: enforce", "mx: MAIL.d.example.", "max_age: 86400", "x: y"],
      "enforced"
    ),
    (
      ["version: STSv1", "mode: enforce", "mx: *.example", "max_age: 86400"],
      "enforced other-server"
    ),
    (
      ["version: STSv1", "mode: enforce", "mx: *.mail.d.example", "max_age: 86400"],
      "enforced other-server"
    ),
    (["version: STSv1", "mode: testing", "mx: mail.d.example", "max_age: 1"], "testing short"),
    (["version: STSv1", "mode: none", "max_age: 86400"], "off"),
    (["version: STSv1", "mode: enforce", "max_age: 86400"], "wrong-policy"),
    (["version: STSv2", "mode: enforce", "mx: mail.d.example", "max_age: 86400"], "wrong-policy"),
    (["version: STSv1", "mode: Enforce", "mx: mail.d.example", "max_age: 86400"], "wrong-policy"),
    (["version: STSv1", "mode: enforce", "mx: m*.d.example", "max_age: 86400"], "wrong-policy"),
    (
      ["version: STSv1", "mode: enforce", "mx: mail.d.example", "max_age: 31557601"], "wrong-policy"
    ),
    (["version: STSv1", "mode: enforce", "mx: mail.d.example", "max_age: -1"], "wrong-policy"),
    (["<html>"], "wrong-policy"),
    ([], "wrong-policy"),
  ])
  func oneMTASTSPolicy(_ lines: [String], _ found: String) {
    let facts = MTASTSFacts(
      "d.example", DomainAnswer("_mta-sts.d.example", ["v=STSv1; id=20261101"]),
      .init(status: 200, lines: lines), servers: ["mail.d.example"])
    #expect(words(facts) == found)
  }

  @Test(arguments: [
    (["v=STSv1; id=a1;"], "no-policy"),
    (["v=STSv1;id=a1"], "no-policy"),
    (["v=STSv1; id=" + String(repeating: "a", count: 33)], "wrong-record"),
    (["v=STSv1; id="], "wrong-record"),
    (["v=STSv1"], "wrong-record"),
    (["v=STSv1; id=a1", "v=STSv1; id=a2"], "several"),
    (["V=STSV1; id=a1"], "none"),
  ])
  func oneMTASTSRecord(_ texts: [String], _ found: String) {
    let facts = MTASTSFacts(
      "d.example", DomainAnswer("_mta-sts.d.example", texts),
      .init(word: .nxdomain, stage: .resolve), servers: ["mail.d.example"])
    #expect(words(facts) == found)
  }

  @Test(arguments: [
    ("v=TLSRPTv1; rua=mailto:a@d.example", "wanted"),
    ("v=TLSRPTv1;rua=mailto:a@d.example,https://r.example/x", "wanted"),
    ("v=TLSRPTv1; rua=mailto:nobody", "invalid"),
    ("v=TLSRPTv1; rua=http://r.example/", "invalid"),
    ("v=TLSRPTv1; rua=", "invalid"),
    ("v=TLSRPTv1", "invalid"),
    ("v=tlsrptv1; rua=mailto:a@d.example", "none"),
  ])
  func oneTLSReportsRecord(_ text: String, _ found: String) {
    let answer = DomainAnswer("_smtp._tls.d.example", [text])
    #expect(words(TLSReportsFacts("d.example", answer, takesMail: true)) == found)
  }

  @Test func mailServersAreReadByPreference() {
    let answer = DomainAnswer("d.example", ["20 b.d.example.", "5 A.d.example.", "x y", "7"])
    #expect(MailFacts.servers(answer) == ["a.d.example", "b.d.example"])
    #expect(MailFacts.receivers(DomainAnswer("d.example", ["0 ."])) == [])
  }
}
