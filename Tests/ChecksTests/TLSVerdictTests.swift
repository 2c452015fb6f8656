import Hygiene
import Platform
import Testing

@testable import Checks

@Suite struct TLSVerdictTests {
  private typealias Stage = TLSFacts.Stage

  /// Facts from rows such as `handshake 1 192.0.2.1 timeout client-hello`; `-` is nothing.
  private func facts(
    _ rows: [String], issuer: String = "CN=CA", key: String = "", host: String = "desk.example"
  ) throws -> TLSFacts {
    let stages = try rows.map { row in
      let words = row.split(separator: " ").map { $0 == "-" ? nil : String($0) }
      return TLSFacts.Step(
        stage: try #require(words[0].flatMap(Stage.init(rawValue:))), address: words[2],
        attempt: try #require(words[1].flatMap { Int($0) }), took: 1,
        word: words[3].flatMap(FailureWord.init(rawValue:)), detail: nil,
        point: words.count > 4 ? words[4] : nil)
    }
    return TLSFacts(
      host: host, port: 443, role: .user, statuses: [], addresses: [], stages: stages,
      certificates: [
        TLSFacts.Certificate(
          subject: "CN=x", issuer: issuer, serial: "", notBefore: "", notAfter: "", names: [],
          sha256: "", keySHA256: key, key: "")
      ], protocol: nil, cipher: nil, status: nil, isChallenge: false, firstBytes: nil,
      authorities: 1)
  }

  @Test(arguments: [
    // One good address is enough, in any order.
    (["resolve 1 - -", "handshake 1 a reset client-hello", "read 1 b -"], "reachable"),
    (["resolve 1 - -", "read 1 b -", "handshake 1 a reset client-hello"], "reachable"),
    (["resolve 1 - -", "handshake 1 a timeout client-hello", "read 2 a -"], "reachable"),
    (["handshake 1 a timeout client-hello", "handshake 2 a timeout client-hello"], "suspect-sni"),
    // A suspicion that the second try does not confirm.
    (["handshake 1 a timeout client-hello", "connect 2 a refused"], "undecided"),
    (["connect 1 a timeout", "handshake 1 b reset client-hello"], "suspect-sni"),
    (["certificate 1 a bad-date", "certificate 1 b unknown-authority"], "suspect-interception"),
    (["resolve 1 - timeout", "resolve 2 - nxdomain"], "undecided"),
    (["resolve 1 - -"], "undecided"), ([], "undecided"),
  ])
  func manyTriesGiveOneVerdict(_ rows: [String], _ verdict: String) throws {
    #expect(try TLSVerdict(facts(rows)).rawValue == verdict)
  }

  @Test func withoutAServerNameACutIsNoSuspicionOfTheName() throws {
    let rows = ["handshake 1 192.0.2.1 timeout client-hello"]
    #expect(try TLSVerdict(facts(rows, host: "192.0.2.1")) == .undecided)
  }

  @Test(arguments: Interceptors.kazakhstan.sorted() + [Interceptors.russia])
  func aListedKeyWinsOverEverything(_ key: String) throws {
    let rows = ["read 1 a -"]
    #expect(try TLSVerdict(facts(rows, key: key)) == .intercepted)
  }

  @Test func russiasRootIsNormalBeforeRussianSites() throws {
    let rows = ["certificate 1 a unknown-authority"]
    let verdict = try TLSVerdict(facts(rows, key: Interceptors.russia, host: "bank.example.ru"))
    #expect(verdict == .brokenCertificate)
  }

  @Test(arguments: [
    ("CN=y,O=ISCA,C=KZ", true), ("CN=Qaznet Trust Network,C=KZ", true),
    ("CN=y,O=ISCA Ltd,C=KZ", false), ("CN=y,O=ISCA,C=DE", false), ("O=Qaznet fans", false),
  ])
  func anIssuerMayFitThePattern(_ issuer: String, _ fits: Bool) throws {
    let verdict = try TLSVerdict(facts(["certificate 1 a bad-date"], issuer: issuer))
    #expect(verdict == (fits ? .suspectInterception : .brokenCertificate))
  }

  /// Nothing but an answer is good, nothing but proof of interception a problem of others.
  @Test func everyVerdictOfAForeignSiteIsMild() {
    for verdict in TLSVerdict.allCases {
      let outcome = verdict.outcome(for: .user)
      #expect((outcome == .problem) == (verdict == .intercepted))
      #expect((outcome == .good) == (verdict == .reachable || verdict == .challenge))
    }
  }
}
