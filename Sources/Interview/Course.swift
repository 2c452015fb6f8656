internal import Hygiene

/// The way through a checklist that follows from what was answered so far.
struct Course {
  /// What a person may be in a newsroom. Words: `interview.role.choice.<role>`.
  static let roles = ["reporter", "editor", "technical", "management", "other"]

  let checklist: Checklist

  /// The answers that count: those to questions that are asked, among their choices.
  ///
  /// Read from the top, so that an answer nobody sees any more decides nothing further down.
  func context(in state: InterviewState) -> Context {
    checklist.questions.reduce(into: Context()) { context, question in
      guard question.askWhen.holds(in: context) != false else { return }
      let given = Set(state.context[question.id] ?? [])
      let values = question.choices.filter(given.contains)
      if !values.isEmpty { context.values[question.id] = values }
    }
  }

  /// What is asked, in order: the role, the context, the controls that may apply.
  func places(in state: InterviewState) -> [Place] {
    let context = context(in: state)
    let questions = checklist.questions.filter { $0.askWhen.holds(in: context) != false }
    return [.role] + questions.map { .question($0.id) }
      + checklist.controls(fitting: context).map { .control($0.id) }
  }

  func isAnswered(_ place: Place, in state: InterviewState) -> Bool {
    switch place {
    case .role: state.role != nil
    case .question(let id): !(state.context[id] ?? []).isEmpty
    case .control(let id): state.replies[id]?.answer.isAnswer ?? false
    case .review: true
    }
  }

  /// Whether it was neither answered nor skipped.
  func isOpen(_ place: Place, in state: InterviewState) -> Bool {
    !isAnswered(place, in: state) && !state.skipped.contains(place)
  }

  /// The next open place after this one, else the first open one, else the review.
  func next(after place: Place, in state: InterviewState) -> Place {
    let places = places(in: state)
    let start = places.firstIndex(of: place).map { $0 + 1 } ?? 0
    return places[start...].first { isOpen($0, in: state) }
      ?? places[..<start].first { isOpen($0, in: state) } ?? .review
  }

  /// What the person claims, without what no longer applies.
  func answers(in state: InterviewState) -> Answers {
    let controls = checklist.controls(fitting: context(in: state))
    return Answers(
      role: state.role,
      replies: controls.reduce(into: [:]) { replies, control in
        guard let reply = state.replies[control.id], reply != Reply(.unanswered) else { return }
        replies[control.id] = reply
      })
  }

  /// The state with all that this checklist does not know put aside, ready to be gone on with: a
  /// draft may have been begun with another version of the checklist.
  func repaired(_ state: InterviewState) -> InterviewState {
    var state = state
    state.mode = .asking
    if let role = state.role, !Course.roles.contains(role) { state.role = nil }
    for question in checklist.questions {
      let given = Set(state.context[question.id] ?? [])
      let values = question.choices.filter(given.contains)
      state.context[question.id] = values.isEmpty ? nil : values
    }
    for control in checklist.controls {
      guard let option = state.replies[control.id]?.option else { continue }
      if !control.options.contains(where: { $0.id == option }) {
        state.replies[control.id]?.option = nil
      }
    }
    let places = places(in: state)
    if state.place != .review, !places.contains(state.place) {
      state.place = next(after: .review, in: state)
    }
    return state
  }

  func progress(in state: InterviewState) -> Progress {
    let places = places(in: state)
    let open = places.filter { isOpen($0, in: state) }.count
    return Progress(
      number: (places.firstIndex(of: state.place) ?? places.count - 1) + 1, count: places.count,
      percent: 100 * (places.count - open) / places.count,
      minutes: state.pace.minutes(for: open))
  }
}

/// How far somebody is.
struct Progress: Hashable {
  /// Which question this is, counted from 1, of how many.
  let number: Int, count: Int
  /// The share of the questions that were answered or skipped.
  let percent: Int
  /// About how long the open ones will take.
  let minutes: Int
}
