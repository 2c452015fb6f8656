import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The ladder of evidence, without a network.
@Suite struct ReachJudgementTests {
  private func verdict(_ facts: ReachFacts) -> ReachVerdict { ReachJudgement(facts).verdict }

  @Test func judgesItsOwnExamplesAsItSays() {
    #expect(TLSReach().brokenExamples == [])
  }

  @Test func everyVerdictAndLabelHasItsSentence() throws {
    let words = try interfaceWords()
    for verdict in ReachVerdict.allCases {
      #expect(words.has("check.tls-reach.verdict.\(verdict.rawValue)"), "\(verdict)")
    }
    for label in ReachLabel.allCases {
      #expect(words.has("tls.labels.\(label.rawValue)"), "\(label)")
    }
    for visible in Contact.Visible.allCases {
      #expect(words.has("consent.\(visible.rawValue)"), "\(visible)")
    }
  }

  @Test func interceptionWinsOverWhateverElseIsWrong() {
    for word in [FailureWord.badDate, .wrongName, .unknownAuthority] {
      let facts = Sketch().witness("1").chain(word, interception: .listed).facts(.own)
      #expect(verdict(facts) == .intercepted)
    }
  }

  @Test func aPageThatTheSystemReachesIsNeverBlockedWhateverDNSSays() {
    let facts = Sketch(system: ["95.0.0.8"]).witness("1").genuine("95.0.0.8").read("95.0.0.8")
      .facts(.user)
    #expect(verdict(facts) == .reachable)
    #expect(ReachJudgement(facts).labels.contains(.dnsDiffers))
  }

  @Test func silenceOfAResolverCountsOnlyWhenItLasts() {
    let once = Sketch(system: [], .temporary).witness("1").genuine("1")
    #expect(verdict(once.facts(.user)) == .suspectDNS)
    #expect(verdict(once.again(.temporary).facts(.user)) == .blockedDNS)
    #expect(verdict(once.again(.temporary).resolverFails().facts(.user)) == .suspectDNS)
  }

  @Test func aResolverThatKnowsNobodyProvesNothing() {
    var facts = Sketch(system: [], .nxdomain).witness("1").genuine("1").facts(.user)
    facts.circumstances.doesSystemResolve = false
    #expect(!verdict(facts).isProof)
  }

  @Test func theOwnHostsFileIsNobodysLie() {
    var facts = Sketch(system: ["0.0.0.0"], .bogon).witness("1").genuine("1").facts(.user)
    facts.isInHostsFile = true
    #expect(!verdict(facts).isProof)
    #expect(ReachJudgement(facts).labels.contains(.hostsFile))
  }

  @Test func anAddressThatWasNotTriedHasNotFailed() {
    let sketch = Sketch(system: ["95.0.0.8", "95.0.0.9"]).witness("1").genuine("1")
    let one = sketch.failed(.connect, .refused, at: "95.0.0.8")
    #expect(!verdict(one.facts(.user)).isProof)
    #expect(verdict(one.failed(.connect, .refused, at: "95.0.0.9").facts(.user)) == .blockedDNS)
  }

  @Test func aCutNameAtAForeignAddressIsNoLieOfTheResolver() {
    let facts = Sketch(system: ["95.0.0.8"]).witness("1").cut(.reset, at: "95.0.0.8").genuine("1")
      .facts(.user)
    #expect(!verdict(facts).isProof)
  }

  @Test func aSiteThatIsDownEverywhereIsUndecidedAlsoWithDifferentAddresses() {
    let facts = Sketch(system: ["95.0.0.8"]).witness("1").failed(.connect, .refused, at: "95.0.0.8")
      .failed(.connect, .refused).facts(.user)
    #expect(verdict(facts) == .undecided)
  }

  @Test func theDifferentialNeedsEveryRound() {
    func facts(_ rounds: [(FailureWord?, FailureWord?)]) -> ReachFacts {
      var facts = Sketch().witness("1").cut(.timeout).facts(.user)
      facts.differentials = [
        Differential(
          address: "95.0.0.1", port: 443, control: "example.org",
          rounds: rounds.map {
            Differential.Round(target: $0.0, control: $0.1, noName: nil, started: 0)
          })
      ]
      return facts
    }
    let cut = (FailureWord?.some(.timeout), FailureWord?.none)
    #expect(verdict(facts([cut, cut, cut])) == .blockedSNI)
    #expect(verdict(facts([cut, cut])) == .suspectSNI)
    #expect(verdict(facts([cut, cut, (nil, nil)])) == .suspectSNI)
    // The control is cut too: the address is, or the server is strict.
    #expect(verdict(facts([cut, (.timeout, .timeout), cut])) == .undecided)
  }

  @Test func somebodyWhoSawItWorkingTurnsUndecidedIntoASuspicion() {
    var facts = Sketch().witness("1").failed(.connect, .timeout).facts(.user)
    facts.reference = Reference(source: .audit, isFresh: true, wasReachable: true)
    #expect(verdict(facts) == .suspectAddress)
    #expect(ReachJudgement(facts).confidence == .medium)
    facts.reference?.wasReachable = false
    #expect(verdict(facts) == .undecided)
  }

  @Test func withoutAnyAnswerOfTheWitnessNothingIsBrokenOrBlockedByName() {
    for facts in everyKind(withWitness: false) {
      #expect(verdict(facts) != .brokenDNS)
      #expect(verdict(facts) != .blockedDNS)
    }
  }

  /// Taking observations away never makes a proof out of none.
  @Test func lessIsNeverMoreProof() {
    for facts in everyKind(withWitness: true) where !verdict(facts).isProof {
      for index in facts.operations.indices {
        var less = facts
        less.operations.remove(at: index)
        #expect(!verdict(less).isProof, "without \(facts.operations[index])")
      }
    }
  }

  /// Every combination of what the system, the witness and two addresses may say.
  private func everyKind(withWitness: Bool) -> [ReachFacts] {
    let systems: [Sketch] = [
      Sketch(), Sketch(system: [], .nxdomain), Sketch(system: [], .temporary),
      Sketch(system: ["10.0.0.1"], .bogon), Sketch(system: ["95.0.0.8"]),
    ]
    let witnesses: [(Sketch) -> Sketch] =
      withWitness ? [{ $0 }, { $0.witness("1") }, { $0.denied() }] : [{ $0 }]
    let fates: [(Sketch, String) -> Sketch] = [
      { sketch, _ in sketch }, { $0.genuine($1) }, { $0.genuine($1).read($1) },
      { $0.cut(.timeout, at: $1) }, { $0.failed(.connect, .refused, at: $1) },
      { $0.chain(.wrongName, anchor: .public, at: $1) }, { $0.chain(.unknownAuthority, at: $1) },
      { $0.chain(.badDate, anchor: .public, at: $1) }, { $0.chain(nil, anchor: .local, at: $1) },
    ]
    return systems.flatMap { system in
      witnesses.flatMap { witness in
        fates.flatMap { one in
          fates.map { other in
            other(one(witness(system), "1"), "95.0.0.8").facts(.user)
          }
        }
      }
    }
  }
}

extension Sketch {
  /// The system was asked once more, and what it said.
  fileprivate func again(_ word: FailureWord) -> Sketch { system([], word) }
  fileprivate func resolverFails() -> Sketch { direct(.servfail) }
}
