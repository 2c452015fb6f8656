internal import Hygiene
internal import Platform

extension DNSSECValidation {
  var examples: [(Facts, Outcome)] {
    let noAnswer = Outcome.unknown(because: "no-answer")
    let disagree = Outcome.unknown(because: DNSReasons.answersDisagree)
    return [
      (facts("ok", "fail ok", "fail ok"), .good),
      (facts("ok", "ok ok", "ok ok"), .concern),
      // A path that is broken for these zones is not validation.
      (facts("ok", "fail fail", "fail fail"), noAnswer),
      (facts("ok", "fail ok", "fail fail"), noAnswer),
      // One zone has vanished; the spare one decides.
      (facts("ok", "nx nx", "fail ok", "fail ok"), .good),
      (facts("ok", "nx nx", "fail ok"), noAnswer),
      (facts("ok", "ok ok", "fail ok"), disagree),
      (facts("ok", "ok ok", "fail ok", "fail ok"), disagree),
      // A resolver without a current root key fails for everything.
      (facts("fail", "fail ok", "fail ok"), noAnswer),
      (facts("lost", "lost lost", "lost lost"), .unknown(because: .timedOut)),
      // A captive portal has an address for everything, one of its own or a public one.
      (facts("same", "same same", "same same"), .unknown(because: Reason.captive)),
      (facts("bogon", "bogon bogon", "bogon bogon"), noAnswer),
    ]
  }

  private func facts(_ good: String, _ bad: String...) -> Facts {
    Facts(
      resolver: .example, good: asked(good[...]),
      bad: zip(bad, 1...).map { both, number in
        let words = both.split(separator: " ")
        return Pair(
          plain: asked(words[0], number),
          unchecked: asked(words[1], number, checkingDisabled: true))
      })
  }

  private func asked(
    _ answer: Substring, _ number: Int = 0, checkingDisabled: Bool = false
  ) -> DNSAsked {
    let name = "sigfail.verteiltesysteme.net."
    return switch answer {
    case "ok":
      DNSAsked(
        name, nil, code: 0, checkingDisabled: checkingDisabled, addresses: ["95.58.0.\(number)"])
    case "same":
      DNSAsked(name, nil, code: 0, checkingDisabled: checkingDisabled, addresses: ["95.56.0.8"])
    case "bogon":
      DNSAsked(
        name, .bogon, code: 0, checkingDisabled: checkingDisabled, addresses: ["10.0.0.1"])
    case "fail": DNSAsked(name, .servfail, code: 2, checkingDisabled: checkingDisabled)
    case "nx": DNSAsked(name, .nxdomain, code: 3, checkingDisabled: checkingDisabled)
    default:
      DNSAsked(name, .timeout, code: nil, checkingDisabled: checkingDisabled, took: 4000)
    }
  }
}
