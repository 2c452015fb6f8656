import FoundationEssentials
import Hygiene
import Testing

@testable import Interview

/// Thousands of people who type anything.
@Suite struct RandomWalkTests {
  private let engine = Sample.engine
  /// The same with profiles: what is asked changes on the way.
  private let engines = [
    Sample.engine, Engine(Sample.checklistWithProfiles, words: Sample.words),
  ]

  private static let lines = [
    "1", "2", "3", "4", "5", "6", "1 2", "2,3", "y", "p", "no", "", "s", "s", "?", "h", "n",
    "a note", "l", "l", "b", "b", "b", "DEV-01", "CEN-01", "website", "country", "review", "7",
    "12", "x", "🙂", "-", "finish", "back", "role", "profile",
  ]

  /// A walk of that many lines; every step is shown to `check`.
  private func walk(
    seed: UInt64, length: Int, in engine: Engine,
    check: (_ before: InterviewState, _ line: String, Engine.Step) throws -> Void
  ) rethrows -> InterviewState {
    var dice = Dice(seed: seed)
    var state = InterviewState()
    for _ in 0..<length {
      let line = RandomWalkTests.lines[dice.next(below: RandomWalkTests.lines.count)]
      let step = engine.take(line, in: state, after: dice.next(below: 200))
      try check(state, line, step)
      state = step.state
    }
    return state
  }

  @Test func noPathIsADeadEndAndBackRestoresExactly() {
    for seed in 0..<2000 {
      let engine = engines[seed % 2]
      let end = walk(seed: UInt64(seed), length: 8 + seed % 10, in: engine) { before, line, step in
        guard step.state.history.count > before.history.count else { return }
        let back = engine.take("b", in: step.state).state
        #expect(back.place == before.place, "seed \(seed), line \(line)")
        #expect(back.history == before.history && back.mode == .asking)
        #expect(sameBeside(before.place, before, back), "seed \(seed), line \(line)")
        guard before.mode == .asking else { return }
        var again = engine.take(line, in: back).state
        again.pace = step.state.pace
        #expect(again == step.state, "seed \(seed), line \(line)")
      }
      #expect(canFinish(from: end, in: engine), "seed \(seed)")
    }
  }

  /// Whether skipping all that is left leads to the end.
  private func canFinish(from state: InterviewState, in engine: Engine) -> Bool {
    var state = state.mode == .asking ? state : engine.take("b", in: state).state
    for _ in 0...12 where state.place != .review { state = engine.take("s", in: state).state }
    return engine.take("f", in: state).ending == .finish
  }

  /// Whether two states hold the same answers everywhere but at one place.
  private func sameBeside(_ place: Place, _ one: InterviewState, _ other: InterviewState) -> Bool {
    var (one, other) = (one, other)
    switch place {
    case .role: (one.role, other.role) = (nil, nil)
    case .profile: (one.profile, other.profile) = (nil, nil)
    case .question(let id): (one.context[id], other.context[id]) = (nil, nil)
    case .control(let id): (one.replies[id], other.replies[id]) = (nil, nil)
    case .review: break
    }
    return one.role == other.role && one.profile == other.profile && one.context == other.context
      && one.replies == other.replies
      && one.skipped.subtracting([place]) == other.skipped.subtracting([place])
  }

  @Test func progressIsNeverMoreThanAllAndEveryPageHasWords() {
    for seed in 0..<50 {
      let engine = engines[seed % 2]
      _ = walk(seed: UInt64(seed), length: 20, in: engine) { _, line, step in
        let progress = engine.course.progress(in: step.state)
        #expect((0...100).contains(progress.percent))
        #expect((1...progress.count).contains(progress.number))
        #expect((0...24).contains(progress.minutes))
        let page = engine.page(for: step.state)
        let text = Rendering(.plain).text(of: step.said + page.blocks, columns: 80) + page.prompt
        #expect(!text.contains("<") && !text.contains("{"), "seed \(seed), line \(line): \(text)")
        #expect(step.showsPage || !step.said.isEmpty || step.ending != nil)
      }
    }
  }

  @Test func aStateSurvivesBeingKept() throws {
    for seed in 0..<300 {
      let state = walk(seed: UInt64(seed), length: 20, in: engines[seed % 2]) { _, _, _ in }
      let bytes = try JSONEncoder().encode(state)
      #expect(try JSONDecoder().decode(InterviewState.self, from: bytes) == state)
    }
  }

  @Test func theOrderOfAnsweringChangesNothing() {
    for claims in 0..<40 {
      let results = (0..<4).map { order in
        answerAll(claims: UInt64(claims), order: UInt64(1000 + order), in: engines[claims % 2])
      }
      #expect(Set(results.map(\.answers)).count == 1)
      #expect(Set(results.map(\.context)).count == 1)
      #expect(results[0].answers.role != nil)
    }
  }

  private func answerAll(
    claims: UInt64, order: UInt64, in engine: Engine
  ) -> (context: Context, answers: Answers) {
    let everywhere =
      [Place.role, .profile] + Sample.checklist.questions.map { .question($0.id) }
      + Sample.checklist.controls.map { .control($0.id) }
    var (dice, will) = (Dice(seed: order), Dice(seed: claims))
    let typed = Dictionary(
      uniqueKeysWithValues: everywhere.map { place in
        (place, String(1 + will.next(below: max(1, engine.choices(at: place).all.count))))
      })
    var state = InterviewState()
    while true {
      let open = engine.course.places(in: state).filter { engine.course.isOpen($0, in: state) }
      guard !open.isEmpty else { break }
      let place = open[dice.next(below: open.count)]
      // Second thoughts and looking around on the way.
      let detour = ["b", "?", "l", "h"][dice.next(below: 4)]
      for line in [detour, detour == "l" ? "b" : "?", "l", place.name, typed[place] ?? ""] {
        state = engine.take(line, in: state).state
      }
    }
    return (engine.course.context(in: state), engine.course.answers(in: state))
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed throws the same numbers.
struct Dice {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
