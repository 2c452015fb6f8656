internal import Hygiene

/// The list of all questions, some at a time, to go to any of them.
extension Engine {
  /// How many are shown at once.
  static let window = 15

  /// The first number of the window that holds the present place.
  func firstListed(around state: InterviewState) -> Int {
    let index = course.places(in: state).firstIndex(of: state.place) ?? 0
    return index / Engine.window * Engine.window + 1
  }

  func listPage(from first: Int, in state: InterviewState) -> Page {
    let places = course.places(in: state)
    let progress = course.progress(in: state)
    let last = min(first + Engine.window - 1, places.count)
    let range = [
      "first": String(first), "last": String(last), "count": String(places.count),
      "percent": String(progress.percent),
    ]
    var blocks: [Block] = [.gap, .title(words["interview.list.title", range])]
    var heading = ""
    for number in first...max(first, last) where number <= places.count {
      let place = places[number - 1]
      if section(of: place) != heading {
        heading = section(of: place)
        blocks.append(.faint(heading))
      }
      blocks.append(
        .row(
          key: String(number), text: "\(listTitle(of: place)) - \(stateName(of: place, in: state))")
      )
    }
    blocks.append(.row(key: String(places.count + 1), text: words["interview.section.review"]))
    let leave = ["back": keys.letter(of: .back), "quit": keys.letter(of: .quit)]
    let id = places.count > Engine.window ? "interview.list.keys.more" : "interview.list.keys"
    return Page(blocks: blocks + [.keys(words[id, leave])], prompt: words["interview.prompt.place"])
  }

  /// As on its page, and for a context question its id in front, so that it can be typed.
  func listTitle(of place: Place) -> String {
    switch place {
    case .control, .review: title(of: place)
    case .role, .profile, .question: "\(place.name). \(title(of: place))"
    }
  }

  private func stateName(of place: Place, in state: InterviewState) -> String {
    let all = choices(at: place).all
    if let given = given(at: place, in: state, as: { all[$0].label }) { return given }
    return words[state.skipped.contains(place) ? "interview.state.skipped" : "interview.state.open"]
  }

  func takeJump(_ text: String, from first: Int, in state: InterviewState) -> Step {
    var state = state
    let places = course.places(in: state)
    switch keys.command(text, among: [.back, .quit, .list]) {
    case .quit: return take(.quit, in: state)
    case .back:
      state.mode = .asking
      return Step(state: state)
    case .list: return Step(state: state)
    default: break
    }
    if text.isEmpty {
      if places.count <= Engine.window {
        state.mode = .asking
      } else {
        let next = first + Engine.window
        state.mode = .listing(from: next > places.count ? 1 : next)
      }
      return Step(state: state)
    }
    guard let place = place(called: text, among: places + [.review]) else {
      return refuse(
        Wrong("interview.wrong.place", ["count": String(places.count + 1)]), in: state)
    }
    return move(to: place, in: state)
  }

  /// The place with this number in the list, or with this id.
  func place(called text: String, among places: [Place]) -> Place? {
    if let number = Int(text) {
      return (1...places.count).contains(number) ? places[number - 1] : nil
    }
    return places.first { $0.name.lowercased() == text.lowercased() }
  }
}
