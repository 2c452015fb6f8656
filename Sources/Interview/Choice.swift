internal import Hygiene

/// One of the answers that a question offers.
struct Choice: Hashable {
  enum Value: Hashable {
    case role(String)
    case profile(String)
    case context(String)
    case reply(Answer, option: String?)
    /// An answer to something else than the questionnaire.
    case other
  }
  let value: Value
  let label: String
  /// The letter that stands for it, in lower case; nil when it would not be clear.
  let letter: Character?
}

/// The answers to a question, in the order of their numbers.
///
/// A command's letter always means the command. Of the other letters an answer gets its first one,
/// if no other answer here begins with it: a letter never has two meanings, and the page shows
/// which there are. Numbers work always, and so do the first letters of an answer, from two on, as
/// far as they are clear.
struct Choices {
  let all: [Choice]
  let allowsSeveral: Bool

  init(at place: Place, of checklist: Checklist, words: Words, keys: Keys) {
    var several = false
    var offers: [(value: Choice.Value, label: String)] = []
    switch place {
    case .role:
      offers = checklist.roles.map { (.role($0), words["role.choice.\($0)"]) }
    case .profile:
      offers = checklist.profiles.map { (.profile($0.id), words["profile.\($0.id).title"]) }
    case .question(let id):
      guard let question = checklist.questions.first(where: { $0.id == id }) else { break }
      several = question.allowsSeveral
      offers = question.choices.map { (.context($0), words["\(id).choice.\($0)"]) }
    case .control(let id):
      guard let control = checklist.control(id) else { break }
      let options = control.options.map { option -> (Choice.Value, String) in
        (.reply(option.answer, option: option.id), words["\(id).option.\(option.id)"])
      }
      let plain: [Answer] = options.isEmpty ? [.met, .partly, .notMet] : []
      offers =
        options
        + (plain + [.unknown, .notApplicable]).map {
          (.reply($0, option: nil), words["interview.answer.\($0.rawValue)"])
        }
    case .review: break
    }
    self.init(offers, several: several) { !keys.isTaken($0) }
  }

  /// A question outside the questionnaire: no letter is a command there.
  init(_ labels: [String]) {
    self.init(labels.map { (.other, $0) }, several: false) { _ in true }
  }

  private init(
    _ offers: [(value: Choice.Value, label: String)], several: Bool,
    isFree: (Character) -> Bool
  ) {
    let firsts = offers.compactMap { $0.label.asTyped.first }
    all = offers.map { offer in
      let first = offer.label.asTyped.first.flatMap { first -> Character? in
        let isClear = firsts.count { $0 == first } == 1
        return isClear && first.isLetter && isFree(first) ? first : nil
      }
      return Choice(value: offer.value, label: offer.label, letter: first)
    }
    allowsSeveral = several
  }

  /// What somebody typed, as positions in `all`, or what to tell them.
  func positions(in text: String) -> Result<[Int], Wrong> {
    if let position = position(of: text) { return .success([position]) }
    guard allowsSeveral else {
      let parts = text.split(whereSeparator: { ", ;".contains($0) })
      let isSeveral = parts.count > 1 && parts.allSatisfy { position(of: String($0)) != nil }
      return .failure(Wrong(isSeveral ? "interview.wrong.one-only" : reason(against: text), count))
    }
    var found: Set<Int> = []
    for part in text.split(whereSeparator: { ", ;".contains($0) }) {
      guard let position = position(of: String(part)) else {
        return .failure(Wrong(reason(against: String(part)), count))
      }
      found.insert(position)
    }
    guard !found.isEmpty else { return .failure(Wrong("interview.wrong.several", count)) }
    return isContradictory(found)
      ? .failure(Wrong("interview.wrong.none-with-others", count)) : .success(found.sorted())
  }

  private var count: [String: String] { ["count": String(all.count)] }

  private func reason(against text: String) -> String {
    let isUnclear = all.count { $0.label.asTyped.hasPrefix(text.asTyped) } > 1
    if isUnclear { return "interview.wrong.unclear" }
    return allowsSeveral ? "interview.wrong.several" : "interview.wrong.choice"
  }

  /// A choice called `none` says that the others do not hold.
  private func isContradictory(_ found: Set<Int>) -> Bool {
    found.count > 1 && found.contains { all[$0].value == .context("none") }
  }

  private func position(of typed: String) -> Int? {
    let text = typed.asTyped
    let digits = text.hasSuffix(".") || text.hasSuffix(")") ? String(text.dropLast()) : text
    if let number = Int(digits) {
      return number >= 1 && number <= all.count ? number - 1 : nil
    }
    if text.count == 1 { return all.firstIndex { $0.letter.map(String.init) == text } }
    let labels = all.map(\.label.asTyped)
    if let whole = labels.firstIndex(of: text) { return whole }
    let fitting = labels.indices.filter { labels[$0].hasPrefix(text) }
    return text.count > 1 && fitting.count == 1 ? fitting.first : nil
  }
}

/// Something was typed that means nothing here; the sentence says what would.
struct Wrong: Error {
  let message: Message
  init(_ id: String, _ values: [String: String] = [:]) { message = Message(id, values) }
}
