import Hygiene
import Testing

@testable import Interview

@Suite struct EngineTests {
  private let engine = Sample.engine

  /// The state after these lines were typed.
  private func walk(_ lines: String..., from state: InterviewState = .init()) -> InterviewState {
    lines.reduce(state) { engine.take($1, in: $0).state }
  }

  private func said(_ line: String, in state: InterviewState) -> String {
    Rendering(.plain).text(of: engine.take(line, in: state).said, columns: 200).trimmed
  }

  @Test(arguments: [
    ("2", "sms"), ("2.", "sms"), (" 2) ", "sms"), ("c", "sms"), ("codes", "sms"),
    ("CODES BY SMS", "sms"), ("1", "key"), ("nothing", "none"), ("noth", "none"),
  ])
  func anAnswerIsItsNumberItsLetterOrItsBeginning(_ typed: String, _ option: String) {
    let state = walk("1", "1", "2", "1", typed)
    #expect(state.replies["ACC-01"]?.option == option)
    #expect(state.place == .control("ACC-02"))
  }

  @Test(arguments: [
    ("1", Answer.met), ("y", .met), ("yes", .met), ("Y", .met), ("p", .partly), ("3", .notMet),
    ("no", .notMet), ("4", .unknown), ("d", .unknown), ("don't", .unknown),
    ("5", .notApplicable), ("not applicable here", .notApplicable),
  ])
  func theFiveAnswersHaveTheirKeys(_ typed: String, _ answer: Answer) {
    #expect(walk("1", "1", "2", "1", "1", typed).replies["ACC-02"]?.answer == answer)
  }

  @Test(arguments: ["n", "b", "s", "?", "l", "q", "h"])
  func aCommandsLetterNeverAnswers(_ letter: String) {
    let before = walk("1", "1", "2", "1", "1")
    #expect(engine.take(letter, in: before).state.replies == before.replies)
  }

  @Test(arguments: [
    ("6", "please type a number from 1 to 5, one of the letters shown, or h for help"),
    ("0", "please type a number from 1 to 5, one of the letters shown, or h for help"),
    ("-1", "please type a number from 1 to 5, one of the letters shown, or h for help"),
    (
      "99999999999999999999",
      "please type a number from 1 to 5, one of the letters shown, or h for help"
    ),
    ("", "please type a number from 1 to 5, one of the letters shown, or h for help"),
    ("1 2", "only one answer is possible here: please type one number from 1 to 5"),
  ])
  func aWrongLineSaysWhatIsPossibleAndChangesNothing(_ typed: String, _ sentence: String) {
    let before = walk("1", "1", "2", "1", "1")
    #expect(said(typed, in: before) == sentence)
    #expect(engine.take(typed, in: before).state == before)
  }

