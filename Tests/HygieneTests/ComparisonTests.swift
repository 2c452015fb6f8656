import Hygiene
import TestKit
import Testing

@Suite struct ComparisonTests {
  private static let checks = [EvidenceLink(check: "storage-home")]

  private func report(
    _ replies: [ControlID: Answer], of controls: [Control], evidence: [Evidence] = [],
    partly: Rational = Rational(1, over: 2)
  ) -> Report {
    let checklist = checklist(controls, partly: partly)
    return Report(
      judged(checklist, replies, evidence: evidence), by: checklist, context: Context(),
      answers: answers(replies), evidence: evidence, at: Timestamp(secondsSinceEpoch: 0),
      tool: "saqta 0.1.0")
  }

  /// Before, after, and what it is called; nil is a control that the checklist does not have.
  @Test(arguments: [
    (Answer.notMet, Answer.met, Comparison.Change.resolved), (.partly, .met, .resolved),
    (.unknown, .met, .resolved), (.notMet, .partly, .improved), (.unknown, .partly, .improved),
    (.unanswered, .partly, .improved), (.met, .notMet, .declined), (.met, .partly, .declined),
    (.met, .unknown, .declined), (.partly, .unanswered, .declined), (.partly, .notMet, .declined),
    (.unknown, .notMet, .unchanged), (.notMet, .unknown, .unchanged), (.met, .met, .unchanged),
    (.unanswered, .unknown, .unchanged), (.notApplicable, .notApplicable, .unchanged),
    (.notApplicable, .notMet, .new), (.notApplicable, .unknown, .new),
    (.notApplicable, .met, .added), (.met, .notApplicable, .setAside),
    (.notMet, .notApplicable, .setAside),
  ])
  func everyChangeHasOneName(_ before: Answer, _ after: Answer, _ change: Comparison.Change) {
    let controls = [control("AAA-01"), control("AAA-02")]
    let comparison = Comparison(
      from: report(["AAA-01": before, "AAA-02": .met], of: controls),
      to: report(["AAA-01": after, "AAA-02": .met], of: controls))
    #expect(comparison.rows.map(\.change) == [change, .unchanged])
  }

  @Test func aControlOfOneAuditOnlyIsNewAddedOrLeftOut() {
    let comparison = Comparison(
      from: report(["AAA-01": .met, "AAA-02": .met], of: [control("AAA-01"), control("AAA-02")]),
      to: report(
        ["AAA-02": .met, "AAA-03": .partly, "AAA-04": .met],
        of: [control("AAA-02"), control("AAA-03"), control("AAA-04")]))
    let changes = comparison.rows.map { ($0.control, $0.change) }
    #expect(changes.map(\.0) == ["AAA-02", "AAA-03", "AAA-04", "AAA-01"])
    #expect(changes.map(\.1) == [.unchanged, .new, .added, .leftOut])
    #expect(comparison.common.share == Rational(1, over: 4))
    #expect(comparison.common.overall?.gain == Rational(0))
  }

  @Test func idsOfAnotherChecklistAreOtherControls() {
    let checklist = Checklist(
      id: "other", version: "1", digest: "", questions: [], scenarios: [scenario()],
      domains: [Domain(id: "AAA", controls: [control("AAA-01")])],
      words: Words(language: "en", texts: [:]))
    let comparison = Comparison(
      from: report(["AAA-01": .notMet], of: [control("AAA-01")]),
      to: Report(replies: ["AAA-01": Reply(.met)], by: checklist, on: ""))
    #expect(comparison.rows.map(\.change) == [.added, .leftOut])
    #expect(comparison.common.overall == nil && comparison.common.either == 2)
  }

  /// A new checklist that asks less, or about easier things, moves no figure.
  @Test func figuresAreThoseOfWhatBothAsked() {
    let before = report(
      ["AAA-01": .notMet, "BBB-01": .met],
      of: [control("AAA-01", weight: 9), control("BBB-01", in: "BBB", scenarios: ["other"])])
    let after = report(
      ["BBB-01": .met, "CCC-01": .met],
      of: [
        control("BBB-01", in: "BBB", scenarios: ["other"]), control("CCC-01", in: "CCC", weight: 9),
      ])
    let common = Comparison(from: before, to: after).common
    #expect(before.overall.score?.worst == Rational(10))
    #expect(after.overall.score?.worst == Rational(100))
    #expect(common.overall?.before == common.overall?.after)
    #expect(common.overall?.after.worst == Rational(100))
    #expect(Array(common.domains.keys) == ["BBB"] && Array(common.scenarios.keys) == ["other"])
  }

