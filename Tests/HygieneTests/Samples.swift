import Hygiene

/// A control of which a test says only what it is about.
func control(
  _ id: ControlID, in domain: DomainID = "AAA", tier: Int = 2, weight: Int = 1,
  scenarios: [ScenarioID] = ["seizure"], when condition: Condition = .always,
  effort: Effort = effort(), evidence: [EvidenceLink] = []
) -> Control {
  Control(
    id: id, domain: domain, tier: tier, weight: weight, unit: .person, scenarios: scenarios,
    appliesWhen: condition, effort: effort, evidence: evidence)
}

func effort(_ total: Int = 3, within horizon: Effort.Horizon = .week) -> Effort {
  Effort(
    difficulty: max(1, total - 4), skill: min(2, max(1, total - 2)), disruption: total >= 5 ? 2 : 1,
    within: horizon)
}

func scenario(
  _ id: ScenarioID = "seizure", likelihood: Level = .high, impact: Level = .high
) -> Scenario {
  Scenario(
    id: id, likelihood: [LevelRule(likelihood, because: "otherwise")],
    impact: [LevelRule(impact, because: "otherwise")])
}

func checklist(
  _ controls: [Control], scenarios: [Scenario] = [scenario()], questions: [ContextQuestion] = [],
  partly: Rational = Rational(1, over: 2)
) -> Checklist {
  let ids = controls.reduce(into: [DomainID]()) {
    if !$0.contains($1.domain) { $0.append($1.domain) }
  }
  return Checklist(
    id: "test", version: "1", digest: String(repeating: "0", count: 64), partlyCredit: partly,
    questions: questions, scenarios: scenarios,
    domains: ids.map { id in Domain(id: id, controls: controls.filter { $0.domain == id }) },
    words: Words(language: "en", texts: [:]))
}

func answers(_ replies: [ControlID: Answer]) -> Answers {
  Answers(replies: replies.mapValues { Reply($0) })
}

func evidence(
  _ check: CheckID, _ outcome: Outcome, subject: String = "/home"
) -> Evidence {
  Evidence(
    check: check, version: 1, subject: subject, outcome: outcome, confidence: .high,
    time: Timestamp(secondsSinceEpoch: 0))
}

/// Judged without a context and without a measurement unless the test gives some.
func judged(
  _ checklist: Checklist, _ replies: [ControlID: Answer] = [:], context: Context = Context(),
  evidence: [Evidence] = []
) -> Assessment {
  assess(checklist, context, answers(replies), evidence)
}