  @Test func aLetterThatFitsTwoAnswersIsRefused() {
    let before = walk("1")
    #expect(
      said("k", in: before) == "that fits more than one answer: please type a number from 1 to 3")
    #expect(engine.take("k", in: before).state == before)
    #expect(walk("1", "ky").context == ["country": ["kg"]])
  }

  @Test(arguments: [
    ("2 3", ["seizure", "blocking"]), ("3,2", ["seizure", "blocking"]), ("3, 3", ["blocking"]),
    ("1", ["none"]), ("e", ["seizure"]), ("e t", ["seizure", "blocking"]),
    ("the site was blocked", ["blocking"]),
  ])
  func severalAnswersMayBeGivenAtOnce(_ typed: String, _ values: [String]) {
    #expect(walk("1", "1", "2", typed).context["incidents"] == values)
  }

  @Test(arguments: ["1 2", "2 9", "2 x", ",", "", "2 none"])
  func severalAnswersThatDoNotFitAreRefused(_ typed: String) {
    let before = walk("1", "1", "2")
    #expect(engine.take(typed, in: before).state == before)
    #expect(!engine.take(typed, in: before).said.isEmpty)
  }

  @Test func backGoesOverTheBorderToTheContextAndKeepsTheAnswers() {
    let state = walk("1", "1", "2", "1", "b")
    #expect(state.place == .question("incidents"))
    #expect(state.context["incidents"] == ["none"])
    let further = walk("b", "b", "b", from: state)
    #expect(further.place == .role)
    #expect(said("b", in: further) == "this is the first question: there is nothing to go back to")
    #expect(walk("", from: further).place == .control("ACC-01"))
  }

  @Test func changingTheContextHidesOnlyWhatDependsOnItAndLosesNothing() {
    let all = walk("1", "1", "1", "1", "1", "2", "1", "1", "3", "2")
    #expect(all.place == .review)
    let without = walk("website", "2", from: all)
    #expect(without.place == .review)
    #expect(engine.course.context(in: without)["hosting"] == nil)
    #expect(engine.course.answers(in: without)["CEN-01"] == .unanswered)
    #expect(engine.course.answers(in: without)["DEV-02"] == .notMet)
    let again = walk("website", "1", from: without)
    #expect(engine.course.answers(in: again) == engine.course.answers(in: all))
    #expect(engine.course.context(in: again) == engine.course.context(in: all))
  }

  @Test func skippingTakesAnAnswerBackAndKeepsItsNote() {
    let noted = walk("1", "1", "2", "1", "2", "b", "n", "ask the desk", "s")
    #expect(noted.replies["ACC-01"] == Reply(.unanswered, note: "ask the desk"))
    #expect(engine.course.answers(in: noted).replies["ACC-01"]?.note == "ask the desk")
  }

  @Test func anEmptyNoteRemovesItAndALoneCommandLeavesIt() {
    let noted = walk("1", "1", "2", "1", "n", "quiet")
    #expect(walk("n", "b", from: noted) == noted)
    #expect(walk("n", "", from: noted).replies["ACC-01"] == nil)
    #expect(engine.take("q", in: walk("n", from: noted)).ending == .quit)
    #expect(walk("n", "back", from: noted).replies["ACC-01"]?.note == "back")
  }

  @Test func theListLeadsAnywhereByNumberOrId() {
    let start = walk("1", "l")
    #expect(walk("dev-01", from: start).place == .control("DEV-01"))
    #expect(walk("country", from: start).place == .question("country"))
    #expect(walk("6", from: start).place == .control("ACC-01"))
    #expect(walk("review", from: start).place == .review)
    #expect(walk("CEN-01", from: walk("1", "1", "2", "l")).place == .question("incidents"))
    #expect(walk("", from: start) == walk("1"))
    #expect(walk("dev-01", "b", from: start).place == .question("country"))
  }

  @Test func theReviewKnowsNoNumberWithoutARow() {
    let done = walk("1", "1", "2", "1", "1", "1", "1", "1")
    #expect(done.place == .review)
    #expect(
      said("1", in: done)
        == "please type f to finish, the id of a question to go back to it, or h for help")
    #expect(engine.take("f", in: done).ending == .finish)
  }

  @Test func aDraftOfAnotherChecklistIsGoneOnWithWhereItCan() throws {
    var state = walk("1", "1", "1", "1", "1", "1")
    state.place = .control("OLD-09")
    state.role = "astronaut"
    state.context["country"] = ["atlantis"]
    state.replies["ACC-01"]?.option = "gone"
    let repaired = engine.course.repaired(state)
    #expect(repaired.place == .role)
    #expect(repaired.context["country"] == nil)
    #expect(repaired.replies["ACC-01"] == Reply(.met))
    #expect(walk("2", from: repaired).place == .question("country"))
  }

  @Test func aPersonsPaceIsLearnt() {
    #expect(Pace().minutes(for: 3) == 1)
    #expect(Pace().minutes(for: 30) == 10)
    var pace = Pace()
    for _ in 0..<45 { pace.note(seconds: 4) }
    #expect(pace.minutes(for: 30) == 3)
    pace.note(seconds: 86_400)
    #expect(pace.minutes(for: 30) == 4)
    #expect(pace.minutes(for: 0) == 0)
  }
}
