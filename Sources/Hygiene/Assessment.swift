/// What follows from a checklist, a context, the answers and the evidence.
///
/// Overall and by domain it judges what was asked. A scenario is lowered by all of its controls, so
/// there whatever was not asked counts as unknown: a short audit never makes a risk look small.
public struct Assessment: Hashable, Sendable {
  /// Every control that the context does not rule out, in the checklist's order.
  public let results: [ControlResult]
  public let overall: GroupScore
  public let domains: [DomainID: GroupScore]
  public let scenarios: [ScenarioID: GroupScore]
  /// The controls that are basic to every scenario.
  public let basics: GroupScore
  /// Worst first. A scenario without an applicable control is not among them.
  public let risks: [ScenarioRisk]
  public let findings: [Finding]
  public let contradictions: [Contradiction]
  public let plan: Plan
  /// What to know about how the audit was made; no figure depends on it.
  public let quality: [QualityNote]
}

/// One thing that is wrong: a gap in the answers, a contradiction, or a measured problem.
public struct Finding: Hashable, Codable, Sendable {
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case contradiction
    case notMet = "not-met"
    case measured
    case partly
  }
  public let kind: Kind
  public let severity: Level
  public let control: ControlID?
  public let check: CheckID?
  public internal(set) var subject: String?
}

/// Judges an audit. Pure: the same input gives the same result on any computer.
///
/// The audit's day and pace bear on the notes on quality only; without them these notes are left
/// out. There is no pace where nobody typed.
public func assess(
  _ checklist: Checklist, _ context: Context, _ answers: Answers, _ evidence: [Evidence],
  on day: Day? = nil, at pace: Pace? = nil
) -> Assessment {
  let (context, outcomes) = (checklist.settled(context), Outcomes(evidence))
  let fitting = checklist.controls(fitting: context)
  let inScope = Set(
    checklist.controls(from: fitting, askedOf: answers, in: context).map(\.id))
  let results = fitting.map {
    ControlResult(
      $0, claimed: answers[$0.id], isAsked: inScope.contains($0.id), outcomes: outcomes,
      partly: checklist.partlyCredit)
  }
  let (groups, asked) = (Groups(results), results.filter(\.isAsked))
  let scenarios = checklist.scenarios.reduce(into: [ScenarioID: GroupScore]()) {
    $0[$1.id] = GroupScore(groups.scenarios[$1.id] ?? [])
  }
  let risks = checklist.scenarios.compactMap {
    ScenarioRisk($0, score: scenarios[$0.id]?.score, in: context)
  }
  return Assessment(
    results: results,
    overall: GroupScore(asked),
    domains: checklist.domains.reduce(into: [:]) {
      $0[$1.id] = GroupScore(groups.domains[$1.id] ?? [])
    },
    scenarios: scenarios,
    basics: GroupScore(groups.basics),
    risks: risks.sortedStably { ($0.risk.worst, $0.risk.best) > ($1.risk.worst, $1.risk.best) },
    findings: findings(in: results, and: evidence),
    contradictions: contradictions(in: results, and: outcomes),
    plan: Planner(checklist.scenarios, groups: groups, context: context).plan(for: asked),
    quality: qualityNotes(on: results, answers, outcomes, on: day, at: pace))
}

/// The results by what they belong to, each in the checklist's order: those that were asked, and
/// for a scenario all.
struct Groups {
  let domains: [DomainID: [ControlResult]]
  let scenarios: [ScenarioID: [ControlResult]]
  let basics: [ControlResult]

  init(_ results: [ControlResult]) {
    let asked = results.filter(\.isAsked)
    domains = Dictionary(grouping: asked, by: \.control.domain)
    basics = asked.filter(\.control.isBasic)
    scenarios = grouped(results) { $0.control.scenarios }
  }
}

private func contradictions(
  in results: [ControlResult], and outcomes: Outcomes
) -> [Contradiction] {
  results.compactMap { result in
    guard let kind = result.contradiction else { return nil }
    let links = result.control.evidence.filter {
      kind == .claimedTooBad ? outcomes.confirm($0) : outcomes.speakAgainst($0)
    }
    return Contradiction(
      control: result.control.id, kind: kind, claimed: result.claimed, checks: links.map(\.check))
  }
}

private func findings(in results: [ControlResult], and evidence: [Evidence]) -> [Finding] {
  let claimed = results.compactMap { result -> Finding? in
    let severity: Level = [.high, .moderate, .low][min(max(result.control.tier, 1), 3) - 1]
    let kind: Finding.Kind
    switch (result.contradiction, result.claimed) {
    case (.some, _): kind = .contradiction
    case (nil, .notMet): kind = .notMet
    case (nil, .partly): kind = .partly
    default: return nil
    }
    return Finding(
      kind: kind, severity: kind == .partly ? min(severity, .moderate) : severity,
      control: result.control.id, check: nil, subject: nil)
  }
  let measured = evidence.compactMap { item -> Finding? in
    guard item.outcome == .problem || item.outcome == .concern else { return nil }
    return Finding(
      kind: .measured, severity: item.outcome == .problem ? .high : .moderate,
      control: nil, check: item.check, subject: item.subject)
  }
  return (claimed + measured).sortedStably { one, other in
    if one.severity != other.severity { return one.severity > other.severity }
    return one.kind.rank < other.kind.rank
  }
}

extension Finding.Kind {
  fileprivate var rank: Int { Finding.Kind.allCases.firstIndex(of: self) ?? 0 }
}

extension Array {
  /// Sorted, with equal elements left in their order: `sort` does not promise that.
  func sortedStably(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { one, other in
      if precedes(one.element, other.element) { return true }
      if precedes(other.element, one.element) { return false }
      return one.offset < other.offset
    }.map(\.element)
  }
}
