/// Something about how an audit was made that its reader should know before trusting it.
///
/// A note never changes a figure: haste or a missing reason proves nothing about the newsroom.
public struct QualityNote: Hashable, Codable, Sendable {
  /// Words: `quality.<name>`.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case sameAnswers = "same-answers"
    case tooFast = "too-fast"
    case metWithoutEvidence = "met-without-evidence"
    case overdue
    case notApplicableWithoutNote = "not-applicable-without-note"
  }
  public let kind: Kind
  /// The controls that it is about, in the checklist's order; empty when about all of the audit.
  public let controls: [ControlID]

  public init(_ kind: Kind, _ controls: [ControlID] = []) {
    (self.kind, self.controls) = (kind, controls)
  }

  /// With fewer answers, all of them the same or all of them quick is nothing odd.
  static let fewestAnswers = 8

  /// Whole seconds per answer, on average, below which nobody can have read the questions.
  ///
  /// Most adults read non-fiction silently at 175 to 300 words a minute, so at most five words a
  /// second (M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language
  /// 109, 2019). Two seconds are ten words at that, and a question of the newsroom checklist has
  /// 18 at the median, its choices not counted; thinking comes on top.
  static let leastSeconds = 2
}

/// What there is to note, whole-audit notes first, in the order of the kinds.
func qualityNotes(
  on results: [ControlResult], _ answers: Answers, _ outcomes: Outcomes, on day: Day?,
  at pace: Pace?
) -> [QualityNote] {
  var notes: [QualityNote] = []
  if areAllTheSame(results) { notes.append(QualityNote(.sameAnswers)) }
  if pace?.isTooFast == true { notes.append(QualityNote(.tooFast)) }
  func note(_ kind: QualityNote.Kind, where holds: (ControlResult) -> Bool) {
    let controls = results.filter(holds).map(\.control.id)
    if !controls.isEmpty { notes.append(QualityNote(kind, controls)) }
  }
  note(.metWithoutEvidence) { result in
    let links = result.control.evidence
    return result.claimed == .met && !links.isEmpty && !links.contains(where: outcomes.tell)
  }
  note(.overdue) { result in
    // Due until the end of the day, and only while something is left to do.
    guard result.isOpen, let day, let due = answers.replies[result.control.id]?.due else {
      return false
    }
    return due < day
  }
  note(.notApplicableWithoutNote) { result in
    let note = answers.replies[result.control.id]?.note ?? ""
    return result.claimed == .notApplicable && result.control.tier == 1
      && note.allSatisfy(\.isWhitespace)
  }
  return notes
}

/// By what they claim: two options that are worth the same are one claim.
private func areAllTheSame(_ results: [ControlResult]) -> Bool {
  let given = results.map(\.claimed).filter(\.isAnswer)
  return given.count >= QualityNote.fewestAnswers && Set(given).count == 1
}

/// How long a person thought, over all answers that were typed at a terminal.
///
/// An answer that was changed counts again.
public struct Pace: Hashable, Codable, Sendable {
  public private(set) var answers: Int, seconds: Int

  public init(answers: Int = 0, seconds: Int = 0) {
    (self.answers, self.seconds) = (answers, seconds)
  }

  /// Whoever left the desk did not think that long.
  private static let most = 120

  public mutating func note(seconds taken: Int) {
    answers += 1
    seconds += min(max(taken, 1), Pace.most)
  }

  var isTooFast: Bool {
    answers >= QualityNote.fewestAnswers && seconds < QualityNote.leastSeconds * answers
  }
}
