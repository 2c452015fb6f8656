import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing

@testable import Interview

/// A checklist of ten thousand controls: what is done for a step may grow with the checklist, and
/// with nothing else.
@Suite struct LargeTests {
  private func engine(controls: Int) throws -> Engine {
    let scratch = try Scratch()
    let (structure, english) = largeChecklist(controls: controls)
    try scratch.write(structure, to: "checklist.yaml")
    try scratch.write(english, to: "text.en.yaml")
    var world = World.unplugged
    world.files = LiveFiles()
    let checklist = try readChecklist(.folder(scratch.path), language: "en", in: world)
    #expect(checklist.controls.count == controls)
    return Engine(checklist, words: Sample.words)
  }

  /// Answers, goes back, looks at lists and at the review, each with its page.
  private func steps(_ engine: Engine, from start: InterviewState) -> InterviewState {
    var state = start
    for line in ["1", "2", "s", "b", "n", "a note", "?", "x", "l", "", "", "b", "l", "review", "b"]
    {
      let step = engine.take(line, in: state)
      state = step.state
      _ = Rendering(.plain).text(of: step.said + engine.page(for: state).blocks, columns: 80)
    }
    return state
  }

  /// Somebody technical who is halfway through everything.
  private func halfway(_ engine: Engine) -> InterviewState {
    var state = InterviewState(profile: "full")
    state.role = "technical"
    state.context["website"] = ["yes"]
    let controls = engine.checklist.controls
    for control in controls.prefix(controls.count / 2) { state.replies[control.id] = Reply(.met) }
    state.place = .control(controls[controls.count / 2].id)
    return state
  }

  @Test func aStepInTenThousandControlsCostsAtMostInProportion() throws {
    let (small, large) = (try engine(controls: 1000), try engine(controls: 10_000))
    let states = (halfway(small), halfway(large))
    let times = (
      processorTime { _ = steps(small, from: states.0) },
      processorTime { _ = steps(large, from: states.1) }
    )
    #expect(times.1 / times.0 < 30, "\(times)")
  }

  /// Whoever goes to the end at once is not shown ten thousand lines.
  @Test func theReviewOfTenThousandOpenQuestionsIsShort() throws {
    let engine = try engine(controls: 10_000)
    var state = halfway(engine)
    for control in engine.checklist.controls.prefix(100) {
      state.replies[control.id] = nil
      state.skipped.insert(.control(control.id))
    }
    state.place = .review
    let page = engine.page(for: state)
    #expect(page.blocks.count < 50)
    let more = page.blocks.filter {
      if case .text(let text) = $0 { text.contains("more; l shows") } else { false }
    }
    // The profile's role decides: 100 were skipped, and 5000 were not asked.
    #expect(more == [85, 4985].map { .text("and \($0) more; l shows the list of all questions") })
    // Those that are not shown can be gone to all the same.
    #expect(engine.take("5000", in: state).state.place != .review)
  }
}
