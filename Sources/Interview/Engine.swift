internal import Hygiene
internal import Platform

/// The interview without a terminal: from a state and a line that was typed to the next state and
/// what is said to it. Pure.
struct Engine {
  let checklist: Checklist
  /// The checklist's words and the program's.
  let words: Words
  /// What was measured; shown only where the claim has been made.
  var measurements = Measurements.SoFar()

  /// What follows from one line.
  struct Step {
    enum Ending { case quit, finish }
    var state: InterviewState
    /// What is said to the line itself.
    var said: [Block] = []
    /// Whether the page is shown again, or only its prompt.
    var showsPage = true
    var ending: Ending?
  }

  init(_ checklist: Checklist, words: Words) {
    (self.checklist, self.words) = (checklist, checklist.words.joined(with: words))
  }

  var course: Course { Course(checklist: checklist) }
  var keys: Keys { Keys(words) }

  func choices(at place: Place) -> Choices {
    Choices(at: place, of: checklist, words: words, keys: keys)
  }

  /// What a line means here; `seconds` is how long the person thought, for the pace.
  func take(_ line: String, in state: InterviewState, after seconds: Int = 0) -> Step {
    let text = line.trimmed
    switch state.mode {
    case .noting: return takeNote(text, in: state)
    case .listing(let first): return takeJump(text, from: first, in: state)
    case .asking: break
    }
    if state.place == .review { return takeReview(text, in: state) }
    if text.isEmpty { return takeNothing(in: state) }
    if let command = keys.command(text, among: Engine.commands) {
      return take(command, in: state)
    }
    switch choices(at: state.place).positions(in: text) {
    case .success(let positions): return answer(positions, in: state, after: seconds)
    case .failure(let wrong): return refuse(wrong, in: state)
    }
  }

  /// The commands at a question, in the order in which they are shown.
  static let commands: [Command] = [.back, .skip, .why, .note, .list, .quit, .help]

  func take(_ command: Command, in state: InterviewState) -> Step {
    switch command {
    case .back: return goBack(from: state)
    case .skip: return skip(in: state)
    case .why: return Step(state: state, said: explanation(of: state.place))
    case .help: return Step(state: state, said: help)
    case .quit:
      var state = state
      state.mode = .asking
      return Step(state: state, showsPage: false, ending: .quit)
    case .list:
      var state = state
      state.mode = .listing(from: firstListed(around: state))
      return Step(state: state)
    case .note:
      guard case .control = state.place else {
        return refuse(Wrong("interview.wrong.no-note-here"), in: state)
      }
      var state = state
      state.mode = .noting
      return Step(state: state)
    case .finish: return refuse(Wrong("interview.wrong.not-yet"), in: state)
    }
  }

  func refuse(_ wrong: Wrong, in state: InterviewState) -> Step {
    Step(state: state, said: [.notice(words[wrong.message])], showsPage: false)
  }

  private func answer(
    _ positions: [Int], in state: InterviewState, after seconds: Int
  ) -> Step {
    let all = choices(at: state.place).all
    var state = state
    var context: [String] = []
    for choice in positions.map({ all[$0] }) {
      switch (choice.value, state.place) {
      case (.role(let role), _): state.role = role
      case (.profile(let profile), _): state.profile = profile
      case (.context(let value), _): context.append(value)
      case (.reply(let answer, let option), .control(let id)):
        state.replies[id] = Reply(answer, option: option, note: state.replies[id]?.note)
      default: break
      }
    }
    if case .question(let id) = state.place { state.context[id] = context }
    state.skipped.remove(state.place)
    state.pace.note(seconds: seconds)
    let said = words["interview.chosen", ["answer": given(at: state.place, in: state) ?? ""]]
    var blocks: [Block] = [.chosen(said)]
    if case .control(let id) = state.place { blocks += measured(id, in: state) }
    return move(to: course.next(after: state.place, in: state), in: state, saying: blocks)
  }

  /// Enter keeps an answer that was given before, and does not make one up.
  private func takeNothing(in state: InterviewState) -> Step {
    guard let given = given(at: state.place, in: state) else {
      let wrong = choices(at: state.place).allowsSeveral ? "several" : "choice"
      let count = String(choices(at: state.place).all.count)
      return refuse(Wrong("interview.wrong.\(wrong)", ["count": count]), in: state)
    }
    let said = words["interview.kept", ["answer": given]]
    return move(to: course.next(after: state.place, in: state), in: state, saying: [.chosen(said)])
  }

  private func skip(in state: InterviewState) -> Step {
    var state = state
    let wasAnswered = course.isAnswered(state.place, in: state)
    switch state.place {
    case .role: state.role = nil
    case .profile: state.profile = nil
    case .question(let id): state.context[id] = nil
    case .control(let id):
      let note = state.replies[id]?.note
      state.replies[id] = note.map { Reply(.unanswered, note: $0) }
    case .review: break
    }
    state.skipped.insert(state.place)
    let said = words[wasAnswered ? "interview.taken-back" : "interview.skipped"]
    return move(to: course.next(after: state.place, in: state), in: state, saying: [.chosen(said)])
  }

  func move(to place: Place, in state: InterviewState, saying said: [Block] = []) -> Step {
    var state = state
    if place != state.place { state.history.append(state.place) }
    (state.place, state.mode) = (place, .asking)
    return Step(state: state, said: said)
  }

  /// To where the person came from; places that no longer apply are passed over.
  func goBack(from state: InterviewState) -> Step {
    var state = state
    state.mode = .asking
    let places = course.places(in: state)
    while let last = state.history.popLast() {
      guard last == .review || places.contains(last), last != state.place else { continue }
      state.place = last
      return Step(state: state)
    }
    let number = places.firstIndex(of: state.place) ?? places.count
    guard number > 0 else { return refuse(Wrong("interview.wrong.first"), in: state) }
    state.place = places[number - 1]
    return Step(state: state)
  }

  private func takeNote(_ text: String, in state: InterviewState) -> Step {
    var state = state
    guard case .control(let id) = state.place else { return goBack(from: state) }
    // A note of one letter says nothing; somebody wants to get out of here.
    switch keys.command(text, among: [.back, .quit]) {
    case .quit where text.count == 1: return take(.quit, in: state)
    case .back where text.count == 1:
      state.mode = .asking
      return Step(state: state)
    default: break
    }
    state.mode = .asking
    let had = state.replies[id]?.note != nil
    var reply = state.replies[id] ?? Reply(.unanswered)
    reply.note = text.isEmpty ? nil : text
    state.replies[id] = reply == Reply(.unanswered) ? nil : reply
    let said = text.isEmpty ? (had ? "note-removed" : "no-note") : "note-kept"
    return Step(state: state, said: [.chosen(words["interview.\(said)"])])
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
