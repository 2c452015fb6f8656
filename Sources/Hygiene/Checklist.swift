/// A questionnaire and the rules by which its answers are judged. Read-only data.
public struct Checklist: Hashable, Sendable {
  /// The folder's name, such as `newsroom`.
  public let id: String
  public let version: String
  /// SHA-256 of its files, in lower-case hex: a report names exactly what it was made with.
  public let digest: String
  /// What *partly* is worth, between 0 and 1.
  public let partlyCredit: Rational
  public let questions: [ContextQuestion]
  public let scenarios: [Scenario]
  public let domains: [Domain]
  /// What a person may be in such an organisation, such as `reporter`; empty when nobody asks.
  ///
  /// Words: `role.question`, `role.why`, `role.choice.<role>`.
  public let roles: [String]
  /// What may be asked on which occasion; without one of them, all is asked.
  public let profiles: [Profile]
  /// Controls of earlier versions, and what took their place.
  public let successors: [ControlID: ControlID]
  public let words: Words
  /// The controls of all domains, in order.
  public let controls: [Control]
  private let positions: [ControlID: Int]

  public init(
    id: String, version: String, digest: String, partlyCredit: Rational = Rational(1, over: 2),
    questions: [ContextQuestion], scenarios: [Scenario], domains: [Domain], roles: [String] = [],
    profiles: [Profile] = [], successors: [ControlID: ControlID] = [:], words: Words
  ) {
    (self.id, self.version, self.digest) = (id, version, digest)
    (self.partlyCredit, self.questions, self.scenarios) = (partlyCredit, questions, scenarios)
    (self.domains, self.words) = (domains, words)
    (self.roles, self.profiles, self.successors) = (roles, profiles, successors)
    controls = domains.flatMap(\.controls)
    positions = Dictionary(
      controls.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func control(_ id: ControlID) -> Control? { positions[id].map { controls[$0] } }

  /// The controls that may apply: those that the context does not rule out.
  public func controls(fitting context: Context) -> [Control] {
    let context = settled(context)
    return controls.filter { $0.appliesWhen.holds(in: context) != false }
  }

  /// The context with what follows from it: a question that does not apply is not open.
  ///
  /// It holds none of its choices, even if it was answered before the mind was changed.
  func settled(_ context: Context) -> Context {
    questions.reduce(into: Context(context.values.filter { !$0.value.isEmpty })) {
      if $1.askWhen.holds(in: $0) == false { $0.values[$1.id] = [] }
    }
  }
}

/// A group of controls. Words: `ACC.title`.
public struct Domain: Hashable, Sendable {
  public let id: DomainID
  public let controls: [Control]

  public init(id: DomainID, controls: [Control]) { (self.id, self.controls) = (id, controls) }
}

/// Who a control is about.
public enum Unit: String, Hashable, Codable, Sendable, CaseIterable {
  case person, device
  case organisation = "org"
}

/// How hard an action is, on three scales of 1 (easy) to 3, and how soon it can be done.
public struct Effort: Hashable, Codable, Sendable {
  /// The group of the plan that an action belongs to.
  public enum Horizon: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
    case hour, week, quarter

    public static func < (one: Horizon, other: Horizon) -> Bool {
      allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
    }
  }
  public let difficulty: Int, skill: Int, disruption: Int
  public let within: Horizon

  public init(difficulty: Int, skill: Int, disruption: Int, within: Horizon) {
    (self.difficulty, self.skill) = (difficulty, skill)
    (self.disruption, self.within) = (disruption, within)
  }

  public var total: Int { difficulty + skill + disruption }
}

/// A check whose outcome bears on a control, and which outcomes speak against the claim.
public struct EvidenceLink: Hashable, Sendable {
  public let check: CheckID
  /// Outcomes that contradict "met" and "partly"; `problem`, or `problem` and `concern`.
  public let gaps: [Outcome.Kind]
  /// Whether a good outcome says that the control is met; false when the check sees only a part.
  public let confirms: Bool

  public init(check: CheckID, gaps: [Outcome.Kind] = [.problem], confirms: Bool = true) {
    (self.check, self.gaps, self.confirms) = (check, gaps, confirms)
  }
}

/// A concrete answer in place of "met". Words: `ACC-01.option.<id>`.
public struct AnswerOption: Hashable, Sendable {
  public let id: String
  public let answer: Answer

  public init(id: String, answer: Answer) { (self.id, self.answer) = (id, answer) }
}

/// One state that a newsroom should be in.
///
/// Words: `ACC-01.question`, `.why`, `.action`, and where there is one `.caution`.
public struct Control: Hashable, Sendable {
  public let id: ControlID
  public let domain: DomainID
  /// 1 first, 2 next, 3 advanced.
  public let tier: Int
  public let weight: Int
  public let unit: Unit
  /// Who can know the answer; empty for everybody.
  public let roles: [String]
  /// The scenarios that it lowers; empty for a control that is basic to every scenario.
  public let scenarios: [ScenarioID]
  public let appliesWhen: Condition
  public let effort: Effort
  public let evidence: [EvidenceLink]
  public let options: [AnswerOption]
  /// Addresses of texts on the subject; their titles are `ACC-01.reference.<n>`, counted from 1.
  public let references: [String]

  public init(
    id: ControlID, domain: DomainID, tier: Int, weight: Int, unit: Unit,
    roles: [String] = [], scenarios: [ScenarioID] = [], appliesWhen: Condition = .always,
    effort: Effort,
    evidence: [EvidenceLink] = [], options: [AnswerOption] = [], references: [String] = []
  ) {
    (self.id, self.domain, self.tier, self.weight, self.unit) = (id, domain, tier, weight, unit)
    self.roles = roles
    (self.scenarios, self.appliesWhen, self.effort) = (scenarios, appliesWhen, effort)
    (self.evidence, self.options, self.references) = (evidence, options, references)
  }

  public var isBasic: Bool { scenarios.isEmpty }
}

/// Something bad that may happen, with the rules for how likely it is tried and how much it harms.
///
/// Words: `seizure.title`, `seizure.meaning`.
public struct Scenario: Hashable, Sendable {
  public let id: ScenarioID
  /// Read top to bottom, the first that holds decides; the last one always holds.
  public let likelihood: [LevelRule]
  public let impact: [LevelRule]

  public init(id: ScenarioID, likelihood: [LevelRule], impact: [LevelRule]) {
    (self.id, self.likelihood, self.impact) = (id, likelihood, impact)
  }
}

/// A level and when it holds. Words: `seizure.because.<reason>`.
public struct LevelRule: Hashable, Sendable {
  public let level: Level
  public let when: Condition
  public let reason: String

  public init(_ level: Level, when: Condition = .always, because reason: String) {
    (self.level, self.when, self.reason) = (level, when, reason)
  }
}

/// A question about the newsroom. Words: `country.question`, `country.why`, `country.choice.kz`.
public struct ContextQuestion: Hashable, Sendable {
  public let id: ContextID
  public let choices: [String]
  public let allowsSeveral: Bool
  public let askWhen: Condition

  public init(
    id: ContextID, choices: [String], allowsSeveral: Bool = false, askWhen: Condition = .always
  ) {
    (self.id, self.choices) = (id, choices)
    (self.allowsSeveral, self.askWhen) = (allowsSeveral, askWhen)
  }
}
