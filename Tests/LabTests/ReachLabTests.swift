import TestKit
import Testing

/// `saqta check tls` against the small internet: every situation, and what must not be said in it.
@Suite(.enabled(if: SmallInternet.isPossible, "this computer gives no namespaces"))
struct ReachLabTests {
  private static let situations = Situation.all
  private static let runs = RunAhead(
    width: 6, situations.map { situation in { try situation.run() } })

  @Test(arguments: situations.indices)
  func everySituationIsCalledWhatItIs(_ number: Int) async throws {
    let situation = Self.situations[number]
    let result = try await Self.runs.result(of: number)
    let said = "\(situation.testDescription)\n\(result.ran.errorText)"
    #expect(result.ran.status < 2, "\(said)")
    #expect(result.evidence.count == situation.pages.count, "\(said)\(result.ran.text)")
    for (page, evidence) in zip(situation.pages, result.evidence) {
      let all = "\(situation.testDescription): \(page.url)\n\(evidence.summary)"
      #expect(page.verdicts.contains(evidence.facts.verdict), "\(all)")
      if let confidence = page.confidence { #expect(evidence.confidence == confidence, "\(all)") }
      for label in page.labels { #expect(evidence.facts.labels.contains(label), "\(all)") }
      for label in page.absentLabels { #expect(!evidence.facts.labels.contains(label), "\(all)") }
      for words in page.operations {
        #expect(evidence.has(words), "no operation is \(words): \(all)")
      }
      for words in page.absentOperations {
        #expect(!evidence.has(words), "an operation is \(words): \(all)")
      }
    }
    #expect(result.count.bogons == 0, "\(said)")
    #expect(result.count.all > 0, "\(said)")
    let isClean = result.ran.output.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a }
    #expect(isClean, "a control character: \(said)")
  }

  @Test(arguments: ["captive", "captive+dnsmasq", "dns-all-one"])
  func beforeALoginTheNameIsNotSent(_ cases: String) throws {
    let situation = Situation(cases, .init("https://news.example/", "captive"))
    let count = try situation.run().count
    #expect(count.named == 0 && count.all > 0, "\(count)")
  }

  @Test func theNameIsCountedWhereItIsSent() throws {
    let count = try Situation("fine", .init("https://news.example/", "reachable")).run().count
    // Two questions of the system, two of our own, a ClientHello at least.
    #expect(count.named >= 5, "\(count)")
  }

  @Test func aPlanSendsNothing() throws {
    let plan = try Situation("fine", level: 4, .init("https://news.example/", "undecided")).run([
      "--plan"
    ])
    #expect(plan.count == Situation.Count(), "\(plan.ran.errorText)")
    #expect(plan.ran.status == 0)
    #expect((plan.ran.text + plan.ran.errorText).contains("news.example"))
  }

  @Test func withoutConsentNothingIsSent() throws {
    let refused = try Situation("fine", .init("https://news.example/", "undecided")).run([
      "--no-network"
    ])
    #expect(refused.count == Situation.Count(), "\(refused.ran.errorText)")
  }
}

extension ReachEvidence {
  fileprivate func has(_ words: String) -> Bool {
    let wanted = words.split(separator: " ").map(String.init)
    return facts.operations.contains { $0.words.isSuperset(of: wanted) }
  }
}
