import Hygiene
import Platform
import Testing

@testable import Checks

/// Heads, records and files as they come, and what the rules for sites and names make of them.
@Suite struct DomainWebRuleTests {
  private func words<Facts: DomainFacts>(_ facts: Facts) -> String {
    (facts.concluded.map(\.rawValue) + (facts.missing.map { ["missing \($0)"] } ?? []))
      .joined(separator: " ")
  }

  @Test(arguments: [
    ("max-age=31536000; includeSubDomains", "long"),
    ("MAX-AGE=31536000 ; INCLUDESUBDOMAINS", "long"),
    ("includeSubDomains; max-age=\"31536000\"; preload", "long"),
    ("max-age=31535999; includeSubDomains", "short"),
    ("max-age=99999999999999999999999", "long no-subdomains"),
    ("max-age=0; includeSubDomains", "zero"),
    ("max-age=-1", "invalid"),
    ("max-age=1e9", "invalid"),
    ("max-age = 31536000;;", "long no-subdomains"),
    ("max-age=31536000; max-age=31536000", "invalid"),
    ("includeSubDomains; includeSubDomains; max-age=31536000", "invalid"),
    ("includeSubDomains", "invalid"),
    ("", "invalid"),
    ("max-age=\"31536000", "invalid"),
    ("\u{1B}[31mmax-age=1", "invalid"),
  ])
  func oneHSTSHeader(_ value: String, _ found: String) {
    #expect(words(HSTSFacts("d.example", headers: [value])) == found)
  }

  @Test func onlyTheFirstHSTSHeaderCounts() {
    let facts = HSTSFacts("d.example", headers: ["max-age=0", "max-age=31536000"])
    #expect(words(facts) == "zero")
  }

  @Test(arguments: [
    ("0 issue letsencrypt.org", "named"),
    ("0 ISSUE LetsEncrypt.ORG.", "named"),
    ("0 issue  letsencrypt.org ; accounturi=https://x", "named"),
    ("0 issue other.example", "named other-issuer"),
    ("0 issue ;", "nobody other-issuer"),
    ("0 issue ", "nobody other-issuer"),
    ("0 issuewild letsencrypt.org", "none"),
    ("128 issue letsencrypt.org", "named"),
    ("128 policy x", "unknown-critical none"),
    ("0 policy x", "none"),
    ("nonsense", "none"),
  ])
  func oneCAARecord(_ text: String, _ found: String) {
    let facts = CAAFacts(
      "d.example", [DomainAnswer("d.example", [text])], issuer: "CN=R11,O=Let's Encrypt,C=US")
    #expect(words(facts) == found)
  }

  @Test(arguments: [
    ("CN=WR2,O=Google Trust Services,C=US", ["pki.goog"]),
    ("CN=X,O=GoDaddy.com\\, Inc.,C=US", ["godaddy.com", "starfieldtech.com"]),
    ("CN=O=Let's Encrypt", nil), ("CN=Office CA", nil), ("", nil),
  ])
  func knownIssuersHaveTheirNames(_ issuer: String, _ names: [String]?) {
    #expect(KnownIssuers.names(ofIssuer: issuer)?.sorted() == names)
  }

  private func page(
    _ status: Int, _ body: String = "", _ type: String = "text/plain"
  ) -> DomainPage {
    var page = DomainPage()
    page.head = HTTPHead(status: status, headers: [("content-type", type)])
    (page.body, page.isWhole) = (Array(body.utf8), true)
    return page
  }

  private func securityText(_ body: String, _ type: String = "text/plain") throws -> String {
    let day = try #require(Timestamp("2026-11-24T06:10:00Z"))
    return words(SecurityTextFacts("d.example", page(200, body, type), nil, on: day))
  }

  @Test(arguments: [
    ("Contact: mailto:a@d.example\nExpires: 2027-01-01T00:00:00Z\n", "complete"),
    ("Contact: mailto:a@d.example\r\nExpires: 2027-01-01T00:00:00.000Z\r\n", "complete"),
    ("contact:https://d.example/c\nEXPIRES: 2027-01-01t00:00:00z\n# Expires: x\n", "complete"),
    ("Contact: a\nContact: b\nExpires: 2026-11-24T11:09:00+05:00\n", "expired"),
    ("Contact: a\nExpires: 2026-11-24T11:11:00+05:00\n", "complete"),
    ("Contact: a\nExpires: 2027-11-26T00:00:00Z\n", "far"),
    ("Contact: a\nExpires: 2027-01-01T00:00:00Z\nExpires: 2027-01-01T00:00:00Z\n", "no-expires"),
    ("Contact: a\nExpires: next year\n", "no-expires"),
    ("Contact: a\nExpires: 2027-02-30T00:00:00Z\n", "no-expires"),
    ("Contact:\nExpires: 2027-01-01T00:00:00Z\n", "no-contact"),
    ("", "no-contact no-expires"),
    (
      """
      -----BEGIN PGP SIGNED MESSAGE-----
      Hash: SHA512
      Contact: mailto:hidden@d.example

      - Contact: mailto:a@d.example
      Expires: 2027-01-01T00:00:00Z
      -----BEGIN PGP SIGNATURE-----
      Expires: 2020-01-01T00:00:00Z
      """, "complete"
    ),
    ("\u{1B}]0;x\u{7}Contact: a\nExpires: 2027-01-01T00:00:00Z\n", "no-contact"),
  ])
  func oneSecurityText(_ body: String, _ found: String) throws {
    #expect(try securityText(body) == found)
  }

