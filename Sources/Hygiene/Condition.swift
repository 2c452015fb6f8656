/// When something applies, decided from the context answers.
///
/// It has three results: a question that nobody answered leaves the condition open. An empty list
/// of values says that none of the choices holds.
public indirect enum Condition: Hashable, Sendable {
  case always
  /// The question was answered with at least one of these values.
  case answered(ContextID, oneOf: [String])
  case all([Condition])
  case any([Condition])
  case not(Condition)

  /// True, false, or nil when the context does not say.
  public func holds(in context: Context) -> Bool? {
    switch self {
    case .always: return true
    case .answered(let question, let wanted):
      return context[question].map { given in given.contains { wanted.contains($0) } }
    case .all(let parts):
      let results = parts.map { $0.holds(in: context) }
      if results.contains(false) { return false }
      return results.contains(nil) ? nil : true
    case .any(let parts):
      let results = parts.map { $0.holds(in: context) }
      if results.contains(true) { return true }
      return results.contains(nil) ? nil : false
    case .not(let part): return part.holds(in: context).map { !$0 }
    }
  }

  /// The context questions that it looks at.
  public var questions: Set<ContextID> {
    switch self {
    case .always: []
    case .answered(let question, _): [question]
    case .all(let parts), .any(let parts):
      parts.reduce(into: []) { $0.formUnion($1.questions) }
    case .not(let part): part.questions
    }
  }
}
