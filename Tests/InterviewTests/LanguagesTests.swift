import ChecklistFiles
import Hygiene
import TestKit
import Testing

@testable import Interview

/// The newsroom questionnaire in every language that it is written in.
@Suite struct LanguagesTests {
  static let languages = ["en", "ru", "kk", "ky", "tg", "uz"]

  private func engine(_ language: String) throws -> Engine {
    let checklist = try readChecklist(.builtIn("newsroom"), language: language, in: .unplugged)
    return Engine(checklist, words: try ChecklistFiles.interfaceWords(language: language))
  }

  private func everyPlace(in engine: Engine) -> [Place] {
    [.role, .profile] + engine.checklist.questions.map { .question($0.id) }
      + engine.checklist.controls.map { .control($0.id) } + [.review]
  }

  /// Every page, explanation and help at 40 columns: nothing is cut, no text is missing, no gap is
  /// left.
  @Test(arguments: languages)
  func everyPageFitsAndIsWhole(_ language: String) throws {
    let columns = 40
    let engine = try engine(language)
    for place in everyPlace(in: engine) {
      var state = InterviewState()
      state.place = place
      for style in [Rendering.Style.plain, .inline] {
        let page = engine.page(for: state)
        let blocks = page.blocks + engine.explanation(of: place) + engine.help
        let text = Rendering(style).text(of: blocks, columns: columns)
        #expect(!text.contains("{") && !text.contains("<"), "\(language), \(place.name)")
        for line in text.split(separator: "\n") where !line.contains("://") {
          #expect(
            Hygiene.columns(of: line) <= columns, "\(language), \(place.name): \(line)")
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

  /// The shortest way asks twenty questions at most, of whomever and whatever the context.
  @Test func quickNeverAsksMoreThanTwentyQuestions() throws {
    let engine = try engine("en")
    let quick = try #require(engine.checklist.profile("quick")?.context)
    let questions = engine.checklist.questions.filter { quick.contains($0.id) }
    for role in engine.checklist.roles {
      var states = [InterviewState(profile: "quick")]
      for question in questions {
        states = states.flatMap { state in
          question.choices.map { choice in
            var state = state
            state.context[question.id] = [choice]
            return state
          }
        }
      }
      for var state in states {
        state.role = role
        let count = engine.course.places(in: state).count
        #expect(count <= 20 && count >= 15, "\(role), \(state.context): \(count)")
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