  @Test func aPageForPeopleIsNoSecurityText() throws {
    #expect(try securityText("<html>", "text/html; charset=utf-8") == "lacking")
  }

  @Test(arguments: [
    (301, "https://d.example/", "forced"), (308, "HTTPS://D.EXAMPLE", "forced"),
    (301, "https://d.example:443/x", "forced"), (307, "https://d.example/", "temporary"),
    (301, "https://d.example.evil.example/", "other-host"),
    (301, "https://www.d.example/", "other-host"), (301, "/start", "in-clear"),
    (301, "//d.example/", "in-clear"), (301, nil, "no-redirect"), (200, nil, "in-clear"),
    (204, nil, "in-clear"), (403, nil, "no-redirect"), (503, nil, "no-redirect"),
  ])
  func oneAnswerInClear(_ status: Int, _ location: String?, _ found: String) {
    let clear = HTTPSFacts.Answer(status: status, location: location)
    let facts = HTTPSFacts("d.example", clear: clear, encrypted: .init(status: 200))
    #expect(words(facts) == found)
  }

  @Test(arguments: [
    ("3 1 1 cd34", true), ("3 1 1 CD 34", true), ("3 0 1 ab12", true), ("3 1 1 ab12", false),
    ("3 1 2 cd34", nil), ("2 1 1 cd34", nil),
  ])
  func onePin(_ text: String, _ fits: Bool?) throws {
    #expect(try #require(TLSAPin(text)).fits(DomainTLS()) == fits)
  }

  @Test(arguments: ["1 1 1 cd34", "0 1 1 cd34", "3 1 1", "x", ""])
  func whatIsNoPinForMail(_ text: String) {
    #expect(TLSAPin(text) == nil)
  }

  @Test(arguments: [
    (["192.0.2.1", "192.0.2.200"], "one-network"), (["192.0.2.1", "192.0.3.1"], "spread"),
    (["2001:db8:1::1", "2001:db8:1:2::1"], "one-network"),
    (["2001:db8:1::1", "2001:db8:2::1"], "spread"),
    // One IPv4 and one IPv6 network may be the same one.
    (["192.0.2.1", "2001:db8:1::1"], "one-network"),
  ])
  func networksAreTold(_ addresses: [String], _ found: String) {
    let zone = DomainAnswer("d.example", ["ns1.d.example.", "ns2.d.example."])
    let facts = ServersFacts(
      "d.example", zone, addresses.map { (IPAddress($0).map { [$0] } ?? [], nil) })
    #expect(words(facts) == found)
  }

  @Test(arguments: [
    ([("content-length", "5")], "hello, more", "hello", true),
    ([("content-length", "9")], "hello", "hello", false),
    ([("content-length", "5"), ("content-length", "6")], "hello", "", false),
    ([("content-length", "+5")], "hello", "", false),
    ([], "hello", "hello", true),
    ([("transfer-encoding", "chunked")], "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello", true),
    ([("transfer-encoding", "Chunked")], "5\nhello\n0\n\n", "hello", true),
    ([("transfer-encoding", "chunked")], "5\r\nhel", "hel", false),
    ([("transfer-encoding", "chunked")], "zz\r\nhello", "", false),
    ([("transfer-encoding", "chunked")], "ffffffffff\r\nhello", "", false),
    ([("transfer-encoding", "chunked")], "2\r\nhello", "he", false),
    ([("transfer-encoding", "gzip, chunked")], "5\r\nhello\r\n0\r\n\r\n", "", false),
  ])
  func bodiesAreTakenInPieces(
    _ headers: [(String, String)], _ text: String, _ body: String, _ isWhole: Bool
  ) {
    let head = HTTPHead(status: 200, headers: headers.map { (name: $0.0, value: $0.1) })
    for size in [1, 3, 1000] {
      var read = HTTPBody(after: head, atMost: 1000)
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) where !read.isOver {
        read.take(bytes[start..<min(bytes.count, start + size)])
      }
      if !read.isOver { read.end() }
      #expect(String(decoding: read.bytes, as: UTF8.self) == body)
      #expect(read.isWhole == isWhole)
    }
  }

  @Test func aBodyWithoutEndIsCutAndNotWhole() {
    var body = HTTPBody(after: HTTPHead(status: 200, headers: []), atMost: 100)
    for _ in 0..<50 { body.take([UInt8](repeating: 65, count: 10)) }
    body.end()
    #expect((body.bytes.count, body.isWhole, body.isOver) == (100, false, true))
  }
}
