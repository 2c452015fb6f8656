/// The one versioned document of an audit; `Docs/report.schema.json` describes its JSON.
///
/// It names itself by ids and also carries the words that it speaks of, so that it can be read with
/// stock tools long after the checklist has changed, and on a computer that never had it.
public struct Report: Hashable, Codable, Sendable {
  public static let currentFormat = "saqta-report"
  public static let currentVersion = 1

  public struct Source: Hashable, Codable, Sendable {
    public let id: String, version: String, digest: String, language: String
  }

  /// A control as it was asked, claimed, measured and counted.
  public struct Item: Hashable, Codable, Sendable {
    public let control: ControlID
    public let domain: DomainID
    public let tier: Int, weight: Int
    public let unit: Unit
    /// False when profile or role left it out; then it counts for its scenarios only.
    public let asked: Bool
    public let scenarios: [ScenarioID]
    public let question: String
    public internal(set) var reply: Reply
    public let measured: Measured
    /// What it is worth, worst and best; absent when it leaves the base.
    public let worst: Rational?, best: Rational?
    /// What it takes from the overall score; all of them sum to 100 − worst.
    public let contribution: Rational?
  }

  /// An action with its words.
  public struct Todo: Hashable, Codable, Sendable {
    public let action: Action
    public let text: String
    public let caution: String?
  }

  /// How the figures were made.
  public struct Method: Hashable, Codable, Sendable {
    public let partlyCredit: Rational
    public let riskTables: String
    public let scale: String
  }

  public let format: String
  public let version: Int
  /// The program and its version, such as `saqta 0.1.0`.
  public let tool: String
  public internal(set) var time: Timestamp
  /// True for a report about a fictional newsroom.
  public let practice: Bool
  /// True for a report that leaves out what identifies people and machines; absent otherwise.
  public internal(set) var reduced: Bool?
  public let checklist: Source
  public internal(set) var role: String?
  /// The profile that chose what was asked; absent when all was.
  public let profile: String?
  /// The name of the round that it belongs to; absent when its month is name enough.
  public internal(set) var round: String?
  /// How quickly the answers were typed; absent when they came from a file.
  public internal(set) var pace: Pace?
  public internal(set) var context: Context
  public internal(set) var items: [Item]
  public internal(set) var evidence: [Evidence]
  public internal(set) var findings: [Finding]
  public let contradictions: [Contradiction]
  public let overall: GroupScore
  public let domains: [DomainID: GroupScore]
  public let scenarios: [ScenarioID: GroupScore]
  public let basics: GroupScore
  public internal(set) var risks: [ScenarioRisk]
  public let plan: [Todo]
  public let steps: [Step]
  /// What to know about how the audit was made; no figure depends on it.
  public let quality: [QualityNote]
  public let method: Method
  /// The words of the checklist for what the report names, by their ids: titles, reasons, context
  /// answers and chosen options.
  public internal(set) var texts: [String: String]

  public init(
    _ assessment: Assessment, by checklist: Checklist, context: Context, answers: Answers,
    evidence: [Evidence], pace: Pace? = nil, at time: Timestamp, tool: String,
    practice: Bool = false, round: String? = nil
  ) {
    let words = checklist.words
    let shares = Hygiene.contributions(assessment.results.filter(\.isAsked))
    (format, version) = (Report.currentFormat, Report.currentVersion)
    (self.tool, self.time, self.practice) = (tool, time, practice)
    self.checklist = Source(
      id: checklist.id, version: checklist.version, digest: checklist.digest,
      language: words.language)
    (role, profile, self.pace) = (answers.role, answers.profile, pace)
    (self.context, self.evidence, self.round) = (context, evidence, round)
    items = assessment.results.map { result in
      Item(
        result, reply: answers.replies[result.control.id] ?? Reply(.unanswered),
        contribution: shares[result.control.id], words: words)
    }
    (findings, contradictions) = (assessment.findings, assessment.contradictions)
    (overall, domains) = (assessment.overall, assessment.domains)
    (scenarios, basics, risks) = (assessment.scenarios, assessment.basics, assessment.risks)
    plan = assessment.plan.actions.map { Todo($0, words: words) }
    (steps, quality) = (assessment.plan.steps, assessment.quality)
    method = Method(
      partlyCredit: checklist.partlyCredit,
      riskTables: "NIST SP 800-30 rev. 1, tables G-5 and I-2",
      scale:
        "score = 100 * sum(weight * credit) / sum(weight), over the controls that apply and were asked; "
        + "for a scenario over all of its controls that apply, those not asked being unknown")
    texts = words.texts(
      naming: assessment, context: context, answers: answers,
      options: items.map { ($0.control, $0.reply.option) })
  }
}

extension Report.Item {
  fileprivate init(
    _ result: ControlResult, reply: Reply, contribution: Rational?, words: Words
  ) {
    let control = result.control
    self.init(
      control: control.id, domain: control.domain, tier: control.tier, weight: control.weight,
      unit: control.unit, asked: result.isAsked, scenarios: control.scenarios,
      question: words["\(control.id).question"], reply: reply, measured: result.measured,
      worst: result.credit?.lowerBound, best: result.credit?.upperBound,
      contribution: contribution)
  }
}

extension Report.Todo {
  fileprivate init(_ action: Action, words: Words) {
    let caution = "\(action.control).caution"
    self.init(
      action: action, text: words["\(action.control).action"],
      caution: words.has(caution) ? words[caution] : nil)
  }
}

extension Words {
  /// The texts of whatever a report names, as far as there are any.
  fileprivate func texts(
    naming assessment: Assessment, context: Context, answers: Answers,
    options: [(ControlID, String?)]
  ) -> [String: String] {
    var ids = ["checklist.title"]
    if let role = answers.role { ids.append("role.choice.\(role)") }
    if let profile = answers.profile { ids.append("profile.\(profile).title") }
    ids += assessment.domains.keys.map { "\($0).title" }
    ids += assessment.scenarios.keys.map { "\($0).title" }
    for risk in assessment.risks {
      let reasons = risk.initiation.reasons + risk.impact.reasons
      ids += reasons.map { "\(risk.scenario).because.\($0)" }
    }
    for (question, values) in context.values {
      ids += ["\(question).question"] + values.map { "\(question).choice.\($0)" }
    }
    ids += options.compactMap { control, option in option.map { "\(control).option.\($0)" } }
    return ids.reduce(into: [:]) { if has($1) { $0[$1] = self[$1] } }
  }
}
