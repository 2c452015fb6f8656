internal import Hygiene

extension Engine {
  /// The whole page for a state.
  func page(for state: InterviewState) -> Page {
    switch (state.mode, state.place) {
    case (.noting, .control(let id)): notePage(for: id, in: state)
    case (.listing(let first), _): listPage(from: first, in: state)
    case (_, .review): reviewPage(in: state)
    default: questionPage(in: state)
    }
  }

  private func questionPage(in state: InterviewState) -> Page {
    let choices = choices(at: state.place)
    var blocks: [Block] = [
      .rule, .progress(progressLine(in: state)), .title(title(of: state.place)),
    ]
    if !words.isTranslated(questionID(of: state.place)) {
      blocks.append(.faint(words["interview.untranslated"]))
    }
    if choices.allowsSeveral { blocks.append(.faint(words["interview.several"])) }
    blocks += choices.all.enumerated().map { offset, choice in
      .choice(number: offset + 1, label: choice.label, letter: choice.letter)
    }
    if let given = given(at: state.place, in: state) {
      blocks.append(.chosen(words["interview.given", ["answer": given]]))
    }
    if case .control(let id) = state.place {
      if let note = state.replies[id]?.note {
        blocks.append(.chosen(words["interview.note", ["note": note]]))
      }
      blocks += measured(id, in: state)
    }
    return Page(
      blocks: blocks + [.keys(commandLine(Engine.commands))],
      prompt: words["interview.prompt.answer"])
  }

  func commandLine(_ commands: [Command]) -> String {
    words["interview.commands", ["commands": keys.line(commands)]]
  }

  func progressLine(in state: InterviewState) -> String {
    let progress = course.progress(in: state)
    let id = progress.minutes > 0 ? "interview.progress" : "interview.progress.over"
    return words[
      id,
      [
        "section": section(of: state.place), "number": String(progress.number),
        "count": String(progress.count), "minutes": String(progress.minutes),
      ]]
  }

  func section(of place: Place) -> String {
    switch place {
    case .role, .profile: words["interview.section.role"]
    case .question: words["interview.section.context"]
    case .control(let id): words["\(checklist.control(id)?.domain.rawValue ?? "").title"]
    case .review: words["interview.section.review"]
    }
  }

  func questionID(of place: Place) -> String {
    switch place {
    case .role: "role.question"
    case .profile: "interview.profile.question"
    case .question(let id): "\(id).question"
    case .control(let id): "\(id).question"
    case .review: "interview.section.review"
    }
  }

  /// The question, with the id by which it can be found again.
  func title(of place: Place) -> String {
    let question = words[questionID(of: place)]
    if case .control(let id) = place { return "\(id). \(question)" }
    return question
  }

  /// The answer that was given, such as `2, partly`; nil when there is none.
  func given(at place: Place, in state: InterviewState) -> String? {
    let all = choices(at: place).all
    return given(at: place, in: state) { "\($0 + 1), \(all[$0].label)" }
  }

  /// The answer in words of the caller's making, by its position.
  func given(
    at place: Place, in state: InterviewState, as text: (Int) -> String
  ) -> String? {
    guard course.isAnswered(place, in: state) else { return nil }
    let all = choices(at: place).all
    let chosen = all.indices.filter { index in
      switch (all[index].value, place) {
      case (.role(let role), _): state.role == role
      case (.profile(let profile), _): state.profile == profile
      case (.context(let value), .question(let id)): state.context[id]?.contains(value) ?? false
      case (.reply(let answer, let option), .control(let id)):
        state.replies[id]?.answer == answer && state.replies[id]?.option == option
      default: false
      }
    }
    if chosen.isEmpty, case .control(let id) = place, let reply = state.replies[id] {
      return words["interview.answer.\(reply.answer.rawValue)"]
    }
    return chosen.map(text).joined(separator: "; ")
  }

  private func notePage(for id: ControlID, in state: InterviewState) -> Page {
    var blocks: [Block] = [.gap, .title(words["interview.note.title", ["id": id.rawValue]])]
    blocks.append(.warning(words["interview.note.warning"]))
    if let note = state.replies[id]?.note {
      blocks.append(.chosen(words["interview.note", ["note": note]]))
      blocks.append(.text(words["interview.note.replace"]))
    }
    let leave = ["back": keys.letter(of: .back), "quit": keys.letter(of: .quit)]
    blocks.append(.keys(words["interview.note.keys", leave]))
    return Page(blocks: blocks, prompt: words["interview.prompt.note"])
  }

  /// Why a question is asked, what to do, what to beware of, and where to read on.
  func explanation(of place: Place) -> [Block] {
    switch place {
    case .role: return [.gap, .text(words["role.why"])]
    case .profile: return [.gap, .text(words["interview.profile.why"])]
    case .question(let id): return [.gap, .text(words["\(id).why"])]
    case .review: return [.gap, .text(words["interview.review.why"])]
    case .control(let id):
      var blocks: [Block] = [
        .gap, .title(words["interview.why.title"]), .text(words["\(id).why"]),
        .gap, .title(words["interview.why.action"]), .text(words["\(id).action"]),
      ]
      if words.has("\(id).caution") {
        blocks += [.gap, .warning(words["interview.why.caution"] + " " + words["\(id).caution"])]
      }
      let references = checklist.control(id)?.references ?? []
      if !references.isEmpty { blocks += [.gap, .title(words["interview.why.references"])] }
      return blocks
        + references.enumerated().map { offset, address in
          let title = "\(id).reference.\(offset + 1)"
          return .text(words.has(title) ? "\(words[title]): \(address)" : address)
        }
    }
  }

  var help: [Block] {
    [.gap, .title(words["interview.help.title"]), .text(words["interview.help.answers"])]
      + Engine.commands.map { command in
        .row(key: keys.letter(of: command), text: words["interview.help.\(command.rawValue)"])
      }
  }
}
