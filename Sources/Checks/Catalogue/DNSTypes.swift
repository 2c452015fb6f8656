internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver says that a name exists for one type and does not for another.
///
/// A name that does not exist has no record of any type (RFC 8020): an address beside NXDOMAIN for
/// the IPv6 address or for HTTPS is a lie or a broken name server, as old load balancers are. The
/// encrypted witness tells which; it is a concern at most.
struct DNSTypes: NamesCheck {
  let id: CheckID = "dns-types"
  let version = 1
  let probe: DNSProbe
  let asksHTTPS = true

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func finding(in answers: NameAnswers, witness: NameAnswers?) -> NameFinding.Kind? {
    guard answers.contradictsItself else { return nil }
    guard let witness else { return .contradictsUnwitnessed }
    return witness.contradictsItself ? .contradictsEverywhere : .contradicts
  }

  var examples: [(NameFindings, Outcome)] {
    [
      (NameFindings(.example, compared: 2, []), .good),
      (example(.contradicts, ["95.58.0.34"], ["95.58.0.34"]), .concern),
      (
        example(.contradictsEverywhere, ["95.58.0.34"], ["95.58.0.34"]),
        .unknown(because: .siteItself)
      ),
      (
        example(.contradictsUnwitnessed, ["95.58.0.34"]),
        .unknown(because: DNSReasons.noWitness)
      ),
      (NameFindings(.example, compared: 0, unanswered: 2, []), .unknown(because: .timedOut)),
    ]
  }
}

extension NameAnswers {
  fileprivate var contradictsItself: Bool {
    !addresses.isEmpty && [a, aaaa, https].contains { $0?.responseCode == 3 }
  }
}
