import FoundationEssentials
import Hygiene
import TestKit
import Testing

@Suite struct HistoryTests {
  private func audit(
    _ replies: [ControlID: Answer], of controls: [Control]? = nil, in month: String = "2026-03",
    round: String? = nil, partly: Rational = Rational(1, over: 2)
  ) -> PastAudit {
    let controls = controls ?? replies.keys.sorted().map { control($0) }
    let report = Report(
      replies: replies.mapValues { Reply($0) }, by: checklist(controls, partly: partly),
      on: "\(month)-15T10:00:00Z")
    return PastAudit(
      time: report.time, round: round, practice: false, checklist: "test", version: "1",
      partly: partly, asked: report.asked)
  }

  private func history(_ audits: PastAudit..., renaming: [ControlID: ControlID] = [:]) -> History {
    audits.reduce(into: History(of: "test", successors: renaming)) { $0.add($1) }
  }

  @Test func aRoundIsAMonthOrAName() {
    let controls = [control("AAA-01")]
    let audits: [(String, String?)] = [
      ("2026-03", nil), ("2026-03", nil), ("2026-04", "spring"), ("2026-06", nil),
      ("2026-05", "spring"),
    ]
    var history = History(of: "test")
    for (month, round) in audits {
      history.add(audit(["AAA-01": .met], of: controls, in: month, round: round))
    }
    #expect(history.rounds.map(\.name) == ["2026-03", "spring", "2026-06"])
    #expect(history.rounds.map(\.audits) == [2, 2, 1])
  }

  @Test func theOrderIsThatOfTheRecordsAndNotOfTheClock() {
    let history = history(
      audit(["AAA-01": .notMet], in: "2031-01"), audit(["AAA-01": .met], in: "1999-01"))
    #expect(history.rounds.map(\.name) == ["2031-01", "1999-01"])
    #expect(history.steps[0].overall?.gain == Rational(100))
  }

  /// What one person says and another says, and the range of both.
  @Test(arguments: [
    (Answer.met, Answer.notMet, 0, 100), (.met, .unknown, 0, 100), (.met, .unanswered, 0, 100),
    (.partly, .met, 50, 100), (.notMet, .partly, 0, 50), (.met, .met, 100, 100),
    (.met, .notApplicable, 100, 100), (.unknown, .notMet, 0, 100),
  ])
  func peopleOfOneRoundAreARange(_ one: Answer, _ other: Answer, _ worst: Int, _ best: Int) {
    for pair in [(one, other), (other, one)] {
      let figures = history(audit(["AAA-01": pair.0]), audit(["AAA-01": pair.1])).rounds[0].overall
      #expect(figures?.worst == Rational(worst) && figures?.best == Rational(best))
      #expect(figures?.applicable == 1)
    }
  }

  @Test func whatOnePersonWasAskedCountsForTheRound() {
    let round = history(audit(["AAA-01": .met]), audit(["AAA-02": .notMet])).rounds[0]
    #expect(round.overall?.worst == Rational(50) && round.overall?.applicable == 2)
    let nobody = history(audit(["AAA-01": .notApplicable])).rounds[0]
    #expect(nobody.overall == nil && nobody.domains.isEmpty)
  }

  @Test func figuresOfAStepAreThoseOfWhatBothRoundsAsked() {
    let history = history(
      audit(["AAA-01": .notMet, "AAA-02": .met], in: "2026-01"),
      audit(["AAA-02": .met, "AAA-03": .met], in: "2026-02"))
    #expect(history.rounds.map { $0.overall?.worst } == [Rational(50), Rational(100)])
    #expect(history.steps[0].overall?.gain == Rational(0))
    #expect(history.steps[0].share == Rational(1, over: 3))
  }

  @Test func renamedControlsGoOn() {
    let history = history(
      audit(["AAA-01": .notMet], in: "2026-01"), audit(["AAA-09": .met], in: "2026-02"),
      renaming: ["AAA-01": "AAA-09"])
    #expect(history.steps[0].overall?.gain == Rational(100))
  }

  @Test func partlyIsWorthTheSameOnBothSidesOfAStep() {
    let history = history(
      audit(["AAA-01": .partly], in: "2026-01", partly: Rational(1, over: 2)),
      audit(["AAA-01": .partly], in: "2026-02", partly: Rational(1, over: 5)))
    #expect(history.steps[0].overall?.gain == Rational(0))
  }

  @Test func peopleDevicesAndTheOrganisationHaveFiguresOfTheirOwn() {
    for seed in 0..<40 {
      let report = RandomAudit(seed: seed).report
      let round = history(PastAudit(report)).rounds[0]
      for unit in Unit.allCases {
        let asked = report.items.filter { $0.asked && $0.unit == unit && $0.worst != nil }
        #expect(round.units[unit]?.applicable ?? 0 == asked.count)
      }
      #expect(round.overall?.worst == report.overall.score?.worst, "seed \(seed)")
      #expect(round.domains.count == report.domains.values.count { $0.score != nil })
      for (domain, figures) in round.domains {
        #expect(figures.best == report.domains[domain]?.score?.best, "seed \(seed)")
        #expect(figures.tierOneGaps == report.domains[domain]?.tierOneGaps.count)
      }
    }
  }

  /// Nobody can raise the worst of a round, or lower its best, by joining it with the same questions.
  @Test func anotherPersonOnlyWidensTheRange() {
    for seed in 0..<60 {
      let audit = RandomAudit(seed: seed)
      var (other, dice) = (audit, SplitMix(seed: seed))
      for id in other.asked.sorted() {
        other.replies[id] = [.met, .partly, .notMet, .unknown].randomElement(using: &dice)
      }
      for id in audit.asked where audit.answers[id] == .notApplicable {
        other.replies[id] = .notApplicable
      }
      let alone = history(PastAudit(audit.report)).rounds[0].overall
      let both = history(PastAudit(audit.report), PastAudit(other.report)).rounds[0].overall
      guard let alone, let both else { continue }
      #expect(both.worst <= alone.worst && both.best >= alone.best, "seed \(seed)")
    }
  }

  @Test func aSummaryHoldsAllThatAHistoryNeeds() throws {
    for seed in 0..<40 {
      let audit = PastAudit(RandomAudit(seed: seed).report)
      let read = try JSONDecoder().decode(PastAudit.self, from: JSONEncoder().encode(audit))
      #expect(read == audit, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "", "A", "AAA-01 AAA 1 3 person met good", "AAA-01 AAA 0 3 person met good ",
    "AAA-01 AAA 1 0 person met good ", "AAA-01 AAA 1 3 robot met good ",
    "AAA-01 AAA 1 3 person maybe good ", "AAA-01 AAA 1 3 person met bad ",
    "AAA-01 AAA 1 9223372036854775807 person met good ", "AAA-01  1 3 person met good a b",
    "AAA-01 AAA 1 3 person !met good ",
  ])
  func aLineOfAnotherFormIsRefused(_ line: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([Asked].self, from: JSONEncoder().encode([line]))
    }
  }
}
