import Hygiene

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same audits on every computer.
public struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  public init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// An audit made up at random: any checklist, any context, role and profile, any answers, any
/// evidence, any day and pace.
public struct RandomAudit {
  public var domains: [Domain]
  public let scenarios: [Scenario]
  public let questions: [ContextQuestion]
  public let partly: Rational
  public let context: Context
  public let role: String?
  public let profile: Profile?
  /// Only those of controls that were asked, but for a few.
  public var replies: [ControlID: Answer]
  public let dues: [ControlID: Day]
  public var evidence: [Evidence]
  public let pace: Pace?

  public init(seed: Int) {
    var dice = SplitMix(seed: seed)
    let scenarioIDs = (0..<Int.random(in: 1...4, using: &dice)).map {
      ScenarioID(rawValue: "s\($0)")
    }
    questions = (0..<3).map { index in
      ContextQuestion(
        id: ContextID(rawValue: "q\(index)"), choices: ["a", "b"],
        askWhen: index == 2 ? .answered("q0", oneOf: ["a"]) : .always)
    }
    scenarios = scenarioIDs.map { id in
      Scenario(id: id, likelihood: rules(&dice), impact: rules(&dice))
    }
    domains = (0..<Int.random(in: 1...4, using: &dice)).map { index in
      RandomAudit.domain(DomainID(rawValue: "D\(index)"), lowering: scenarioIDs, &dice)
    }
    let below = Int.random(in: 2...1000, using: &dice)
    partly = Rational(Int.random(in: 1..<below, using: &dice), over: below)
    var given = Context()
    for question in questions where Bool.random(using: &dice) {
      guard question.askWhen.holds(in: given) == true else { continue }
      given.values[question.id] = [pick(question.choices, &dice)]
    }
    context = given
    let controls = domains.flatMap(\.controls)
    role = chance(4, &dice) ? nil : pick(RandomAudit.roles, &dice)
    profile = chance(3, &dice) ? nil : RandomAudit.profile(of: controls, questions, &dice)
    replies = [:]
    dues = controls.reduce(into: [:]) { dues, control in
      if chance(4, &dice) { dues[control.id] = Day(sinceEpoch: pick([20_000, 30_000], &dice)) }
    }
    pace =
      chance(2, &dice)
      ? nil : Pace(answers: controls.count, seconds: pick([1, 9], &dice) * controls.count)
    let outcomes: [Outcome] = [
      .good, .good, .concern, .problem, .unknown(because: .timedOut), .skipped(because: .noConsent),
    ]
    evidence = (0..<Int.random(in: 0...6, using: &dice)).map { index in
      Hygiene.Evidence(
        check: pick(RandomAudit.checks, &dice), version: 1, subject: "subject \(index)",
        outcome: pick(outcomes, &dice), confidence: .high, time: Timestamp(secondsSinceEpoch: 0))
    }
    let asked = asked
    for control in controls where asked.contains(control.id) || chance(5, &dice) {
      replies[control.id] = pick(Answer.allCases, &dice)
    }
  }

  /// What a person may be in such an organisation.
  private static let roles = ["reporter", "technical"]
  private static let checks: [CheckID] = ["storage-home", "dns-compare", "tls-reach"]

  private static func domain(
    _ id: DomainID, lowering scenarios: [ScenarioID], _ dice: inout SplitMix
  ) -> Domain {
    let controls = (0..<Int.random(in: 1...6, using: &dice)).map { position in
      Control(
        id: ControlID(rawValue: "\(id)-\(position)"), domain: id,
        tier: Int.random(in: 1...3, using: &dice), weight: Int.random(in: 1...100, using: &dice),
        unit: pick(Unit.allCases, &dice), roles: roles.filter { _ in chance(3, &dice) },
        scenarios: scenarios.filter { _ in Bool.random(using: &dice) },
        appliesWhen: chance(4, &dice) ? condition(&dice) : .always,
        effort: Effort(
          difficulty: Int.random(in: 1...3, using: &dice),
          skill: Int.random(in: 1...3, using: &dice),
          disruption: Int.random(in: 1...3, using: &dice),
          within: pick(Effort.Horizon.allCases, &dice)),
        evidence: checks.filter { _ in chance(5, &dice) }.map {
          EvidenceLink(
            check: $0, gaps: Bool.random(using: &dice) ? [.problem] : [.problem, .concern],
            confirms: !chance(4, &dice))
        })
    }
    return Domain(id: id, controls: controls)
  }

