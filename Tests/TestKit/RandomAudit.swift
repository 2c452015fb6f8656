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

/// An audit made up at random: any checklist, any context, any answers, any evidence.
public struct RandomAudit {
  public var domains: [Domain]
  public let scenarios: [Scenario]
  public let questions: [ContextQuestion]
  public let partly: Rational
  public let context: Context
  public var replies: [ControlID: Answer]
  public var evidence: [Evidence]

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
    let checks: [CheckID] = ["storage-home", "dns-compare", "tls-reach"]
    domains = (0..<Int.random(in: 1...4, using: &dice)).map { index in
      let id = DomainID(rawValue: "D\(index)")
      let controls = (0..<Int.random(in: 1...6, using: &dice)).map { position in
        Control(
          id: ControlID(rawValue: "\(id)-\(position)"), domain: id,
          tier: Int.random(in: 1...3, using: &dice), weight: Int.random(in: 1...100, using: &dice),
          unit: .person, scenarios: scenarioIDs.filter { _ in Bool.random(using: &dice) },
          appliesWhen: Int.random(in: 0..<4, using: &dice) == 0 ? condition(&dice) : .always,
          effort: Effort(
            difficulty: Int.random(in: 1...3, using: &dice),
            skill: Int.random(in: 1...3, using: &dice),
            disruption: Int.random(in: 1...3, using: &dice),
            within: pick(Effort.Horizon.allCases, &dice)),
          evidence: checks.filter { _ in Int.random(in: 0..<5, using: &dice) == 0 }.map {
            EvidenceLink(
              check: $0, gaps: Bool.random(using: &dice) ? [.problem] : [.problem, .concern])
          })
      }
      return Domain(id: id, controls: controls)
    }
    let below = Int.random(in: 2...1000, using: &dice)
    partly = Rational(Int.random(in: 1..<below, using: &dice), over: below)
    var given = Context()
    for question in questions where Bool.random(using: &dice) {
      guard question.askWhen.holds(in: given) == true else { continue }
      given.values[question.id] = [pick(question.choices, &dice)]
    }
    context = given
    replies = [:]
    for control in domains.flatMap(\.controls) {
      replies[control.id] = pick(Answer.allCases, &dice)
    }
    let outcomes: [Outcome] = [
      .good, .good, .concern, .problem, .unknown(because: .timedOut), .skipped(because: .noConsent),
    ]
    evidence = (0..<Int.random(in: 0...6, using: &dice)).map { index in
      Hygiene.Evidence(
        check: pick(checks, &dice), version: 1, subject: "subject \(index)",
        outcome: pick(outcomes, &dice), confidence: .high, time: Timestamp(secondsSinceEpoch: 0))
    }
  }

  public var checklist: Checklist {
    Checklist(
      id: "random", version: "1", digest: String(repeating: "0", count: 64), partlyCredit: partly,
      questions: questions, scenarios: scenarios, domains: domains,
      words: Words(language: "en", texts: [:]))
  }

  public var controls: [Control] { domains.flatMap(\.controls) }

  public var answers: Answers { Answers(replies: replies.mapValues { Reply($0) }) }

  public var assessment: Assessment { assess(checklist, context, answers, evidence) }

  public var report: Report {
    Report(
      assessment, by: checklist, context: context, answers: answers, evidence: evidence,
      at: FixedClock().now, tool: "saqta 0.1.0")
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
