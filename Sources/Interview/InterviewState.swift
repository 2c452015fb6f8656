public import Hygiene

/// All that an interview knows: what a draft keeps, and where to go on.
///
/// Answers to questions that no longer apply stay in it, so that going back and changing one's mind
/// loses nothing; `Course` leaves them out of the result.
public struct InterviewState: Hashable, Codable, Sendable {
  /// What the next line that is typed is taken for.
  enum Mode: Hashable, Codable, Sendable {
    case asking
    /// The text of a note.
    case noting
    /// A place to go to; the list shows the questions from this number on.
    case listing(from: Int)
  }

  public internal(set) var role: String?
  public internal(set) var profile: String?
  public internal(set) var context: [ContextID: [String]] = [:]
  public internal(set) var replies: [ControlID: Reply] = [:]
  public internal(set) var place: Place = .role
  /// Where the person said "skip": they are asked again on the review page only.
  var skipped: Set<Place> = []
  /// The places left behind, the latest last.
  var history: [Place] = []
  var pace = Pace()
  var mode: Mode = .asking

  /// The beginning: nothing is answered, but perhaps it is settled what will be asked.
  public init(profile: String? = nil) { self.profile = profile }
}

extension Pace {
  /// Seconds for a question before anything is known; it weighs like this many answers.
  private static let (guess, weight) = (20, 5)

  /// Whole minutes, rounded up, for that many questions.
  func minutes(for questions: Int) -> Int {
    let (sum, base) = (Pace.guess * Pace.weight + seconds, 60 * (Pace.weight + answers))
    return (questions * sum + base - 1) / base
  }
}
