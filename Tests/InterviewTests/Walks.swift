import ChecklistFiles
import Hygiene
import TestKit
import Testing

@testable import Interview

/// A checklist that random people walk through.
struct Ground: Sendable, CustomTestStringConvertible {
  let name: String
  let engine: Engine
  /// How many walks; a large checklist gets fewer.
  let walks: Int
  /// What is typed on the way.
  let lines: [String]
  var testDescription: String { name }

  static let all = [
    Ground(
      "sample", Sample.engine, walks: 2000, going: ["DEV-01", "CEN-01", "website", "country"]),
    Ground(
      "profiles", Engine(Sample.profiled, words: Sample.words), walks: 3000,
      going: ["role", "profile", "profile", "website", "DEV-01", "CEN-01"]),
    Ground(
      "newsroom", Newsroom.engine, walks: 60,
      going: ["role", "profile", "profile", "website", "team", "WEB-05", "MOB-01", "CEN-02"]),
  ]

  init(_ name: String, _ engine: Engine, walks: Int, going names: [String]) {
    (self.name, self.engine, self.walks) = (name, engine, walks)
    lines = Ground.anything + names
  }

  private static let anything = [
    "1", "2", "3", "4", "5", "6", "1 2", "2,3", "y", "p", "no", "", "s", "s", "?", "h", "n",
    "a note", "l", "l", "b", "b", "b", "review", "7", "12", "x", "🙂", "-", "finish", "back",
  ]

  var everyPlace: [Place] {
    [Place.role] + (engine.checklist.profiles.isEmpty ? [] : [.profile])
      + engine.checklist.questions.map { .question($0.id) }
      + engine.checklist.controls.map { .control($0.id) }
  }

  /// A walk of that many lines; every step is shown to `check`.
  func walk(
    seed: UInt64, length: Int,
    check: (_ before: InterviewState, _ line: String, Engine.Step) throws -> Void
  ) rethrows -> InterviewState {
    var dice = Dice(seed: seed)
    var state = InterviewState()
    for _ in 0..<length {
      let line = lines[dice.next(below: lines.count)]
      let step = engine.take(line, in: state, after: dice.next(below: 200))
      try check(state, line, step)
      state = step.state
    }
    return state
  }
}

/// The built-in checklist in English.
enum Newsroom {
  static let engine = (try? engine("en")) ?? Sample.engine

  static func engine(_ language: String) throws -> Engine {
    let checklist = try readChecklist(.builtIn("newsroom"), language: language, in: .unplugged)
    return Engine(checklist, words: try ChecklistFiles.interfaceWords(language: language))
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed throws the same numbers.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
