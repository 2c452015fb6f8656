internal import Hygiene
internal import Platform

/// The page before the end: what was left out, and where claim and measurement differ.
extension Engine {
  /// Something to look at again.
  private struct Remark {
    enum Kind: String, CaseIterable {
      case contradiction, offer, skipped, open

      /// What was found out is shown whole; what the person left out may be nearly everything.
      var isMadeByTheProgram: Bool { self == .contradiction || self == .offer }
    }
    let kind: Kind
    let place: Place
    let text: String
  }

  static let reviewCommands: [Command] = [.back, .list, .why, .quit, .help]

  func reviewPage(in state: InterviewState) -> Page {
    let remarks = remarks(in: state)
    var blocks: [Block] = [.rule, .title(words["interview.section.review"])]
    blocks.append(.text(words["interview.review.summary", counts(in: state)]))
    for kind in Remark.Kind.allCases {
      let rows = remarks.enumerated().filter { $0.element.kind == kind }
      if rows.isEmpty { continue }
      blocks += [.gap, .title(words["interview.review.\(kind.rawValue)"])]
      let shown = kind.isMadeByTheProgram ? rows.count : min(rows.count, Engine.window)
      blocks += rows.prefix(shown).map { .row(key: String($0.offset + 1), text: $0.element.text) }
      if shown < rows.count {
        let more = ["count": String(rows.count - shown), "list": keys.letter(of: .list)]
        blocks.append(.text(words["interview.review.more", more]))
      }
    }
    if remarks.isEmpty { blocks += [.gap, .text(words["interview.review.nothing"])] }
    let finish = ["finish": keys.letter(of: .finish)]
    let id = remarks.isEmpty ? "interview.review.finish" : "interview.review.go"
    return Page(
      blocks: blocks + [
        .gap, .text(words[id, finish]), .keys(commandLine([.finish] + Engine.reviewCommands)),
      ], prompt: words["interview.prompt.review"])
  }

  private func counts(in state: InterviewState) -> [String: String] {
    let places = course.places(in: state)
    let unknown = course.answers(in: state).replies.values.count { $0.answer == .unknown }
    return [
      "answered": String(places.count { course.isAnswered($0, in: state) }),
      "count": String(places.count), "unknown": String(unknown),
    ]
  }

  private func remarks(in state: InterviewState) -> [Remark] {
    let all = course.places(in: state).compactMap { remark(on: $0, in: state) }
    return Remark.Kind.allCases.flatMap { kind in all.filter { $0.kind == kind } }
  }

  private func remark(on place: Place, in state: InterviewState) -> Remark? {
    // A measurement must not be seen before the claim, so an open question gets none.
    if course.isOpen(place, in: state) {
      return Remark(kind: .open, place: place, text: listTitle(of: place))
    }
    if case .control(let id) = place, let control = checklist.control(id),
      let remark = measured(control, in: state)
    {
      return remark
    }
    guard state.skipped.contains(place) else { return nil }
    return Remark(kind: .skipped, place: place, text: listTitle(of: place))
  }

  private func measured(_ control: Control, in state: InterviewState) -> Remark? {
    let claimed = state.replies[control.id]?.answer ?? .unanswered
    let result = ControlResult(
      control, claimed: claimed, evidence: measurements.evidence,
      partly: checklist.partlyCredit)
    let values = [
      "id": control.id.rawValue, "measured": measurements(for: result),
      "claimed": words["interview.answer.\(claimed.rawValue)"],
    ]
    if let kind = result.contradiction {
      let text = words["interview.review.\(kind.rawValue)", values]
      return Remark(kind: .contradiction, place: .control(control.id), text: text)
    }
    guard let offer = result.offer else { return nil }
    let proposed = ["offer": words["interview.answer.\(offer.rawValue)"]]
    return Remark(
      kind: .offer, place: .control(control.id),
      text: words["interview.review.offered", values.merging(proposed) { one, _ in one }])
  }

  /// The measurements that made the difference, three at most.
  private func measurements(for result: ControlResult) -> String {
    let relevant = result.control.evidence.flatMap { link in
      measurements.evidence.filter { item in
        item.check == link.check
          && (result.measured == .gap
            ? link.gaps.contains(item.outcome.kind) : item.outcome.kind == .good)
      }
    }
    return relevant.prefix(3).map { text(of: $0) }.joined(separator: "; ")
  }

  func takeReview(_ text: String, in state: InterviewState) -> Step {
    let command = keys.command(text, among: [.finish] + Engine.reviewCommands)
    switch command {
    case .finish: return Step(state: state, showsPage: false, ending: .finish)
    case .help: return Step(state: state, said: explanation(of: .review))
    case .some(let command): return take(command, in: state)
    case nil: break
    }
    let remarks = remarks(in: state)
    if let number = Int(text), (1...max(1, remarks.count)).contains(number), !remarks.isEmpty {
      return move(to: remarks[number - 1].place, in: state)
    }
    if Int(text) == nil, !text.isEmpty,
      let place = place(called: text, among: course.places(in: state))
    {
      return move(to: place, in: state)
    }
    let values = ["finish": keys.letter(of: .finish)]
    let id = remarks.isEmpty ? "interview.wrong.review-empty" : "interview.wrong.review"
    return refuse(Wrong(id, values), in: state)
  }
}
