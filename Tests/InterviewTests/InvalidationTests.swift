import Hygiene
import Testing

@testable import Interview

/// A changed answer about the person or the newsroom touches only what depends on it.
@Suite struct InvalidationTests {
  private static let engine = Engine(Sample.profiled, words: Sample.words)

  struct Change: Sendable, CustomTestStringConvertible {
    let place: String
    let typed: String
    /// What counts no more, and what is asked now and was not before.
    var gone: Set<String> = []
    var new: Set<String> = []
    var testDescription: String { "\(place): \(typed)" }

    init(_ place: String, _ typed: String, gone: Set<String> = [], new: Set<String> = []) {
      (self.place, self.typed, self.gone, self.new) = (place, typed, gone, new)
    }
  }

  /// Someone technical in a team with a website has answered everything there is.
  private static var answered: InterviewState {
    var state = InterviewState()
    for line in ["technical", "everything", "more"] { state = engine.take(line, in: state).state }
    while state.place != .review { state = engine.take("1", in: state).state }
    return state
  }

  private func given(_ place: String, _ typed: String, in state: InterviewState) -> InterviewState {
    ["l", place, typed].reduce(state) { InvalidationTests.engine.take($1, in: $0).state }
  }

  private func counted(in state: InterviewState) -> Set<String> {
    let course = InvalidationTests.engine.course
    let places = course.places(in: state).filter { course.isAnswered($0, in: state) }
    let result = course.answers(in: state).replies.keys.map(\.rawValue)
    let context = course.context(in: state).values.keys.map(\.rawValue)
    #expect(Set(result + context + ["role", "profile"]) == Set(places.map(\.name)))
    return Set(places.map(\.name))
  }

  @Test(arguments: [
    Change("country", "2"), Change("incidents", "seizure"), Change("hosting", "2"),
    Change("website", "no", gone: ["hosting", "CEN-01"]),
    // In the profile that asks everything nobody's role decides.
    Change("role", "reporter"), Change("role", "editor"), Change("team", "alone"),
    Change(
      "profile", "the most important",
      gone: ["country", "hosting", "incidents", "ACC-01", "ACC-02", "DEV-02"]),
    // Without the question whether there is a website, the one where it is stays open.
    Change("profile", "the first three", gone: ["team", "country", "website", "DEV-02", "CEN-01"]),
    Change("profile", "what I do myself", gone: ["DEV-01", "DEV-02", "CEN-01"]),
    Change(
      "profile", "nearly nothing",
      gone: [
        "team", "country", "website", "hosting", "incidents", "ACC-01", "ACC-02", "DEV-01",
        "DEV-02", "CEN-01",
      ]),
  ])
  func aChangeTouchesOnlyWhatDependsOnIt(_ change: Change) {
    let before = InvalidationTests.answered
    let after = given(change.place, change.typed, in: before)
    #expect(counted(in: before).subtracting(counted(in: after)) == change.gone)
    #expect(counted(in: after).isSubset(of: counted(in: before)))
    #expect(after.replies == before.replies, "nothing is forgotten")
    #expect(after.skipped == before.skipped)
    // The change is taken back: everything is as it was.
    let old = change.place == "role" ? "technical" : change.place == "profile" ? "everything" : "1"
    let again = given(change.place, change.place == "team" ? "more" : old, in: after)
    #expect(counted(in: again) == counted(in: before))
    #expect(again.context == before.context)
  }

  /// In the profile where it counts, the role takes away what others would have to answer.
  @Test(arguments: [
    Change("role", "reporter", gone: ["CEN-01"], new: ["ACC-02"]),
    Change("role", "editor", gone: ["CEN-01"], new: ["ACC-02"]),
    Change("website", "no", gone: ["CEN-01"], new: ["ACC-02"]), Change("team", "alone"),
  ])
  func inAShortProfileTheNextInRankTakesTheFreePlace(_ change: Change) {
    let before = given("profile", "the most important", in: InvalidationTests.answered)
    let after = given(change.place, change.typed, in: before)
    #expect(counted(in: before).subtracting(counted(in: after)) == change.gone)
    #expect(counted(in: after).subtracting(counted(in: before)) == change.new)
  }

  /// The same for every answer to every context question of the newsroom checklist.
  @Test func inTheNewsroomChecklistOnlyWhatTheConditionsNameIsTouched() throws {
    let course = Newsroom.engine.course
    let checklist = course.checklist
    var before = InterviewState(profile: "full")
    before.role = "technical"
    for question in checklist.questions { before.context[question.id] = [question.choices[0]] }
    for control in checklist.controls { before.replies[control.id] = Reply(.met) }
    for question in checklist.questions {
      var touched: Set<ContextID> = [question.id]
      for other in checklist.questions where !other.askWhen.questions.isDisjoint(with: touched) {
        touched.insert(other.id)
      }
      for choice in question.choices {
        var after = before
        after.context[question.id] = [choice]
        let changed = Set(course.places(in: before)).symmetricDifference(course.places(in: after))
        for place in changed {
          let conditions =
            switch place {
            case .control(let id): try #require(checklist.control(id)).appliesWhen.questions
            case .question(let id): Set([id])
            default: Set<ContextID>()
            }
          #expect(!conditions.isDisjoint(with: touched), "\(question.id): \(place.name)")
        }
      }
    }
  }
}
