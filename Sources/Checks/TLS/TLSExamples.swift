internal import Hygiene
internal import Platform

/// Facts and the outcome each must get, from the way a target usually ends.
enum TLSExamples {
  static let all: [(TLSFacts, Outcome)] = [
    (facts(.own, .read), .good),
    (facts(.user, .read, status: 200, statuses: [200, 301]), .good),
    (facts(.user, .read, status: 503, statuses: [200]), .unknown(because: .siteItself)),
    (facts(.own, .read, status: 503, statuses: [200]), .concern),
    (facts(.user, .read, status: 403, statuses: [200], isChallenge: true), .good),
    // A mail server is no web server, and yet it is there and genuine.
    (facts(.own, .read, .malformed, status: nil), .good),
    (facts(.user, .resolve, .nxdomain), .unknown(because: .undecided)),
    (facts(.user, .resolve, .bogon), .unknown(because: .undecided)),
    (facts(.own, .connect, .refused), .unknown(because: .undecided)),
    (facts(.user, .connect, .timeout), .unknown(because: .undecided)),
    (facts(.user, .handshake, .timeout, point: "client-hello"), .concern),
    (facts(.user, .handshake, .reset, point: "client-hello"), .concern),
    (facts(.user, .handshake, .timeout), .unknown(because: .undecided)),
    (facts(.user, .handshake, .notTLS), .unknown(because: .undecided)),
    (facts(.user, .handshake, .notTLS, firstBytes: "Middlebox v 1.0"), .concern),
    (facts(.own, .handshake, .alert, detail: "alert 70 protocol-version"), .problem),
    (
      facts(.user, .handshake, .alert, detail: "alert 70 protocol-version"),
      .unknown(because: .siteItself)
    ),
    (
      facts(.user, .handshake, .alert, detail: "alert 40 handshake-failure"),
      .unknown(because: .undecided)
    ),
    (facts(.own, .certificate, .badDate), .problem),
    (facts(.user, .certificate, .badDate), .unknown(because: .siteItself)),
    (facts(.own, .certificate, .wrongName), .problem),
    // A self-signed page of one's own and a forged one look alike until its key is known.
    (facts(.own, .certificate, .unknownAuthority), .concern),
    (facts(.user, .certificate, .unknownAuthority), .concern),
    (
      facts(.user, .certificate, .unknownAuthority, authorities: 0),
      .unknown(because: .noAuthorities)
    ),
    (facts(.user, .certificate, .badDate, key: Interceptors.russia), .problem),
    (facts(.user, .certificate, .wrongName, issuer: "CN=x,O=ISCA,C=KZ"), .concern),
    (facts(.user, .read, .timeout), .concern),
    (facts(.user, .resolve, .temporary, isOffline: true), .unknown(because: .noNetwork)),
  ]

  private static func facts(
    _ role: Target.Role, _ stage: TLSFacts.Stage, _ word: FailureWord? = nil, status: Int? = 200,
    statuses: [Int] = [], isChallenge: Bool = false, detail: String? = nil, point: String? = nil,
    firstBytes: String? = nil, authorities: Int = 137, key: String = "", issuer: String = "CN=CA",
    isOffline: Bool = false
  ) -> TLSFacts {
    let stages = TLSFacts.Stage.allCases.prefix { $0 != stage } + [stage]
    var facts = TLSFacts(
      host: "desk.example", port: 443, role: role, statuses: statuses, addresses: ["192.0.2.1"],
      stages: stages.map { each in
        TLSFacts.Step(
          stage: each, address: each == .resolve ? nil : "192.0.2.1", attempt: 1, took: 12,
          word: each == stage ? word : nil, detail: each == stage ? detail : nil,
          point: each == stage ? point : nil)
      },
      certificates: stages.contains(.certificate)
        ? [
          TLSFacts.Certificate(
            subject: "CN=desk.example", issuer: issuer, serial: "01",
            notBefore: "2026-01-01T00:00:00Z", notAfter: "2027-01-01T00:00:00Z",
            names: ["desk.example"], sha256: "", keySHA256: key, key: "EC 256")
        ] : [],
      protocol: nil, cipher: nil, status: stage == .read ? status : nil, isChallenge: isChallenge,
      firstBytes: firstBytes, authorities: authorities, isOffline: isOffline)
    facts.verdict = TLSVerdict(facts).rawValue
    return facts
  }
}
