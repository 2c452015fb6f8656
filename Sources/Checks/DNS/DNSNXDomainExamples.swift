internal import Hygiene
internal import Platform

extension DNSNXDomain {
  var examples: [(Facts, Outcome)] {
    let noAnswer = Outcome.unknown(because: "no-answer")
    let captive = Outcome.unknown(because: Reason.captive)
    return [
      (facts("ok", "nx nx nx"), .good),
      (facts("ok", "nx nx lost"), .good),
      (facts("ok", "nx nx ad"), .good),
      (facts("ok", "ad ad ad"), .problem),
      (facts("ok", "ad ad nx"), .problem),
      (facts("ok", "ad nx ad"), .problem),
      (facts("ok", "bogon bogon lost"), .problem),
      // Not a captive portal, which would answer for the name that exists too.
      (facts("nx", "ad nx ad"), .problem),
      (facts("ad", "ad ad ad"), captive),
      (facts("bogon", "bogon bogon bogon"), captive),
      (facts("fail", "ad ad nx"), captive),
      (facts("ok", "ad nx nx"), .concern),
      (facts("ok", "nx ad nx"), .unknown(because: DNSReasons.answersDisagree)),
      (facts("ok", "ad lost nx"), .unknown(because: .timedOut)),
      (facts("lost", "lost lost lost"), .unknown(because: .timedOut)),
      (facts("lost", "lost lost nx"), .unknown(because: .timedOut)),
      (facts("fail", "fail fail nx"), noAnswer),
      (facts("ok", "empty empty empty"), noAnswer),
      // Whoever denies what exists is not honest by denying the rest: an isolated network.
      (facts("nx", "nx nx nx"), noAnswer),
      (facts("fail", "nx nx nx"), noAnswer),
      (facts("lost", "nx nx nx"), .unknown(because: .timedOut)),
      (facts("nx", "ad nx nx"), noAnswer),
      // Encrypted DNS has an address too: it is the zone's own wildcard.
      (facts("ok", "nx ad nx", encrypted: "ad"), .good),
      (facts("ok", "nx ad ad", encrypted: "ad"), .good),
      (facts("ok", "ad ad nx", encrypted: "ad"), .concern),
      (facts("ok", "ad ad nx", encrypted: "nx"), .problem),
    ]
  }

  private func facts(
    _ existing: Substring, _ random: String, encrypted: Substring? = nil
  ) -> Facts {
    let asked = random.split(separator: " ").map { answered($0) }
    return Facts(
      resolver: .example, existing: answered(existing), top: asked[0], ordinary: asked[1],
      invalid: asked[2], ordinaryEncrypted: encrypted.map { answered($0) })
  }

  private func answered(_ answer: Substring) -> DNSAsked {
    let name = "qzkfjwmxnvbt.com."
    return switch answer {
    case "ok": DNSAsked("example.org.", nil, code: 0, addresses: ["23.215.0.136"])
    case "ad": DNSAsked(name, nil, code: 0, addresses: ["95.56.0.8"])
    case "bogon": DNSAsked(name, .bogon, code: 0, addresses: ["10.0.0.1"])
    case "nx": DNSAsked(name, .nxdomain, code: 3)
    case "empty": DNSAsked(name, .noData, code: 0)
    case "fail": DNSAsked(name, .servfail, code: 2)
    default: DNSAsked(name, .timeout, code: nil, took: 4000)
    }
  }
}
