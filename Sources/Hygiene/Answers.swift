/// The state of one control, as a person claims it.
public enum Answer: String, Hashable, Codable, Sendable, CaseIterable {
  case met, partly
  case notMet = "not-met"
  case unknown
  case notApplicable = "not-applicable"
  case unanswered

  /// Whether it counts towards coverage: "I don't know" is an answer, silence is not.
  public var isAnswer: Bool { self != .unanswered }
}

/// What a person said about one control.
public struct Reply: Hashable, Codable, Sendable {
  public var answer: Answer
  /// The concrete option that was chosen, when the control offers some.
  public var option: String?
  /// Free text; never leaves a sealed record, and a reduced report leaves it out.
  public var note: String?
  /// The last day by which the newsroom means to have it done.
  public var due: Day?

  public init(
    _ answer: Answer, option: String? = nil, note: String? = nil, due: Day? = nil
  ) {
    (self.answer, self.option, self.note, self.due) = (answer, option, note, due)
  }
}

/// Everything one person claimed in one audit.
public struct Answers: Hashable, Codable, Sendable {
  /// What the person does in the newsroom, such as `reporter`; never a name.
  public var role: String?
  /// The profile that chose what was asked, such as `quick`; nil when all was.
  public var profile: String?
  public var replies: [ControlID: Reply]

  public init(
    role: String? = nil, profile: String? = nil, replies: [ControlID: Reply] = [:]
  ) {
    (self.role, self.profile, self.replies) = (role, profile, replies)
  }

  public subscript(_ control: ControlID) -> Answer { replies[control]?.answer ?? .unanswered }
}

/// Answers to the context questions: they decide what applies and how likely a scenario is.
///
/// They are never scored. A question that was not answered is absent.
public struct Context: Hashable, Codable, Sendable {
  public var values: [ContextID: [String]]

  public init(_ values: [ContextID: [String]] = [:]) { self.values = values }

  public subscript(_ question: ContextID) -> [String]? { values[question] }
}
