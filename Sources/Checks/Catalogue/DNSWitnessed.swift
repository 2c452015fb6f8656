internal import Hygiene
internal import Platform

/// Whether a resolver says the same of a name as the encrypted witness, whom nobody on the way can
/// make lie.
///
/// Different addresses alone are never a finding: large sites answer everybody differently, and only
/// the certificates behind the addresses tell (`tls-reach`). A name that the resolver denies and
/// the witness knows, or the other way round, is a suspicion. Addresses of one network (/24 or /48)
/// count as one, and an address of DNS64 as the IPv4 address inside it (RFC 6052).
struct DNSWitnessed: NamesCheck {
  let id: CheckID = "dns-witnessed"
  let version = 1
  let probe: DNSProbe
  let needsWitness = true

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func finding(in answers: NameAnswers, witness: NameAnswers?) -> NameFinding.Kind? {
    guard let witness else { return nil }
    let isUnknown = [witness.a, witness.aaaa].allSatisfy { $0.responseCode == 3 }
    if isUnknown { return answers.addresses.isEmpty ? nil : .invented }
    guard witness.isResolved else { return nil }
    guard answers.addresses.isEmpty else {
      return answers.networks.isDisjoint(with: witness.networks) ? .differs : nil
    }
    let words = [answers.a.word, answers.aaaa.word]
    let denials: [FailureWord] = [.nxdomain, .noData, .refused]
    return words.contains { $0.map(denials.contains) ?? false } ? .denied : .silent
  }

  var examples: [(NameFindings, Outcome)] {
    let certificates = Outcome.unknown(because: DNSReasons.onlyCertificatesTell)
    return [
      (NameFindings(.example, compared: 2, []), .good),
      (example(.differs, ["95.58.0.80"], ["95.57.0.34"]), certificates),
      (example(.denied, [], ["95.58.0.34"]), .concern),
      (example(.invented, ["95.58.0.80"]), .concern),
      (example(.silent, [], ["95.58.0.34"]), .unknown(because: .timedOut)),
      (NameFindings(.example, compared: 0, unanswered: 2, []), .unknown(because: .timedOut)),
      (
        NameFindings(.example, asked: 2, compared: 0, []),
        .unknown(because: DNSReasons.noWitness)
      ),
    ]
  }
}

extension NameAnswers {
  /// The networks of the addresses.
  fileprivate var networks: Set<[UInt8]> {
    Set(
      addresses.compactMap { IPAddress($0) }.map { address in
        let bytes = address.bytes
        let isDNS64 = bytes.starts(with: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])
        if isDNS64 { return Array(bytes[12..<15]) }
        return Array(bytes.prefix(address.isV6 ? 6 : 3))
      })
  }
}