  private static func profile(
    of controls: [Control], _ questions: [ContextQuestion], _ dice: inout SplitMix
  ) -> Profile {
    // Without a ranking, how many are asked would depend on the order of the checklist.
    let ranked = chance(2, &dice) ? [] : controls.map(\.id).shuffled(using: &dice)
    return Profile(
      id: "short", tiers: chance(2, &dice) ? [] : [1, pick([2, 3], &dice)],
      units: chance(2, &dice) ? [] : [.person, .device], controls: ranked,
      most: ranked.isEmpty ? nil : Int.random(in: 1...ranked.count, using: &dice),
      roleDecides: chance(2, &dice) ? nil : pick([.always, condition(&dice)], &dice))
  }

  public var checklist: Checklist {
    Checklist(
      id: "random", version: "1", digest: String(repeating: "0", count: 64), partlyCredit: partly,
      questions: questions, scenarios: scenarios, domains: domains, roles: RandomAudit.roles,
      profiles: profile.map { [$0] } ?? [],
      words: Words(language: "en", texts: [:]))
  }

  /// The controls that role and profile choose, answered or not.
  public var asked: Set<ControlID> {
    Set(checklist.controls(askedOf: answers, in: context).map(\.id))
  }

  public var controls: [Control] { domains.flatMap(\.controls) }

  public var answers: Answers {
    let both = Set(replies.keys).union(dues.keys)
    return Answers(
      role: role, profile: profile?.id,
      replies: both.reduce(into: [:]) {
        $0[$1] = Reply(replies[$1] ?? .unanswered, due: dues[$1])
      })
  }

  public var assessment: Assessment {
    assess(checklist, context, answers, evidence, on: FixedClock().now.day, at: pace)
  }

  public var report: Report {
    Report(
      assessment, by: checklist, context: context, answers: answers, evidence: evidence,
      pace: pace, at: FixedClock().now, tool: "saqta 0.1.0")
  }

  /// The same audit with one answer changed.
  public func answering(_ control: ControlID, _ answer: Answer) -> RandomAudit {
    var copy = self
    copy.replies[control] = answer
    return copy
  }
}

private func pick<Element>(_ list: [Element], _ dice: inout SplitMix) -> Element {
  list[Int.random(in: 0..<list.count, using: &dice)]
}

/// Once in so many times.
private func chance(_ times: Int, _ dice: inout SplitMix) -> Bool {
  Int.random(in: 0..<times, using: &dice) == 0
}

private func condition(_ dice: inout SplitMix) -> Condition {
  let plain = Condition.answered(
    ContextID(rawValue: "q\(Int.random(in: 0..<3, using: &dice))"),
    oneOf: [pick(["a", "b"], &dice)])
  return switch Int.random(in: 0..<4, using: &dice) {
  case 0: .not(plain)
  case 1: .any([plain, .answered("q1", oneOf: ["b"])])
  case 2: .all([plain, .answered("q0", oneOf: ["a"])])
  default: plain
  }
}

private func rules(_ dice: inout SplitMix) -> [LevelRule] {
  let some = (0..<Int.random(in: 0...2, using: &dice)).map {
    LevelRule(pick(Level.allCases, &dice), when: condition(&dice), because: "rule\($0)")
  }
  return some + [LevelRule(pick(Level.allCases, &dice), because: "otherwise")]
}
