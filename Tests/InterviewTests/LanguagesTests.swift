import Hygiene
import Testing

@testable import Interview

/// The newsroom questionnaire in every language that it is written in.
@Suite struct LanguagesTests {
  static let languages = ["en", "ru", "kk", "ky", "tg", "uz"]

  private func engine(_ language: String) throws -> Engine { try Newsroom.engine(language) }

  private func everyPlace(in engine: Engine) -> [Place] {
    [.role, .profile] + engine.checklist.questions.map { .question($0.id) }
      + engine.checklist.controls.map { .control($0.id) } + [.review]
  }

  /// Every page that can be seen: questions, fresh and answered with a note, explanations, help, the
  /// whole list, and the review with all its kinds of remarks.
  private func everyPage(of engine: Engine) -> [(name: String, blocks: [Block], prompt: String)] {
    var engine = engine
    engine.measurements.evidence = engine.checklist.controls.flatMap(\.evidence).map {
      Sample.measured(
        $0.check, $0.check.rawValue.hasPrefix("storage") ? .good : .problem, at: "/home")
    }
    var pages: [(name: String, blocks: [Block], prompt: String)] = []
    func add(_ name: String, _ state: InterviewState, _ more: [Block] = []) {
      let page = engine.page(for: state)
      pages.append((name, page.blocks + more, page.prompt))
    }
    var answered = InterviewState()
    for place in everyPlace(in: engine) {
      var state = InterviewState()
      state.place = place
      add(place.name, state, engine.explanation(of: place) + engine.help)
      (answered.place, answered.mode) = (place, .asking)
      if place != .review { answered = engine.take("1", in: answered).state }
      guard case .control(let id) = place else { continue }
      answered.replies[id]?.note = "a note"
      (answered.place, answered.mode) = (place, .asking)
      add("\(place.name), answered", answered)
      answered.mode = .noting
      add("\(place.name), noting", answered)
    }
    for first in stride(from: 1, through: engine.checklist.controls.count, by: 15) {
      answered.mode = .listing(from: first)
      add("list from \(first)", answered)
    }
    (answered.place, answered.mode) = (.review, .asking)
    // One of each remark: skipped, open, measured otherwise.
    answered.skipped.insert(.profile)
    answered.profile = nil
    answered.role = nil
    for control in engine.checklist.controls where control.evidence.first?.check == "storage-home" {
      answered.replies[control.id] = Reply(.unknown)
    }
    add("review with remarks", answered)
    for kind in ["contradiction", "offer", "skipped", "open"] {
      #expect(
        pages.last?.blocks.contains(.title(engine.words["interview.review.\(kind)"])) == true,
        "\(kind)")
    }
    return pages
  }

  /// Nothing is cut at 40 columns, no text is missing, no gap is left.
  @Test(arguments: languages)
  func everyPageFitsAndIsWhole(_ language: String) throws {
    for (name, blocks, prompt) in everyPage(of: try engine(language)) {
      for (style, columns) in [(Rendering.Style.plain, 40), (.inline, 40), (.inline, 80)] {
        let rendering = Rendering(style)
        let text = rendering.text(of: blocks, columns: columns)
        #expect(!text.contains("{") && !text.contains("<"), "\(language), \(name)")
        let shown = text + rendering.prompt(prompt, columns: columns)
        for line in shown.split(separator: "\n") where !line.contains("://") {
          #expect(Hygiene.columns(of: line) <= columns, "\(language), \(name): \(line)")
        }
      }
    }
  }

  @Test(arguments: languages)
  func nothingIsLeftInEnglish(_ language: String) throws {
    let engine = try engine(language)
    let missing = engine.words.ids.filter { !engine.words.isTranslated($0) }
    #expect(missing == [], "\(language)")
  }

  /// A letter means one command, in the language's own alphabet and in the Latin one.
  @Test(arguments: languages)
  func everyCommandHasALetterOfItsOwn(_ language: String) throws {
    let keys = try engine(language).keys
    let letters = Command.allCases.map { keys.letter(of: $0) }
    #expect(Set(letters).count == letters.count, "\(language): \(letters)")
    let isCyrillic = !["en", "uz"].contains(language)
    #expect(
      letters.joined().allSatisfy { letter in
        letter == "?" || letter.isASCII != isCyrillic && letter.isLetter
      }, "\(language): \(letters)")
    for command in Command.allCases {
      #expect(keys.command(keys.letter(of: command)) == command, "\(language), \(command)")
      #expect(keys.command(keys.letter(of: command).uppercased()) == command)
      #expect(keys.command(String(command.letter)) == command, "\(language), \(command)")
    }
  }

  /// The label of an answer, typed in full, gives that answer, whatever apostrophe the keyboard has.
  @Test(arguments: languages)
  func everyAnswerCanBeTypedInWords(_ language: String) throws {
    let engine = try engine(language)
    for place in everyPlace(in: engine) where place != .review {
      let choices = engine.choices(at: place)
      #expect(Set(choices.all.map(\.label)).count == choices.all.count, "\(place.name)")
      for (position, choice) in choices.all.enumerated()
      where !choices.allowsSeveral && Int(choice.label) == nil {
        let typed = choice.label.replacing("\u{02BB}", with: "'").replacing("\u{02BC}", with: "’")
        #expect(
          (try? choices.positions(in: typed).get()) == [position],
          "\(language), \(place.name): \(typed)")
      }
    }
  }

  /// Every profile leaves every role something to answer about, and a way to the end.
  @Test func everyProfileOfEveryRoleCanBeFinished() throws {
    let engine = try engine("en")
    for profile in engine.checklist.profiles {
      for role in engine.checklist.roles {
        var state = InterviewState(profile: profile.id)
        state.role = role
        let places = engine.course.places(in: state)
        #expect(places.contains { if case .control = $0 { true } else { false } })
        state.place = places[0]
        for _ in places where state.place != .review {
          state = engine.take("s", in: state).state
        }
        while state.place != .review { state = engine.take("s", in: state).state }
        #expect(engine.take("f", in: state).ending == .finish)
      }
    }
  }
}
