import FoundationEssentials
import TestKit
import Testing

/// `saqta check dns` in the small internet, at resolvers that are honest and at others.
@Suite(.enabled(if: SmallInternet.isPossible, "this computer gives no namespaces"))
struct DNSLabTests {
  /// What the provider's resolver, and others, do in a case: the outcome of a check, with the reason
  /// where it is unknown.
  struct Row: Sendable {
    let cases: String
    /// By `CHECK ADDRESS`.
    let outcomes: [String: String]
  }

  private static let provider = "95.56.0.1", honest = "1.1.1.1", validating = "9.9.9.9"
  private static let stripping = "95.56.0.7"

  private static let rows = [
    Row(
      cases: "fine",
      outcomes: [
        "dns-alive \(provider)": "good", "dns-nxdomain \(provider)": "good",
        "dns-alive \(honest)": "good", "dns-nxdomain \(honest)": "good",
        // Nobody in this world knows the signed zones.
        "dns-dnssec \(provider)": "unknown no-answer",
      ]),
    Row(
      cases: "dnsmasq",
      outcomes: ["dns-alive \(provider)": "good", "dns-nxdomain \(provider)": "good"]),
    Row(
      cases: "far",
      outcomes: ["dns-alive \(provider)": "good", "dns-nxdomain \(honest)": "good"]),
    Row(
      cases: "nx-rewrite",
      outcomes: ["dns-nxdomain \(provider)": "problem", "dns-nxdomain \(honest)": "good"]),
    Row(
      cases: "nx-rewrite+dnsmasq",
      outcomes: ["dns-nxdomain \(provider)": "problem", "dns-nxdomain \(honest)": "good"]),
    // Whoever is asked, the provider's resolver answers, and it has a search page below .com.
    Row(
      cases: "dns53",
      outcomes: ["dns-nxdomain \(provider)": "concern", "dns-nxdomain \(honest)": "concern"]),
    Row(
      cases: "dns-all-one",
      outcomes: ["dns-nxdomain \(provider)": "unknown captive", "dns-nxdomain \(honest)": "good"]),
    Row(
      cases: "dnssec",
      outcomes: [
        "dns-dnssec \(provider)": "concern", "dns-dnssec \(validating)": "good",
        // It hands on what a validating one said, and no signature.
        "dns-dnssec \(stripping)": "good", "dns-nxdomain \(validating)": "good",
      ]),
    Row(
      cases: "dnssec+dnsmasq",
      outcomes: ["dns-dnssec \(provider)": "concern", "dns-alive \(provider)": "good"]),
    // Hostile for some names, and honest for those that the checks ask.
    Row(
      cases: "dns-hostile",
      outcomes: ["dns-alive \(provider)": "good", "dns-nxdomain \(provider)": "good"]),
  ].filter { SmallInternet.canMake($0.cases) }

  private static let runs = RunAhead(width: 6, rows.map { row in { try row.run() } })

  @Test(arguments: rows.indices)
  func everyResolverIsSeenAsItIs(_ number: Int) async throws {
    let row = Self.rows[number]
    let ran = try await Self.runs.result(of: number)
    let found = try JSONDecoder().decode([Evidence].self, from: Data(ran.output))
    let outcomes = Dictionary(
      found.map { ("\($0.check) \($0.address)", $0.said) }, uniquingKeysWith: { "\($0), \($1)" })
    for (subject, outcome) in row.outcomes {
      #expect(outcomes[subject] == outcome, "\(row.cases): \(subject)\n\(ran.text)")
    }
  }

  @Test func whatIsAskedIsWhatThePlanSays() throws {
    let ran = try SmallInternet.run(
      "fine", deadline: 60,
      [
        "\(SmallInternet.folder)/count.sh", "news.example", "--", try builtProgram(), "check",
        "dns", "--resolver", "95.56.0.1", "--plan",
      ])
    let count = Situation.Count(ran.errorText)
    #expect(count == Situation.Count(), "\(ran.errorText)")
    #expect((ran.text + ran.errorText).contains("95.56.0.1"))
  }
}

private struct Evidence: Decodable {
  struct Outcome: Decodable { let `is`: String, because: String? }
  let check: String, subject: String?
  let outcome: Outcome

  var said: String { [outcome.is, outcome.because].compactMap(\.self).joined(separator: " ") }
  var address: Substring { subject?.split(separator: ":").first ?? "" }
}

extension DNSLabTests.Row {
  fileprivate func run() throws -> Ran {
    let resolvers = Set(outcomes.keys.compactMap { $0.split(separator: " ").last.map(String.init) })
    return try SmallInternet.run(
      cases, deadline: 60,
      [try builtProgram(), "check", "dns", "--network", "--json", "--encrypted-dns", "none"]
        + resolvers.sorted().flatMap { ["--resolver", $0] })
  }
}
