public import Hygiene
public import Platform

/// The questionnaire, asked of the person at the terminal.
public struct Interview: Sendable {
  /// How an interview ends, if nothing stops it.
  public enum Ending: Hashable, Sendable {
    case finished(Context, Answers, Pace)
    /// The person pauses; all that was answered has been kept.
    case quit
  }

  private let checklist: Checklist
  private let words: Words
  private let terminal: any Terminal
  private let rendering: Rendering
  private let now: @Sendable () -> ContinuousClock.Instant

  /// The words are the program's own; those of the checklist come with it.
  public init(
    _ checklist: Checklist, words: Words, on terminal: any Terminal, rendering: Rendering
  ) {
    self.init(checklist, words: words, on: terminal, rendering: rendering) { ContinuousClock.now }
  }

  /// `now` measures how long an answer takes.
  init(
    _ checklist: Checklist, words: Words, on terminal: any Terminal, rendering: Rendering,
    now: @escaping @Sendable () -> ContinuousClock.Instant
  ) {
    (self.checklist, self.words, self.terminal) = (checklist, words, terminal)
    (self.rendering, self.now) = (rendering, now)
  }

  /// Asks until the person has finished or quits.
  ///
  /// - Parameters:
  ///   - state: the beginning, or what a draft has kept.
  ///   - whenContextIsKnown: called once, before the first question about a control (or the review
  ///     page) is shown: here consent is asked and the checks are started. When a draft is gone on
  ///     with behind that point, it is called at once.
  ///   - measurements: looked at after each answer, and awaited before the review page is first
  ///     shown.
  ///   - keeping: called with every change before the next question is asked; the answer is not
  ///     safe before it returns.
  /// - Returns: how it ended.
  /// - Throws: `Interrupted` at the end of input or when the task is cancelled, with all complete
  ///   answers kept; and whatever the closures throw.
  public func run(
    from state: InterviewState,
    whenContextIsKnown: (Context) async throws -> Void,
    measurements: Measurements,
    keeping: (InterviewState) async throws -> Void
  ) async throws -> Ending {
    var engine = Engine(checklist, words: words)
    var state = engine.course.repaired(state)
    var (contextIsKnown, isMeasured, showsPage) = (false, false, true)
    var start = now()
    while true {
      if state.place.isPastContext, !contextIsKnown {
        contextIsKnown = true
        try await whenContextIsKnown(engine.course.context(in: state))
        start = now()
      }
      if state.place == .review, !isMeasured {
        isMeasured = true
        engine.measurements = .init(evidence: try await awaited(measurements.all))
      }
      let page = engine.page(for: state)
      if showsPage { show(page.blocks) }
      terminal.show(rendering.prompt(page.prompt, columns: terminal.size.columns))
      let line = try await terminal.readLine()

      let seconds = Int((start.duration(to: now()) / .seconds(1)).rounded())
      if contextIsKnown, !isMeasured { engine.measurements = await measurements.soFar() }
      let step = engine.take(line, in: state, after: seconds)
      if step.state.kept != state.kept { try await keeping(step.state.kept) }
      if step.state.place != state.place { start = now() }
      show(step.said)
      (state, showsPage) = (step.state, step.showsPage)
      switch step.ending {
      case .quit: return .quit
      case .finish:
        return .finished(
          engine.course.context(in: state), engine.course.answers(in: state), state.pace)
      case nil: continue
      }
    }
  }

  private func show(_ blocks: [Block]) {
    if blocks.isEmpty { return }
    terminal.show(rendering.text(of: blocks, columns: terminal.size.columns))
  }

  /// Waits for the measurements, and says so if they are not there at once.
  private func awaited(
    _ evidence: @escaping @Sendable () async -> [Evidence]
  ) async throws -> [Evidence] {
    let result = await withTaskGroup(of: [Evidence]?.self) { group in
      group.addTask { await evidence() }
      group.addTask {
        try? await Task.sleep(for: .milliseconds(300))
        return nil
      }
      defer { group.cancelAll() }
      while let result = await group.next() {
        if let result { return result }
        if !Task.isCancelled { show([.faint(words["interview.waiting"])]) }
      }
      return []
    }
    // Evidence that was cut short by a signal must not look like all there is.
    if Task.isCancelled { throw Interrupted() }
    return result
  }
}

extension Place {
  fileprivate var isPastContext: Bool {
    switch self {
    case .role, .profile, .question: false
    case .control, .review: true
    }
  }
}

extension InterviewState {
  /// What is worth keeping: a list or a half-written note is not.
  fileprivate var kept: InterviewState {
    var state = self
    state.mode = .asking
    return state
  }
}
