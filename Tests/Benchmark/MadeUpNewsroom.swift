import Hygiene

/// A newsroom of 300 people over ten years: three rounds a year by the newsroom checklist, answers
/// that get better, notes, measurements, and changes of the plan. The same on every computer.
struct MadeUpNewsroom: Sendable {
  static let people = 300
  private static let rounds = 30
  private static let beginning = 1_479_967_200  // 2016-11-24T06:00:00Z
  private static let span = 10 * 365 * 86_400

  let checklist: Checklist
  /// How many records there are in the ten years.
  let count: Int

  /// One record of many, and when it was made.
  func record(_ index: Int) -> (event: Event, time: Timestamp) {
    var dice = Dice(seed: index)
    let time = Timestamp(
      secondsSinceEpoch: MadeUpNewsroom.beginning + MadeUpNewsroom.span / count * index)
    let round = index * MadeUpNewsroom.rounds / count
    let event: Event =
      index % 10 == 9
      ? .plan(change(&dice, after: time))
      : .report(report(of: index % MadeUpNewsroom.people, in: round, at: time, &dice))
    return (event, time)
  }

  /// One person in ten answers everything; the others the questions for a person and the quick ones
  /// in turn.
  private func report(
    of person: Int, in round: Int, at time: Timestamp, _ dice: inout Dice
  ) -> Report {
    let profile = person % 10 == 0 ? nil : round % 2 == 0 ? "quick" : "person"
    var answers = Answers(
      role: checklist.roles[person % checklist.roles.count], profile: profile)
    let evidence = measurements(round, at: time, &dice)
    for control in checklist.controls(askedOf: answers, in: context) {
      let answer = self.answer(in: round, &dice)
      let isNoted = answer == .notApplicable || dice.roll(12) == 0
      answers.replies[control.id] = Reply(
        answer, note: isNoted ? "Agreed in the meeting; the editor looks again in spring." : nil)
    }
    let assessment = assess(checklist, context, answers, evidence, on: time.day)
    return Report(
      assessment, by: checklist, context: context, answers: answers, evidence: evidence, at: time,
      tool: "saqta benchmark", round: round % 3 == 2 ? nil : "round \(round + 1)")
  }

  private var context: Context {
    checklist.questions.reduce(into: Context()) { context, question in
      guard question.askWhen.holds(in: context) == true else { return }
      context.values[question.id] = [
        question.id == "team" ? "more" : question.choices[0]
      ]
    }
  }

  private func answer(in round: Int, _ dice: inout Dice) -> Answer {
    switch dice.roll(100) {
    case ..<(25 + round): .met
    case ..<70: .partly
    case ..<85: .notMet
    case ..<93: .unknown
    case ..<97: .notApplicable
    default: .unanswered
    }
  }

  private func measurements(
    _ round: Int, at time: Timestamp, _ dice: inout Dice
  ) -> [Evidence] {
    let checks: [CheckID] = ["storage-home", "storage-swap", "tls-reach"]
    return checks.enumerated().map { number, check in
      let outcome: Outcome =
        dice.roll(30) < round ? .good : dice.roll(2) == 0 ? .problem : .unknown(because: .timedOut)
      return Evidence(
        check: check, version: 1, subject: "subject-\(number).example:443", outcome: outcome,
        facts: .object([
          "verdict": .text("reachable"), "addresses": .list([.text("192.0.2.\(number)")]),
          "stages": .list([
            .object(["stage": .text("resolve"), "took": .integer(dice.roll(90))]),
            .object(["stage": .text("handshake"), "took": .integer(dice.roll(90))]),
          ]),
        ]), confidence: .high, time: time)
    }
  }

  private func change(_ dice: inout Dice, after time: Timestamp) -> PlanChange {
    let states: [PlanChange.State] = [.open, .done, .dropped]
    let control = checklist.controls[dice.roll(checklist.controls.count)]
    let due = Timestamp(secondsSinceEpoch: time.secondsSinceEpoch + 90 * 86_400).day
    return PlanChange(
      control.id, owner: checklist.roles[dice.roll(checklist.roles.count)], due: due,
      state: states[dice.roll(3)])
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct Dice {
  private var state: UInt64
  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  /// A number below `sides`.
  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
  }
}