  @Test func settingAGapAsideIsNoProgress() {
    let controls = [control("AAA-01", tier: 1), control("AAA-02")]
    let comparison = Comparison(
      from: report(["AAA-01": .notMet, "AAA-02": .partly], of: controls),
      to: report(["AAA-01": .notApplicable, "AAA-02": .partly], of: controls))
    #expect(comparison.common.overall?.gain == Rational(0))
    #expect(comparison.common.share == Rational(1))
  }

  @Test func bothAreWeighedAsTheLaterChecklistWeighs() {
    let comparison = Comparison(
      from: report(
        ["AAA-01": .partly, "AAA-02": .met],
        of: [control("AAA-01", weight: 1), control("AAA-02", weight: 9)]),
      to: report(
        ["AAA-01": .partly, "AAA-02": .met],
        of: [control("AAA-01", weight: 5), control("AAA-02", weight: 5)],
        partly: Rational(1, over: 5)))
    #expect(comparison.rows.map(\.change) == [.unchanged, .unchanged])
    #expect(comparison.common.overall?.before == comparison.common.overall?.after)
    #expect(comparison.common.overall?.after.worst == Rational(60))
  }

  @Test func renamedControlsAreFollowed() {
    let old = report(
      ["AAA-01": .notMet, "AAA-02": .met], of: [control("AAA-01"), control("AAA-02")])
    let new = report(["AAA-04": .met, "AAA-02": .met], of: [control("AAA-04"), control("AAA-02")])
    let checklist = renaming(["AAA-01": "AAA-03", "AAA-03": "AAA-04"])
    let forth = Comparison(from: old, to: new, by: checklist)
    #expect(forth.rows.map(\.change) == [.resolved, .unchanged])
    #expect(forth.rows[0].formerly == "AAA-01" && forth.common.share == Rational(1))
    let back = Comparison(from: new, to: old, by: checklist)
    #expect(back.rows.map(\.change) == [.declined, .unchanged])
    #expect(Comparison(from: old, to: new).common.share == Rational(1, over: 3))
  }

  @Test func ofSeveralThatAreOneTodayTheWorstCounts() {
    let old = report(
      ["AAA-01": .met, "AAA-02": .notMet], of: [control("AAA-01"), control("AAA-02")])
    let new = report(["AAA-03": .partly], of: [control("AAA-03")])
    let checklist = renaming(["AAA-01": "AAA-03", "AAA-02": "AAA-03"])
    #expect(Comparison(from: old, to: new, by: checklist).rows.map(\.change) == [.improved])
    let ring = renaming(["AAA-01": "AAA-02", "AAA-02": "AAA-01"])
    #expect(Comparison(from: old, to: new, by: ring).rows.count == 3)
  }

  private func renaming(_ successors: [ControlID: ControlID]) -> Checklist {
    Checklist(
      id: "test", version: "2", digest: "", questions: [], scenarios: [], domains: [],
      successors: successors, words: Words(language: "en", texts: [:]))
  }

  @Test func anUnchangedAnswerIsStaleWithoutAFreshMeasurement() {
    let controls = [control("AAA-01", evidence: ComparisonTests.checks)]
    let checklist = checklist(controls)
    func measured(_ seconds: Int, _ outcome: Outcome = .good) -> [Evidence] {
      [
        Evidence(
          check: "storage-home", version: 1, subject: "/home", outcome: outcome, confidence: .high,
          time: Timestamp(secondsSinceEpoch: seconds))
      ]
    }
    func change(
      _ before: [Evidence], _ after: [Evidence], _ answer: Answer = .met
    ) -> Comparison.Change {
      Comparison(
        from: report(["AAA-01": answer], of: controls, evidence: before),
        to: report(["AAA-01": answer], of: controls, evidence: after), by: checklist
      ).rows[0].change
    }
    #expect(change(measured(1), []) == .stale)
    #expect(change(measured(1), measured(9, .unknown(because: .timedOut))) == .stale)
    #expect(change([], []) == .unchanged)
    #expect(change([], measured(9)) == .unchanged)
    #expect(change(measured(1), measured(9)) == .unchanged)
    // Two audits in one second may share a measurement only by carrying it over.
    let other = [control("AAA-01", evidence: ComparisonTests.checks), control("AAA-02")]
    let carried = Comparison(
      from: report(["AAA-01": .met, "AAA-02": .met], of: other, evidence: measured(1)),
      to: report(["AAA-01": .met, "AAA-02": .notMet], of: other, evidence: measured(1)),
      by: checklist)
    #expect(carried.rows.map(\.change) == [.stale, .declined])
    #expect(change(measured(1, .problem), [], .notMet) == .stale)
  }

