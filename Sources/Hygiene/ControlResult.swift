/// What an answer is worth, worst to best; nil when the control leaves the base.
///
/// `partly` is what *partly* is worth.
public func credit(for answer: Answer, partly: Rational) -> ClosedRange<Rational>? {
  let (none, whole) = (Rational(0), Rational(1))
  switch answer {
  case .met: return whole...whole
  case .partly: return partly...partly
  case .notMet: return none...none
  // Silence may hide anything, so it must never lift the worst case.
  case .unknown, .unanswered: return none...whole
  case .notApplicable: return nil
  }
}

/// What the checks of one control say together.
public enum Measured: String, Hashable, Codable, Sendable {
  /// Every linked check was made and is good.
  case good
  /// At least one linked check speaks against the claim.
  case gap
  /// Nothing can be said: no check is linked, or one could not be made.
  case nothing = "not-measured"
}

/// One control with the claim, the measurement and what both are worth.
public struct ControlResult: Hashable, Sendable {
  public let control: Control
  public let claimed: Answer
  /// False when profile or role left it out: nobody was silent about it.
  public let isAsked: Bool
  public let measured: Measured
  public let contradiction: Contradiction.Kind?
  /// Worst to best; nil when it leaves the base.
  public let credit: ClosedRange<Rational>?

  public init(
    _ control: Control, claimed: Answer, evidence: [Evidence], partly: Rational
  ) {
    self.init(control, claimed: claimed, outcomes: Outcomes(evidence), partly: partly)
  }

  init(
    _ control: Control, claimed: Answer, isAsked: Bool = true, outcomes: Outcomes,
    partly: Rational
  ) {
    self.control = control
    self.claimed = claimed
    self.isAsked = isAsked || claimed.isAnswer
    measured = Measured(control.evidence, in: outcomes)
    contradiction = Contradiction.Kind(claimed: claimed, measured: measured)
    let claim = Hygiene.credit(for: claimed, partly: partly)
    // Measured beats claimed in the worst case only; the best case still believes the person.
    credit =
      contradiction == .claimedTooGood ? claim.map { Rational(0)...$0.upperBound } : claim
  }

  /// A first-tier control that no score may hide.
  public var isTierOneGap: Bool {
    guard control.tier == 1, isAsked, credit != nil else { return false }
    switch claimed {
    case .notMet, .unknown, .unanswered: return true
    case .met, .partly: return contradiction == .claimedTooGood
    case .notApplicable: return false
    }
  }

  /// Whether something is left to do, or may be.
  var isOpen: Bool { credit.map { $0.lowerBound < Rational(1) } ?? false }

  /// What the measurement proposes to somebody who does not know or did not say.
  public var offer: Answer? {
    guard claimed == .unknown || claimed == .unanswered else { return nil }
    switch measured {
    case .good: return .met
    case .gap: return .notMet
    case .nothing: return nil
    }
  }
}

/// A claim and a measurement that cannot both be right. It is a finding of its own.
public struct Contradiction: Hashable, Codable, Sendable {
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case claimedTooGood = "claimed-too-good"
    case claimedTooBad = "claimed-too-bad"
    case measuredAlthoughNotApplicable = "measured-although-not-applicable"

    init?(claimed: Answer, measured: Measured) {
      switch (claimed, measured) {
      case (.met, .gap), (.partly, .gap): self = .claimedTooGood
      case (.notMet, .good): self = .claimedTooBad
      case (.notApplicable, .gap): self = .measuredAlthoughNotApplicable
      default: return nil
      }
    }
  }
  public let control: ControlID
  public let kind: Kind
  public let claimed: Answer
  /// The checks whose outcomes disagree with the claim.
  public let checks: [CheckID]
}

/// Which outcomes each check had, over all that it looked at.
struct Outcomes {
  private let kinds: [CheckID: Set<Outcome.Kind>]

  init(_ evidence: [Evidence]) {
    kinds = evidence.reduce(into: [:]) { $0[$1.check, default: []].insert($1.outcome.kind) }
  }

  func speakAgainst(_ link: EvidenceLink) -> Bool {
    kinds[link.check].map { !$0.isDisjoint(with: link.gaps) } ?? false
  }

  /// Whether anything was found out at all, good or bad.
  func tell(_ link: EvidenceLink) -> Bool {
    kinds[link.check].map { !$0.isDisjoint(with: [.good, .concern, .problem]) } ?? false
  }

  /// One subject that could not be looked at, or that gives cause for concern, and it is no
  /// confirmation.
  func confirm(_ link: EvidenceLink) -> Bool {
    link.confirms && kinds[link.check] == [.good]
  }
}

extension Measured {
  init(_ links: [EvidenceLink], in outcomes: Outcomes) {
    if links.contains(where: outcomes.speakAgainst) {
      self = .gap
    } else if !links.isEmpty, links.allSatisfy(outcomes.confirm) {
      self = .good
    } else {
      self = .nothing
    }
  }
}
