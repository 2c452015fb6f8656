import Hygiene
import Testing

@testable import Interview

/// One person may answer from the end to the beginning and another change role and profile on the
/// way: who claims the same gets the same result.
@Suite struct OrderTests {
  private struct Result: Hashable {
    let context: Context
    let answers: Answers
  }

  @Test(arguments: Ground.all)
  func theOrderOfAnsweringChangesNothing(_ ground: Ground) {
    for claims in 0..<min(20, ground.walks / 10) {
      let results = (0..<4).map { order in
        answerAll(on: ground, claims: UInt64(claims), order: UInt64(1000 + order))
      }
      #expect(Set(results).count == 1, "claims \(claims)")
      #expect(results[0].answers.role != nil)
      #expect(ground.name == "sample" || results[0].answers.profile != nil)
    }
  }

  private func answerAll(on ground: Ground, claims: UInt64, order: UInt64) -> Result {
    let engine = ground.engine
    var (dice, will) = (Dice(seed: order), Dice(seed: claims))
    let typed = Dictionary(
      uniqueKeysWithValues: ground.everyPlace.map { place in
        (place, String(1 + will.next(below: engine.choices(at: place).all.count)))
      })
    var state = InterviewState()
    func give(_ line: String, at place: Place) {
      for line in ["l", place.name, line] { state = engine.take(line, in: state).state }
    }
    func open() -> [Place] {
      engine.course.places(in: state).filter { engine.course.isOpen($0, in: state) }
    }
    repeat {
      while let place = open().randomElement(using: &dice) {
        for line in [["b"], ["?"], ["l", "b"], ["h"]][dice.next(below: 4)] {
          state = engine.take(line, in: state).state
        }
        // A whim: the person says to be somebody else, or wants to be asked something else.
        let whim: Place = ground.name == "sample" || dice.next(below: 2) == 0 ? .role : .profile
        if dice.next(below: 5) == 0 {
          give(String(1 + dice.next(below: engine.choices(at: whim).all.count)), at: whim)
        } else {
          give(typed[place] ?? "", at: place)
        }
      }
      for place in [Place.role, .profile] { typed[place].map { give($0, at: place) } }
    } while !open().isEmpty
    return Result(
      context: engine.course.context(in: state), answers: engine.course.answers(in: state))
  }
}
