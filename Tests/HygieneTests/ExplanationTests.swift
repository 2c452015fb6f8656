import Hygiene
import TestKit
import Testing

@Suite struct ExplanationTests {
  /// What the explanation promises is what a second audit would find.
  @Test func whatOneChangeWouldDoIsWhatItDoes() {
    for seed in 0..<60 {
      let audit = RandomAudit(seed: seed)
      let report = audit.report
      for item in report.items where item.worst != nil && item.reply.answer != .met {
        // A measurement would contradict the better answer too, so it is out of this audit.
        guard item.measured == .nothing, let gain = report.gain(from: item.control) else {
          continue
        }
        let after = audit.answering(item.control, .met).report
        let before = report.overall.score?.worst ?? Rational(0)
        if item.asked {
          #expect(after.overall.score?.worst == before + gain.overall, "seed \(seed)")
        } else {
          #expect(gain.overall == Rational(0) && gain.domain == Rational(0))
        }
        for change in gain.scenarios {
          let risk = after.risks.first { $0.scenario == change.scenario }
          #expect(risk?.risk.worst == change.to, "seed \(seed), \(item.control)")
          let score = report.scenarios[change.scenario]?.score?.worst ?? Rational(0)
          #expect(after.scenarios[change.scenario]?.score?.worst == score + change.points)
        }
      }
    }
  }

  @Test func theCostsOfAGroupSumToWhatItLacks() {
    for seed in 0..<60 {
      let report = RandomAudit(seed: seed).report
      for (domain, group) in report.domains {
        guard let score = group.score else { continue }
        let items = report.items.filter { $0.domain == domain && $0.asked }
        let sum = report.costs(in: items).values.reduce(Rational(0), +)
        #expect(sum == Rational(100) - score.worst, "seed \(seed)")
      }
      for (scenario, group) in report.scenarios {
        guard let score = group.score else { continue }
        let sum = report.costs(in: report.members(of: scenario)).values.reduce(Rational(0), +)
        #expect(sum == Rational(100) - score.worst, "seed \(seed)")
      }
    }
  }

  @Test func whatIsNotInTheReportIsNotExplained() {
    #expect(RandomAudit(seed: 1).report.gain(from: "ZZZ-99") == nil)
  }
}
