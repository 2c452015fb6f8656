import Hygiene
import Platform
import TestKit
import Testing

@testable import Interview

/// Whole conversations on a pretended terminal.
@Suite struct InterviewTests {
  /// What the interview told its caller.
  private final class Heard: Sendable {
    struct State {
      var contexts: [Context] = []
      var kept: [InterviewState] = []
    }
    let state = Guarded(State())
    var contexts: [Context] { state.withLock { $0.contexts } }
    var kept: [InterviewState] { state.withLock { $0.kept } }
  }

  private let heard = Heard()

  private func run(
    on terminal: PretendTerminal, _ rendering: Rendering = .init(.plain),
    from state: InterviewState = .init(),
    evidence: @escaping @Sendable () async -> [Evidence] = { Sample.measurements },
    soFar: Measurements.SoFar = .init()
  ) async throws -> Interview.Ending {
    let still = ContinuousClock.now
    let interview = Interview(
      Sample.checklist, words: Sample.words, on: terminal, rendering: rendering, now: { still })
    return try await interview.run(
      from: state,
      whenContextIsKnown: { context in heard.state.withLock { $0.contexts.append(context) } },
      measurements: Measurements(soFar: { soFar }, all: evidence),
      keeping: { state in heard.state.withLock { $0.kept.append(state) } })
  }

  /// A talk that shows every kind of page.
  private static let talk: [PretendTerminal.Typing] = [
    "h", "2", "x", "1", "1", "?", "2", "2 3", "c", "n", "b", "b", "n", "only on the old phone", "",
    "s", "?", "y", "l", "", "b", "d", "5", "9", "2", "ACC-02", "1", "f",
  ]

  @Test(arguments: [80, 40])
  func thePlainPagesReadLikeThis(columns: Int) async throws {
    let terminal = PretendTerminal(InterviewTests.talk, columns: columns)
    _ = try await run(on: terminal)
    try expectGolden(terminal.transcript, "plain-\(columns)")
  }

  @Test(arguments: [80, 40])
  func theInlinePagesReadLikeThis(columns: Int) async throws {
    let terminal = PretendTerminal(InterviewTests.talk, columns: columns)
    _ = try await run(on: terminal, .init(.inline))
    try expectGolden(terminal.transcript, "inline-\(columns)")
  }

  @Test func colourChangesNoWord() async throws {
    let (grey, coloured) = (
      PretendTerminal(InterviewTests.talk), PretendTerminal(InterviewTests.talk)
    )
    _ = try await run(on: grey, .init(.inline))
    _ = try await run(on: coloured, .init(.inline, usesColour: true))
    #expect(coloured.transcript != grey.transcript)
    let without = coloured.transcript.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TypedText.cleaned(String($0)) }.joined(separator: "\n")
    #expect(without == grey.transcript)
  }

  @Test(arguments: [20, 40, 80])
  func noLineIsWiderThanTheTerminal(columns: Int) async throws {
    for style in [Rendering.Style.plain, .inline] {
      let terminal = PretendTerminal(InterviewTests.talk, columns: columns)
      _ = try await run(on: terminal, .init(style))
      for line in terminal.transcript.split(separator: "\n") where !line.contains("://") {
        // What the person types comes on top of a prompt.
        #expect(columnsTaken(by: line) <= columns + (line.contains(": ") ? 30 : 0), "\(line)")
      }
    }
  }

  @Test func itEndsWithWhatWasClaimed() async throws {
    let terminal = PretendTerminal(["1", "1", "2", "1", "2", "y", "3", "d", "f"])
    #expect(
      try await run(on: terminal)
        == .finished(
          Context(["country": ["kz"], "website": ["no"], "incidents": ["none"]]),
          Answers(
            role: "reporter",
            replies: [
              "ACC-01": Reply(.partly, option: "sms"), "ACC-02": Reply(.met),
              "DEV-01": Reply(.notMet), "DEV-02": Reply(.unknown),
            ]), Pace(answers: 8, seconds: 8)))
    #expect(terminal.remaining.isEmpty)
  }

  @Test func everyAnswerIsKeptBeforeTheNextQuestion() async throws {
    let terminal = PretendTerminal(["1", "x", "?", "2", "l", "b", "q"])
    #expect(try await run(on: terminal) == .quit)
    #expect(heard.kept.count == 2)
    #expect(heard.kept.last?.context == ["country": ["kg"]])
  }

  @Test func theEndOfInputLosesNothingAndADraftGoesOnWhereItStopped() async throws {
    let terminal = PretendTerminal(["1", "1", "2", "1", "2", "n", .end])
    await #expect(throws: Interrupted()) { try await run(on: terminal) }
    let draft = try #require(heard.kept.last)
    #expect(draft.replies["ACC-01"]?.answer == .partly)

    let later = PretendTerminal(["y", "q"])
    #expect(try await run(on: later, from: draft) == .quit)
    #expect(later.transcript.contains("ACC-02. Is every password"))
    #expect(heard.kept.last?.replies.count == 2)
  }

  @Test func theContextIsToldOnceBeforeTheFirstControl() async throws {
    let terminal = PretendTerminal([
      "1", "1", "1", "2", "1", "b", "b", "2", "", "l", "website", "2", "q",
    ])
    _ = try await run(on: terminal)
    #expect(
      heard.contexts == [
        Context([
          "country": ["kz"], "website": ["yes"], "hosting": ["outside"], "incidents": ["none"],
        ])
      ])
  }

  @Test func aMeasurementIsNotSeenBeforeTheClaim() async throws {
    let terminal = PretendTerminal(["1", "1", "2", "1", "1", "1", "l", "review", "q"])
    _ = try await run(on: terminal)
    #expect(terminal.transcript.contains("Not asked yet\n1. DEV-01."))
    #expect(!terminal.transcript.contains("Encryption of the home folder"))
  }

  @Test func itWaitsForTheMeasurementsAndSaysSo() async throws {
    let terminal = PretendTerminal(["1", "1", "2", "1", "1", "1", "1", "1", "f"])
    _ = try await run(on: terminal) {
      // There is nothing to wait for but the sentence itself.
      while !terminal.transcript.contains("Waiting for the measurements") { await Task.yield() }
      return Sample.measurements
    }
    let page = terminal.transcript.split(separator: "Waiting for the measurements").last
    let said = page?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    #expect(
      said.contains(
        "You and the measurements differ 1. DEV-01: you said \"yes\", but the measurement speaks "
          + "against it: Encryption of the home folder: a problem (/home/a)"))
  }

  @Test func evidenceThatASignalCutShortIsNotTakenForAll() async throws {
    let terminal = PretendTerminal(["f"])
    let atTheReview = ["1", "1", "2", "1", "s", "s", "s", "s"].reduce(InterviewState()) {
      Sample.engine.take($1, in: $0).state
    }
    let work = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await run(on: terminal, from: atTheReview) { [] }
    }
    await #expect(throws: Interrupted()) { try await work.value }
    #expect(!terminal.transcript.contains("Nothing was skipped"))
  }

  @Test func anErrorOfTheKeeperEndsTheInterview() async throws {
    struct Full: Error {}
    let terminal = PretendTerminal(["1", "1"])
    let interview = Interview(
      Sample.checklist, words: Sample.words, on: terminal, rendering: .init(.plain))
    await #expect(throws: Full.self) {
      try await interview.run(
        from: .init(), whenContextIsKnown: { _ in },
        measurements: Measurements(soFar: { .init() }, all: { [] }),
        keeping: { _ in throw Full() })
    }
    #expect(terminal.remaining == ["1"])
  }
}