  /// A claim that a measurement contradicts is worth nothing at worst.
  @Test func aContradictionDeclinesAndItsEndResolves() {
    let controls = [control("AAA-01", evidence: ComparisonTests.checks)]
    let trusted = report(["AAA-01": .met], of: controls)
    let doubted = report(
      ["AAA-01": .met], of: controls, evidence: [evidence("storage-home", .problem)])
    #expect(Comparison(from: trusted, to: doubted).rows.map(\.change) == [.declined])
    #expect(Comparison(from: doubted, to: trusted).rows.map(\.change) == [.resolved])
  }

  @Test func theFiveDomainsThatMovedMostAreNamed() {
    let names = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"]
    let controls = names.enumerated().flatMap { index, name in
      [1, index + 1].enumerated().map { number, weight in
        control(
          ControlID(rawValue: "\(name)-0\(number)"), in: DomainID(rawValue: name), weight: weight)
      }
    }
    let low = Dictionary(uniqueKeysWithValues: controls.map { ($0.id, Answer.notMet) })
    var high = low
    for name in names.dropLast() { high[ControlID(rawValue: "\(name)-00")] = .met }
    let comparison = Comparison(from: report(low, of: controls), to: report(high, of: controls))
    #expect(comparison.improvedDomains() == ["AAA", "BBB", "CCC", "DDD", "EEE"])
    #expect(comparison.declinedDomains() == [])
    let back = Comparison(from: report(high, of: controls), to: report(low, of: controls))
    #expect(back.declinedDomains(atMost: 2) == ["AAA", "BBB"] && back.improvedDomains() == [])
  }
}

@Suite struct ComparisonPropertyTests {
  private func audits(_ seed: Int) -> (before: RandomAudit, after: RandomAudit) {
    let before = RandomAudit(seed: seed)
    var (after, dice) = (before, SplitMix(seed: seed + 1000))
    for id in after.replies.keys.sorted() where Bool.random(using: &dice) {
      after.replies[id] = Answer.allCases.randomElement(using: &dice)
    }
    return (before, after)
  }

  @Test func anAuditDoesNotDifferFromItself() {
    for seed in 0..<60 {
      let audit = RandomAudit(seed: seed)
      let comparison = Comparison(from: audit.report, to: audit.report, by: audit.checklist)
      // What does not apply to begin with stays so.
      #expect(comparison.rows.allSatisfy { $0.change == .unchanged }, "seed \(seed)")
      #expect(comparison.common.overall?.after == comparison.common.overall?.before)
      #expect(comparison.common.overall?.after.worst == audit.report.overall.score?.worst)
      #expect(comparison.common.overall?.after.best == audit.report.overall.score?.best)
      #expect(
        comparison.common.overall?.after.tierOneGaps ?? 0
          == audit.report.overall.tierOneGaps.count, "seed \(seed)")
    }
  }

  @Test func comparingTheOtherWayTurnsEveryGainRound() {
    for seed in 0..<60 {
      let (before, after) = audits(seed)
      let forth = Comparison(from: before.report, to: after.report)
      let back = Comparison(from: after.report, to: before.report)
      #expect(forth.common.share == back.common.share, "seed \(seed)")
      #expect(forth.common.overall?.before == back.common.overall?.after, "seed \(seed)")
      #expect(Set(forth.improvedDomains(atMost: 99)) == Set(back.declinedDomains(atMost: 99)))
      let gained = forth.rows.count { [.improved, .resolved].contains($0.change) }
      #expect(gained == back.rows.count { $0.change == .declined }, "seed \(seed)")
    }
  }

  /// A sum over what changed: the gain is what the controls gained, weighed.
  @Test func theGainIsWhatTheRowsGained() {
    for seed in 0..<60 {
      let (before, after) = audits(seed)
      let comparison = Comparison(from: before.report, to: after.report)
      guard let overall = comparison.common.overall else { continue }
      let moved = comparison.rows.contains {
        [.improved, .resolved, .declined].contains($0.change)
      }
      if !moved { #expect(overall.gain == Rational(0), "seed \(seed)") }
      if comparison.rows(.declined).isEmpty { #expect(overall.gain >= Rational(0)) }
    }
  }
}
