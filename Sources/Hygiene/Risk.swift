/// The best and the worst a level can be, given what is not known.
public struct LevelRange: Hashable, Codable, Sendable {
  public let best: Level, worst: Level

  public init(best: Level, worst: Level) { (self.best, self.worst) = (best, worst) }
}

/// A level that follows from the context, with the reasons that led to it.
public struct Judgement: Hashable, Codable, Sendable {
  public let range: LevelRange
  /// Names of the rules that decided, the worst case first and once. Words:
  /// `seizure.because.<reason>`.
  public internal(set) var reasons: [String]

  /// The first rule that certainly holds decides. Before it, every rule that may hold widens the
  /// range: a question left open never makes a scenario look less likely in the worst case.
  init(_ rules: [LevelRule], in context: Context) {
    let certain = rules.first { $0.when.holds(in: context) == true }
    let open = rules.prefix { $0.when.holds(in: context) != true }
      .filter { $0.when.holds(in: context) == nil }
    // A list whose last rule does not always hold is refused by lint; very high is the safe end.
    let settled = certain ?? LevelRule(.veryHigh, because: "")
    // The rule that holds for certain comes first, so that among equals it gives the reason.
    let worst = open.reduce(settled) { $1.level > $0.level ? $1 : $0 }
    let best = open.reduce(settled) { $1.level < $0.level ? $1 : $0 }
    range = LevelRange(best: best.level, worst: worst.level)
    let names = worst.reason == best.reason ? [worst.reason] : [worst.reason, best.reason]
    reasons = names.filter { !$0.isEmpty }
  }
}

/// The risk of one scenario, and every step that led to it.
public struct ScenarioRisk: Hashable, Codable, Sendable {
  public let scenario: ScenarioID
  /// How likely it is that somebody tries; the row of table G-5.
  public internal(set) var initiation: Judgement
  /// How much it would harm; the column of table I-2.
  public internal(set) var impact: Judgement
  /// How exposed the newsroom is, from 100 − score; the column of table G-5.
  public let exposure: LevelRange
  public let likelihood: LevelRange
  public let risk: LevelRange
  /// The risk if no control were met.
  public let inherent: LevelRange

  /// Nil when none of the scenario's controls applies: then nothing can be said.
  init?(_ scenario: Scenario, score: Score?, in context: Context) {
    guard let score else { return nil }
    self.scenario = scenario.id
    let initiation = Judgement(scenario.likelihood, in: context)
    let impact = Judgement(scenario.impact, in: context)
    let exposure = LevelRange(
      best: Level(share: Rational(100) - score.best),
      worst: Level(share: Rational(100) - score.worst))
    func combined(_ exposure: LevelRange) -> (likelihood: LevelRange, risk: LevelRange) {
      let best = overallLikelihood(initiation: initiation.range.best, exposure: exposure.best)
      let worst = overallLikelihood(initiation: initiation.range.worst, exposure: exposure.worst)
      return (
        LevelRange(best: best, worst: worst),
        LevelRange(
          best: Hygiene.risk(likelihood: best, impact: impact.range.best),
          worst: Hygiene.risk(likelihood: worst, impact: impact.range.worst))
      )
    }
    (self.initiation, self.impact, self.exposure) = (initiation, impact, exposure)
    (likelihood, risk) = combined(exposure)
    inherent = combined(LevelRange(best: .veryHigh, worst: .veryHigh)).risk
  }

  /// The worst case if the scenario's score were `score` at worst.
  func worstRisk(at score: Rational) -> Level {
    let likelihood = overallLikelihood(
      initiation: initiation.range.worst, exposure: Level(share: Rational(100) - score))
    return Hygiene.risk(likelihood: likelihood, impact: impact.range.worst)
  }
}
