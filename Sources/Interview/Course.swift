internal import Hygiene

/// The way through a checklist that follows from what was answered so far.
struct Course {
  let checklist: Checklist

  /// The answers that count: those to questions that are asked, among their choices.
  ///
  /// Read from the top, so that an answer nobody sees any more decides nothing further down.
  func context(in state: InterviewState) -> Context {
    let asked = checklist.profile(state.profile)?.context
    return checklist.questions.reduce(into: Context()) { context, question in
      guard asked?.contains(question.id) ?? true, question.askWhen.holds(in: context) != false
      else { return }
      let given = Set(state.context[question.id] ?? [])
      let values = question.choices.filter(given.contains)
      if !values.isEmpty { context.values[question.id] = values }
    }
  }

  /// What is asked, in order: the role, the profile, the context, the controls that may apply.
  func places(in state: InterviewState) -> [Place] {
    let context = context(in: state)
    let asked = checklist.profile(state.profile)?.context
    let questions = checklist.questions.filter {
      (asked?.contains($0.id) ?? true) && $0.askWhen.holds(in: context) != false
    }
    return (checklist.roles.isEmpty ? [] : [.role]) + (checklist.profiles.isEmpty ? [] : [.profile])
      + questions.map { .question($0.id) } + controls(in: state).map { .control($0.id) }
  }

  /// The controls that this person is asked about.
  private func controls(in state: InterviewState) -> [Control] {
    checklist.controls(
      askedOf: Answers(role: state.role, profile: state.profile), in: context(in: state))
  }

  func isAnswered(_ place: Place, in state: InterviewState) -> Bool {
    switch place {
    case .role: state.role != nil
    case .profile: state.profile != nil
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
    Answers(
      role: state.role, profile: state.profile,
      replies: controls(in: state).reduce(into: [:]) { replies, control in
        guard let reply = state.replies[control.id], reply != Reply(.unanswered) else { return }
        replies[control.id] = reply
      })
  }

  /// The state with all that this checklist does not know put aside, ready to be gone on with: a
  /// draft may have been begun with another version of the checklist.
  func repaired(_ state: InterviewState) -> InterviewState {
    var state = state
    state.mode = .asking
    if let role = state.role, !checklist.roles.contains(role) { state.role = nil }
    if checklist.profile(state.profile) == nil { state.profile = nil }
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
