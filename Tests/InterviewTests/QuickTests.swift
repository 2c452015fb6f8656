import Hygiene
import Testing

@testable import Interview

/// The shortest way asks twenty questions at most, of whomever and whatever the context.
@Suite struct QuickTests {
  private let engine = Newsroom.engine
  private var checklist: Checklist { engine.checklist }

  /// All that a condition anywhere can tell apart: no answer, each choice that is named, one that
  /// is not, and for a question with several answers every set of those.
  private func answers(to question: ContextQuestion) -> [[String]] {
    let conditions =
      checklist.controls.map(\.appliesWhen) + checklist.questions.map(\.askWhen)
      + checklist.profiles.compactMap(\.roleDecides)
    let named = Set(conditions.flatMap { values(of: question.id, in: $0) })
    let rest = question.choices.first { !named.contains($0) }
    let told = question.choices.filter { named.contains($0) || $0 == rest }
    guard question.allowsSeveral else { return [[]] + told.map { [$0] } }
    return told.reduce([[]]) { sets, choice in sets + sets.map { $0 + [choice] } }
  }

  private func values(of question: ContextID, in condition: Condition) -> [String] {
    switch condition {
    case .always: []
    case .answered(let id, let values): id == question ? values : []
    case .all(let parts), .any(let parts): parts.flatMap { values(of: question, in: $0) }
    case .not(let part): values(of: question, in: part)
    }
  }

  @Test func neverMoreThanTwentyQuestions() throws {
    let asked = try #require(checklist.profile("quick")?.context)
    let questions = checklist.questions.filter { asked.contains($0.id) }
    var states = [InterviewState(profile: "quick")]
    for question in questions {
      let answers = answers(to: question)
      states = states.flatMap { state in
        answers.map { answer in
          var state = state
          state.context[question.id] = answer.isEmpty ? nil : answer
          return state
        }
      }
    }
    var counts: Set<Int> = []
    for role in checklist.roles + [nil] {
      for var state in states {
        state.role = role
        let places = engine.course.places(in: state)
        counts.insert(places.count)
        #expect((15...20).contains(places.count), "\(role ?? "-"), \(state.context)")
      }
    }
    #expect(counts.contains(20))
    #expect(states.count > 20)
  }

  /// Nobody types more than twenty answers from the first page to the review.
  @Test func nobodyGivesMoreThanTwentyAnswers() {
    for seed in 0..<100 {
      var dice = Dice(seed: UInt64(seed))
      var state = InterviewState(profile: "quick")
      var given = 0
      while state.place != .review {
        let page = engine.page(for: state)
        let text = Rendering(.plain).text(of: page.blocks, columns: 80) + page.prompt
        #expect(!text.contains("<") && !text.contains("{"), "\(state.place.name): \(text)")
        let count = engine.choices(at: state.place).all.count
        state = engine.take(String(1 + dice.next(below: count)), in: state).state
        given += 1
      }
      #expect(given <= 20, "seed \(seed)")
    }
  }
}
