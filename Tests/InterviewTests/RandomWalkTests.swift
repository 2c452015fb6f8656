import FoundationEssentials
import Hygiene
import Testing

@testable import Interview

/// Thousands of people who type anything.
@Suite struct RandomWalkTests {
  @Test(arguments: Ground.all)
  func noPathIsADeadEndAndBackRestoresExactly(_ ground: Ground) {
    let engine = ground.engine
    for seed in 0..<ground.walks {
      let end = ground.walk(seed: UInt64(seed), length: 8 + seed % 10) { before, line, step in
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
      #expect(canFinish(from: end, on: ground), "seed \(seed)")
    }
  }

  /// Whether skipping all that is left leads to the end.
  private func canFinish(from state: InterviewState, on ground: Ground) -> Bool {
    let engine = ground.engine
    var state = state.mode == .asking ? state : engine.take("b", in: state).state
    for _ in 0...ground.everyPlace.count where state.place != .review {
      state = engine.take("s", in: state).state
    }
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

  @Test(arguments: Ground.all)
  func progressIsNeverMoreThanAllAndEveryPageHasWords(_ ground: Ground) {
    for seed in 0..<min(50, ground.walks) {
      _ = ground.walk(seed: UInt64(seed), length: 20) { _, line, step in
        let progress = ground.engine.course.progress(in: step.state)
        #expect((0...100).contains(progress.percent))
        #expect((1...progress.count).contains(progress.number))
        #expect((0...2 * progress.count).contains(progress.minutes))
        let page = ground.engine.page(for: step.state)
        let text = Rendering(.plain).text(of: step.said + page.blocks, columns: 80) + page.prompt
        #expect(!text.contains("<") && !text.contains("{"), "seed \(seed), line \(line): \(text)")
        #expect(step.showsPage || !step.said.isEmpty || step.ending != nil)
      }
    }
  }

  @Test(arguments: Ground.all)
  func aStateSurvivesBeingKept(_ ground: Ground) throws {
    for seed in 0..<min(300, ground.walks) {
      let state = ground.walk(seed: UInt64(seed), length: 20) { _, _, _ in }
      let bytes = try JSONEncoder().encode(state)
      #expect(try JSONDecoder().decode(InterviewState.self, from: bytes) == state)
    }
  }

  /// A draft that is gone on with is as it was left.
  @Test(arguments: Ground.all)
  func goingOnChangesNothing(_ ground: Ground) {
    for seed in 0..<min(300, ground.walks) {
      var state = ground.walk(seed: UInt64(seed), length: 20) { _, _, _ in }
      state.mode = .asking
      #expect(ground.engine.course.repaired(state) == state, "seed \(seed)")
    }
  }
}
