internal import Hygiene
internal import Platform

/// Whether a resolver gives addresses for public sites that no public site can have.
///
/// A private address from the resolver and a public one from the encrypted witness looks like
/// tampering; 0.0.0.0 and :: are the mark of a filter, as ad blockers have and states seldom. Both
/// are a concern and no more, until the handshakes with the addresses were made. Where the witness
/// gives a private address too, the site itself is set up wrongly. A name of the organisation may
/// well have a private address in its own office.
struct DNSBogons: NamesCheck {
  let id: CheckID = "dns-bogons"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func finding(in answers: NameAnswers, witness: NameAnswers?) -> NameFinding.Kind? {
    let bogons = answers.addresses.filter { IPAddress($0)?.isBogon ?? false }
    guard !bogons.isEmpty else { return nil }
    guard let witness else { return .privateUnwitnessed }
    guard witness.isResolved else { return .privateEverywhere }
    if bogons.allSatisfy({ $0 == "0.0.0.0" || $0 == "::" }) { return .filtered }
    return answers.target.role == .own ? .split : .tampered
  }

  var examples: [(NameFindings, Outcome)] {
    [
      (NameFindings(.example, compared: 2, []), .good),
      (example(.tampered, ["10.10.20.30"], ["95.58.0.34"]), .concern),
      (
        NameFindings(
          .example, compared: 1,
          [NameFinding(name: "news.example", finding: .tampered, addresses: ["10.10.20.30"])],
          intercepted: true), .concern
      ),
      (example(.filtered, ["0.0.0.0"], ["95.58.0.34"]), .concern),
      (
        example(.split, ["10.0.0.5"], ["95.58.0.34"]), .unknown(because: DNSReasons.neither)
      ),
      (example(.privateEverywhere, ["10.0.0.5"], ["10.0.0.5"]), .unknown(because: .siteItself)),
      (example(.privateUnwitnessed, ["10.0.0.5"]), .unknown(because: DNSReasons.noWitness)),
      (
        NameFindings(.example, compared: 2, [], isCaptive: true),
        .unknown(because: Reason.captive)
      ),
      (NameFindings(.example, compared: 0, unanswered: 2, []), .unknown(because: .timedOut)),
    ]
  }
}
