public import Hygiene
internal import Platform

/// What is measured while a person answers.
public struct Measurements: Sendable {
  /// How far the measuring is.
  public struct SoFar: Hashable, Sendable {
    public var evidence: [Evidence]
    /// The checks that have not ended yet.
    public var running: Set<CheckID>

    public init(evidence: [Evidence] = [], running: Set<CheckID> = []) {
      (self.evidence, self.running) = (evidence, running)
    }
  }
  let soFar: @Sendable () async -> SoFar
  let all: @Sendable () async -> [Evidence]

  /// `all` waits for the last check.
  public init(
    soFar: @escaping @Sendable () async -> SoFar, all: @escaping @Sendable () async -> [Evidence]
  ) {
    (self.soFar, self.all) = (soFar, all)
  }
}

/// A measurement joins the answer that it bears on once that is given, so that it leads nobody.
extension Engine {
  /// What was measured of an answered control, and whether it speaks against the answer.
  func measured(_ id: ControlID, in state: InterviewState) -> [Block] {
    guard let control = checklist.control(id), let reply = state.replies[id],
      reply.answer.isAnswer
    else { return [] }
    let links = control.evidence
    let known = links.flatMap { link in
      worstFirst(measurements.evidence.filter { $0.check == link.check && $0.outcome.isMade })
    }
    var blocks = known.prefix(3).map { item in
      Block.text(words["interview.measured", ["measured": text(of: item)]])
    }
    blocks += links.filter { measurements.running.contains($0.check) }.map { link in
      .faint(words["interview.measured.running", ["check": title(of: link.check)]])
    }
    let result = ControlResult(
      control, claimed: reply.answer, evidence: measurements.evidence,
      partly: checklist.partlyCredit)
    if let kind = result.contradiction {
      let keys = ["back": keys.letter(of: .back), "note": keys.letter(of: .note)]
      blocks.append(.warning(words["interview.measured.\(kind.rawValue)", keys]))
    }
    return blocks
  }

  private func worstFirst(_ evidence: [Evidence]) -> [Evidence] {
    let order: [Outcome.Kind] = [.problem, .concern, .unknown, .good, .skipped]
    return order.flatMap { kind in evidence.filter { $0.outcome.kind == kind } }
  }

  /// One measurement, such as `Encryption of the home folder: a problem (/home/a)`.
  func text(of item: Evidence) -> String {
    let id = item.subject.isEmpty ? "interview.review.measured" : "interview.review.measured-at"
    return words[
      id,
      [
        "check": title(of: item.check),
        "outcome": words["interview.outcome.\(item.outcome.kind.rawValue)"],
        "subject": TypedText.cleaned(item.subject),
      ]]
  }

  private func title(of check: CheckID) -> String {
    words["check.\(check).title", else: check.rawValue]
  }
}

extension Outcome {
  /// Whether the check came to look at all; what was left out is no news.
  fileprivate var isMade: Bool { kind != .skipped }
}
