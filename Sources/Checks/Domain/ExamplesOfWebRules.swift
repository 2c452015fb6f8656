internal import Hygiene
internal import Platform

private let desk = "desk.example"

private func answer(
  _ name: String, _ texts: [String] = [], _ word: FailureWord = .noData
) -> DomainAnswer { DomainAnswer(name, texts, word) }

extension DomainDNSSECFacts {
  static var cases: [(DomainDNSSECFacts, Outcome)] {
    [
      (dnssec("2371 13 2 1F98"), .good),
      (dnssec(nil, keys: []), .concern),
      (dnssec(nil), .concern),
      (dnssec("2371 5 2 1F98", keys: ["257 5 2371"]), .concern),
      (dnssec("2371 13 1 1F98"), .concern),
      (dnssec("1111 13 2 1F98"), .problem),
      (dnssec("2371 13 2 1F98", refused: true), .problem),
      (dnssec("2371 13 2 1F98", authentic: false), .unknown(because: "not-validated")),
    ]
  }

  private static func dnssec(
    _ announced: String?, keys: [String] = ["257 13 2371"], authentic: Bool = true,
    refused: Bool = false
  ) -> DomainDNSSECFacts {
    DomainDNSSECFacts(
      domain: desk, zone: desk, announced: answer(desk, announced.map { [$0] } ?? []),
      keys: answer(desk, keys), isAuthentic: authentic, isRefused: refused
    )
  }
}

extension CAAFacts {
  static var cases: [(CAAFacts, Outcome)] {
    [
      (caa(["0 issue letsencrypt.org", "0 iodef mailto:web@desk.example"]), .good),
      (caa(["0 issue letsencrypt.org; validationmethods=dns-01"]), .good),
      (caa(["0 issue ;"], nil), .good),
      (caa(["0 issue letsencrypt.org"], "CN=Office CA"), .good),
      (caa([]), .concern),
      (caa(["0 iodef mailto:web@desk.example"]), .concern),
      (caa(["0 issue pki.goog"]), .problem),
      (caa(["128 shall-only be.example", "0 issue letsencrypt.org"]), .problem),
      (
        CAAFacts(desk, [answer(desk, [], .servfail)], issuer: nil),
        .unknown(because: "no-answer")
      ),
    ]
  }

  private static func caa(
    _ records: [String], _ issuer: String? = "CN=E7,O=Let's Encrypt,C=US"
  ) -> CAAFacts { CAAFacts(desk, [answer(desk, records)], issuer: issuer) }
}

extension DomainTLSFacts {
  static var cases: [(DomainTLSFacts, Outcome)] {
    [
      (tls(DomainTLS()), .good),
      (tls(DomainTLS(daysLeft: 9)), .concern),
      (tls(DomainTLS(version: "TLSv1.2")), .concern),
      (tls(DomainTLS()) { $0.isPublic = false }, .concern),
      (tls(DomainTLS(daysLeft: -3)) { $0.word = .badDate }, .problem),
      (tls(DomainTLS()) { $0.word = .wrongName }, .problem),
      (tls(DomainTLS()) { $0.word = .unknownAuthority }, .problem),
      (tls(DomainTLS()) { $0.word = .badCertificate }, .problem),
      (tls(DomainTLS()) { $0.isIntercepted = true }, .problem),
      (tls(DomainTLS(key: "RSA 1024")), .problem),
      (tls(DomainTLS(), obsolete: true), .problem),
      (
        DomainTLSFacts(desk, [Host(host: desk, word: .timeout)]),
        .unknown(because: .timedOut)
      ),
    ]
  }

  private static func tls(
    _ tls: DomainTLS, obsolete: Bool = false, _ change: (inout DomainTLS) -> Void = { _ in }
  ) -> DomainTLSFacts {
    var tls = tls
    change(&tls)
    return DomainTLSFacts(
      desk, [Host(host: desk, tls: tls, word: tls.word, takesObsolete: obsolete)]
    )
  }
}

extension HTTPSFacts {
  static var cases: [(HTTPSFacts, Outcome)] {
    [
      (https(301, "https://desk.example/"), .good),
      (https(clear: Answer(word: .refused)), .good),
      (https(302, "https://desk.example/"), .concern),
      (https(301, "https://www.desk.example/"), .concern),
      (https(404, nil), .concern),
      (https(200, nil), .problem),
      (https(301, "http://www.desk.example/"), .problem),
      (
        https(301, "https://desk.example/", Answer(status: 302, location: "http://desk.example/")),
        .problem
      ),
      (https(clear: Answer(word: .timeout)), .unknown(because: .timedOut)),
      (
        https(clear: Answer(word: .refused), Answer(word: .refused)),
        .unknown(because: "no-answer")
      ),
    ]
  }

  private static func https(
    _ status: Int, _ location: String?, _ encrypted: Answer = Answer(status: 200)
  ) -> HTTPSFacts { https(clear: Answer(status: status, location: location), encrypted) }

