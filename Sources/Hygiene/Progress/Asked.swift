/// One question of an audit and what was answered, without a word of text: what progress is worked
/// out from, and what the summary of a sealed report holds of it.
public struct Asked: Hashable, Sendable {
  /// What the checklist says of a control; a later checklist may say otherwise.
  public struct Kind: Hashable, Sendable {
    public let domain: DomainID
    public let tier: Int, weight: Int
    public let unit: Unit
    public let scenarios: [ScenarioID]
  }
  public let control: ControlID
  public let kind: Kind
  public let claims: Claims
  public let measured: Measured
}

/// What was answered to one question: by one person one answer, by several all that they gave.
public struct Claims: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public init(_ answer: Answer, isContradicted: Bool) {
    let place = Claims.answers.firstIndex(of: answer) ?? 0
    rawValue = 1 << UInt16(isContradicted ? place + Claims.answers.count : place)
  }

  // What is known least comes first.
  private static let answers: [Answer] = [
    .unanswered, .unknown, .notApplicable, .notMet, .partly, .met,
  ]

  // Years of audits come through here question by question, so no lists are made.
  private func contains(_ place: Int, isContradicted: Bool) -> Bool {
    rawValue & 1 << UInt16(isContradicted ? place + Claims.answers.count : place) != 0
  }

  private func contains(_ place: Int) -> Bool {
    contains(place, isContradicted: false) || contains(place, isContradicted: true)
  }

  /// The answer of one person. Of several people's, "don't know" only if nobody knows.
  public var answer: Answer {
    Claims.answers.indices.last { contains($0) }.map { Claims.answers[$0] } ?? .unanswered
  }

  /// Whether a measurement contradicts any of them.
  var isContradicted: Bool {
    Claims.answers.indices.contains { contains($0, isContradicted: true) }
  }

  /// What the answers are worth, worst to best; nil when it applies to nobody.
  ///
  /// `partly` is what *partly* is worth.
  func worth(partly: Rational) -> ClosedRange<Rational>? {
    // It may come from a stranger's record.
    let partly = min(max(partly, Rational(0)), Rational(1))
    var worth: ClosedRange<Rational>?
    for place in Claims.answers.indices where contains(place) {
      guard var claim = credit(for: Claims.answers[place], partly: partly) else { continue }
      if contains(place, isContradicted: true) { claim = Rational(0)...claim.upperBound }
      let known = worth ?? claim
      worth =
        min(known.lowerBound, claim.lowerBound)...max(known.upperBound, claim.upperBound)
    }
    return worth
  }

  /// Whether somebody says no, does not know, or is contradicted.
  var isMissing: Bool {
    Claims.answers.indices.contains { place in
      switch Claims.answers[place] {
      case .notMet, .unknown, .unanswered: contains(place)
      case .met, .partly: contains(place, isContradicted: true)
      case .notApplicable: false
      }
    }
  }
}

extension Report {
  /// What was asked, in the report's order.
  public var asked: [Asked] {
    let contradicted = Set(
      contradictions.filter { $0.kind == .claimedTooGood }.map(\.control))
    return items.filter(\.asked).map { item in
      Asked(
        control: item.control,
        kind: Asked.Kind(
          // No checklist that lint accepts has other weights, but a stranger's record may.
          domain: item.domain, tier: item.tier, weight: item.soundWeight,
          unit: item.unit,
          scenarios: item.scenarios),
        claims: Claims(
          item.reply.answer, isContradicted: contradicted.contains(item.control)),
        measured: item.measured)
    }
  }
}