private func columnsTaken(by text: Substring) -> Int { columns(of: text) }

/// What was measured stands beside the answer, and never before it.
@Suite struct MeasuredAnswerTests {
  private func engine(
    _ evidence: [Evidence] = Sample.measurements, running: Set<CheckID> = []
  ) -> Engine {
    var engine = Sample.engine
    engine.measurements = .init(evidence: evidence, running: running)
    return engine
  }

  private func text(_ blocks: [Block]) -> String {
    Rendering(.plain).text(of: blocks, columns: 80)
  }

  private var atTheDisk: InterviewState {
    var state = InterviewState()
    state.place = .control("DEV-01")
    return state
  }

  @Test func nothingIsSaidBeforeTheAnswer() {
    let page = text(engine().page(for: atTheDisk).blocks)
    #expect(!page.contains("Measured"))
    let skipped = engine().take("s", in: atTheDisk)
    #expect(!text(skipped.said).contains("Measured"))
  }

  @Test(arguments: [
    ("1", true, "speaks against your answer"), ("3", true, nil), ("4", true, nil),
    ("5", true, "although you said that it does not apply"),
  ])
  func theMeasurementFollowsTheAnswer(_ typed: String, isShown: Bool, warning: String?) {
    let said = text(engine().take(typed, in: atTheDisk).said)
    #expect(said.contains("Measured: Encryption of the home folder: a problem (/home/a)"))
    #expect(said.contains("the report") == (warning != nil), "\(said)")
    if let warning { #expect(said.contains(warning), "\(said)") }
  }

  @Test func whatIsStillMeasuredIsSaidToBeComing() {
    let said = text(engine([], running: ["storage-home"]).take("1", in: atTheDisk).said)
    #expect(said.contains("Encryption of the home folder: still being measured"))
    #expect(!said.contains("Measured:"))
  }

  @Test func whatWasNotMadeIsNoNews() {
    let skipped = [Sample.measured("storage-home", .skipped(because: .noConsent))]
    #expect(!text(engine(skipped).take("1", in: atTheDisk).said).contains("Encryption"))
  }

  @Test func goingBackShowsItAgainAndTheAnswerMayBeChanged() {
    let engine = engine()
    var state = engine.take("1", in: atTheDisk).state
    state = engine.take("b", in: state).state
    #expect(text(engine.page(for: state).blocks).contains("speaks against your answer"))
    let changed = engine.take("3", in: state)
    #expect(changed.state.replies["DEV-01"]?.answer == .notMet)
    #expect(!text(changed.said).contains("speaks against"))
  }
}
