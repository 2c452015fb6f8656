import Documents
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// What an earlier run saw, from files that a real `openssl` signed.
@Suite struct ReferencesTests {
  private let time = Timestamp("2026-11-24T06:00:00Z")

  private func evidence(_ facts: ReachFacts) throws -> [UInt8] {
    let item = Evidence(
      check: "tls-reach", version: 2, subject: facts.url, outcome: .good,
      facts: try Documents.fact(facts), confidence: .high, time: try #require(time))
    return try Documents.encode([item])
  }

  private var seen: ReachFacts {
    var facts = Sketch().genuine("1").read("1").facts(.user)
    facts.certificates = [
      SeenCertificate(
        subject: "CN=desk.example", issuer: "CN=CA", serial: "01", notBefore: "", notAfter: "",
        names: [], sha256: "aa", keySHA256: "bb", key: "EC 256")
    ]
    let place = facts.operations.firstIndex(where: \.isGenuine) ?? 0
    facts.operations[place].handshake?.certificates = [0]
    return facts
  }

  private func reference(_ file: [UInt8], signer: [UInt8]?, hours: Int = 2) throws -> Reference? {
    let now = try #require(time).secondsSinceEpoch + hours * 3_600
    return try References(reading: file, signer: signer)
      .reference(for: "https://desk.example/", at: now)
  }

  @Test func anEarlierRunGivesAddressesKeysAndAge() throws {
    let file = try evidence(seen)
    let fresh = try #require(try reference(file, signer: nil))
    #expect((fresh.addresses, fresh.keys) == (["95.0.0.1"], ["bb"]))
    #expect(fresh.isFresh && fresh.wasReachable)
    #expect(try reference(file, signer: nil, hours: 25)?.isFresh == false)
    #expect(try References(reading: file, signer: nil).reference(for: "https://a/", at: 0) == nil)
  }

  @Test func aSignedRunCountsOnlyByTheSignerThatWasNamed() throws {
    let folder = try TemporaryFolder()
    let text = String(decoding: try evidence(seen), as: UTF8.self)
    _ = try run(["sh", "-c", "cat > seen.json"], input: Array(text.utf8), in: folder.path)
    let made = try run(
      [
        "sh", "-euc",
        """
        for who in colleague stranger; do
          openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
            -keyout $who.key -out $who.pem -subj /CN=$who
          openssl cms -sign -binary -nodetach -outform DER -in seen.json -signer $who.pem \
            -inkey $who.key -out $who.cms
        done
        """,
      ], in: folder.path)
    try #require(made.status == 0, "\(made.errorText)")
    func file(_ name: String) throws -> [UInt8] {
      try LiveFiles().read("\(folder.path)/\(name)", atMost: 1 << 20, followingLinks: false)
    }
    let signed = try file("colleague.cms")
    #expect(try reference(signed, signer: file("colleague.pem"))?.keys == ["bb"])
    #expect(throws: References.Problem.signature) {
      try reference(file("stranger.cms"), signer: file("colleague.pem"))
    }
    #expect(throws: References.Problem.signature) {
      try reference(evidence(seen), signer: file("colleague.pem"))
    }
    // A bit of the content is another content.
    var flipped = signed
    let place = try #require(flipped.firstRange(of: Array("95.0.0.1".utf8))?.lowerBound)
    flipped[place] ^= 1
    #expect(throws: References.Problem.signature) {
      try reference(flipped, signer: file("colleague.pem"))
    }
    #expect(throws: References.Problem.unreadable) { try reference(signed, signer: nil) }
  }

  @Test func aKeyThatTheSiteHadIsNoInterceptor() throws {
    var facts = Sketch().witness("1").chain(.unknownAuthority).facts(.user)
    facts.certificates = seen.certificates
    #expect(ReachJudgement(facts).verdict == .suspectInterception)
    facts.reference = try reference(evidence(seen), signer: nil)
    #expect(ReachJudgement(facts).verdict == .brokenCertificate)
  }
}
