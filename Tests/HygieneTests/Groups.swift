import Hygiene

/// All groups of an assessment, always in the same order.
func groups(of assessment: Assessment) -> [GroupScore] {
  [assessment.overall, assessment.basics]
    + assessment.domains.sorted { $0.key < $1.key }.map(\.value)
    + scenarioGroups(of: assessment)
}

func scenarioGroups(of assessment: Assessment) -> [GroupScore] {
  assessment.scenarios.sorted { $0.key < $1.key }.map(\.value)
}

func sorted(_ risks: [ScenarioRisk]) -> [ScenarioRisk] {
  risks.sorted { $0.scenario < $1.scenario }
}