  private static func https(
    clear: Answer, _ encrypted: Answer = Answer(status: 200)
  ) -> HTTPSFacts { HTTPSFacts(desk, clear: clear, encrypted: encrypted) }
}

extension HSTSFacts {
  static var cases: [(HSTSFacts, Outcome)] {
    [
      (HSTSFacts(desk, headers: ["max-age=63072000; includeSubDomains; preload"]), .good),
      (HSTSFacts(desk, headers: ["max-age=\"31536000\""]), .good),
      (HSTSFacts(desk, headers: ["max-age=86400; includeSubDomains"]), .concern),
      (HSTSFacts(desk, headers: []), .problem),
      (HSTSFacts(desk, headers: ["max-age=0"]), .problem),
      (HSTSFacts(desk, headers: ["max-age=31536000; max-age=1"]), .problem),
      (HSTSFacts(desk, headers: [], word: .unknownAuthority), .unknown(because: "no-answer")),
    ]
  }
}

extension SecurityTextFacts {
  static var cases: [(SecurityTextFacts, Outcome)] {
    let contact = "Contact: mailto:security@desk.example\n"
    return [
      (text(contact + "Expires: 2027-06-01T00:00:00Z\n"), .good),
      (text(contact + "Expires: 2029-06-01T00:00:00Z\n"), .concern),
      (text(contact), .concern),
      (text(contact + "Expires: 2027-06-01T00:00:00Z\n", old: true), .concern),
      (text(contact + "Expires: 2027-06-01T00:00:00Z\n", type: "text/html"), .concern),
      (text(contact + "Expires: 2026-06-01T00:00:00Z\n"), .problem),
      (text("Expires: 2027-06-01T00:00:00Z\n"), .problem),
      (facts(page(404, "", ""), page(404, "", "")), .skipped(because: .notPresent)),
      (facts(DomainPage(failing: .timeout, at: .connect), nil), .unknown(because: .timedOut)),
    ]
  }

  private static func text(
    _ body: String, type: String = "text/plain; charset=utf-8", old: Bool = false
  ) -> SecurityTextFacts {
    let found = page(200, body, type)
    return old ? facts(page(404, "", ""), found) : facts(found, nil)
  }

  private static func page(_ status: Int, _ body: String, _ type: String) -> DomainPage {
    var page = DomainPage()
    page.head = HTTPHead(status: status, headers: [("content-type", type)])
    (page.body, page.isWhole) = (Array(body.utf8), true)
    return page
  }

  private static func facts(_ first: DomainPage, _ second: DomainPage?) -> SecurityTextFacts {
    let day = Timestamp("2026-11-24T06:10:00Z") ?? Timestamp(secondsSinceEpoch: 0)
    return SecurityTextFacts(desk, first, second, on: day)
  }
}

extension ServersFacts {
  static var cases: [(ServersFacts, Outcome)] {
    [
      (
        servers(["ns1.desk.example.", "ns2.other.example."], ["192.0.2.1", "198.51.100.1"]), .good
      ),
      (servers(["ns1.desk.example.", "ns2.desk.example."], ["192.0.2.1", "192.0.2.2"]), .concern),
      (servers(["ns1.desk.example.", "ns2.desk.example."], ["192.0.2.1", ""]), .concern),
      (servers(["ns1.desk.example."], ["192.0.2.1"]), .problem),
      (servers([], []), .unknown(because: .timedOut)),
    ]
  }

  private static func servers(_ names: [String], _ addresses: [String]) -> ServersFacts {
    ServersFacts(
      desk, answer(desk, names, .timeout),
      addresses.map { address in
        let found = IPAddress(address).map { [$0] } ?? []
        return (found, found.isEmpty ? .noData : nil)
      }
    )
  }
}

extension IPv6Facts {
  static var cases: [(IPv6Facts, Outcome)] {
    typealias Tried = Service.Try
    let reached = Service(kind: .names, tries: [Tried(address: "2001:db8::53")])
    let dead = Service(kind: .web, tries: [Tried(address: "2001:db8::1", word: .timeout)])
    let off = Service(kind: .web, tries: [Tried(address: "2001:db8::1", word: .networkUnreachable)])
    let absent = [Service.Kind.web, .names, .mail].map { Service(kind: $0, word: .noData) }
    let all: [([Service], Outcome)] = [
      ([Service(kind: .web, tries: [Tried(address: "2001:db8::1")]), reached], .good),
      (absent, .concern),
      ([absent[0], reached], .concern),
      ([dead, reached], .problem),
      ([off], .unknown(because: "no-ipv6")),
      ([Service(kind: .web, word: .timeout)], .unknown(because: .timedOut)),
    ]
    return all.map { (IPv6Facts(domain: desk, services: $0.0), $0.1) }
  }
}
