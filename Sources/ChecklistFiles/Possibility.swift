internal import Hygiene

/// Finds conditions that no answers can make true.
///
/// It tries every combination of answers that could matter. That is exact, but grows fast, so a
/// condition over too many questions is taken to be possible: lint never cries wolf.
struct Possibility {
  private let questions: [ContextID: ContextQuestion]
  private var known: [Condition: Bool] = [:]
  /// Combinations that may still be tried, for the whole checklist: time stays bounded.
  private var budget = 200_000
  private static let mostCombinations = 20_000

  init(_ questions: [ContextQuestion]) {
    self.questions = Dictionary(questions.map { ($0.id, $0) }) { first, _ in first }
  }

  mutating func canHold(_ condition: Condition) -> Bool {
    if let answer = known[condition] { return answer }
    let answer = search(condition)
    known[condition] = answer
    return answer
  }

  private mutating func search(_ condition: Condition) -> Bool {
    let involved = closure(of: condition)
    let asked = involved.compactMap { questions[$0] }
    let mentioned = mentions(in: [condition] + asked.map(\.askWhen))
    // What points nowhere is reported as such.
    guard mentioned.allSatisfy({ $1.isSubset(of: questions[$0]?.choices ?? []) }) else {
      return true
    }
    var options: [[[String]?]] = []
    var combinations = 1
    for question in asked {
      guard let answers = answers(to: question, mentioned: mentioned[question.id] ?? []) else {
        return true
      }
      options.append(answers)
      combinations *= answers.count
      guard combinations <= min(budget, Possibility.mostCombinations) else { return true }
    }
    budget -= combinations
    return (0..<combinations).contains { number in
      var rest = number
      var context = Context()
      for (question, answers) in zip(asked, options) {
        context.values[question.id] = answers[rest % answers.count]
        rest /= answers.count
      }
      let isConsistent = asked.allSatisfy {
        context[$0.id] == nil || $0.askWhen.holds(in: context) != false
      }
      return isConsistent && condition.holds(in: context) == true
    }
  }

  /// The questions that a condition looks at, and those that decide whether these are asked.
  private func closure(of condition: Condition) -> [ContextID] {
    var found = condition.questions
    var pending = Array(found)
    while let next = pending.popLast() {
      for other in questions[next]?.askWhen.questions ?? []
      where found.insert(other).inserted { pending.append(other) }
    }
    return found.sorted()
  }

  private func mentions(in conditions: [Condition]) -> [ContextID: Set<String>] {
    var found: [ContextID: Set<String>] = [:]
    func visit(_ condition: Condition) {
      switch condition {
      case .always: break
      case .answered(let question, let values): found[question, default: []].formUnion(values)
      case .all(let parts), .any(let parts): parts.forEach(visit)
      case .not(let part): visit(part)
      }
    }
    conditions.forEach(visit)
    return found
  }

  /// No answer, and every answer that differs in what the conditions can see; nil when too many.
  private func answers(
    to question: ContextQuestion, mentioned: Set<String>
  ) -> [[String]?]? {
    let seen = question.choices.filter { mentioned.contains($0) }
    let unseen = question.choices.filter { !mentioned.contains($0) }
    guard question.allowsSeveral else { return [nil] + (seen + unseen.prefix(1)).map { [$0] } }
    let parts = seen.filter { $0 != standsAlone }
    guard parts.count <= 10 else { return nil }
    let sets = (1..<(1 << parts.count)).map { bits in
      parts.indices.filter { bits & (1 << $0) != 0 }.map { parts[$0] }
    }
    let alone = question.choices.filter { $0 == standsAlone }
    return [nil] + sets + (alone + unseen.filter { $0 != standsAlone }.prefix(1)).map { [$0] }
  }
}

/// The choice that goes with no other where several may be given.
let standsAlone = "none"
