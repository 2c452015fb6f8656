/// How one control stood in an audit, without a word of text: what progress is worked out from.
public struct Standing: Hashable, Sendable {
  /// What the checklist says of the control; a later checklist may say otherwise.
  public struct Kind: Hashable, Sendable {
    public let domain: DomainID
    public let tier: Int, weight: Int
    public let unit: Unit
    public let scenarios: [ScenarioID]
  }
  /// As the newest checklist calls it.
  public let control: ControlID
  /// As the report calls it.
  public let name: ControlID
  public let kind: Kind
  public let answer: Answer
  public let measured: Measured
  /// Worst to best; nil when it leaves the base.
  public let worth: ClosedRange<Rational>?
  /// Whether it would be a gap if it were of the first tier: no, not known, or contradicted.
  public let isMissing: Bool

  /// The same state, weighed by what another checklist says of the control.
  func weighed(as kind: Kind) -> Standing {
    Standing(
      control: control, name: name, kind: kind, answer: answer, measured: measured, worth: worth,
      isMissing: isMissing)
  }
}

extension Report {
  /// The controls that were asked, in the report's order, each once.
  ///
  /// `successors` are the controls that a checklist has renamed. Where one report holds several
  /// that are one control today, the one of today's name counts, else the one that stands worst.
  /// `partly` is what *partly* is worth.
  public func standings(partly: Rational, successors: [ControlID: ControlID] = [:]) -> [Standing] {
    let contradicted = Set(
      contradictions.filter { $0.kind == .claimedTooGood }.map(\.control))
    var (found, places): ([Standing], [ControlID: Int]) = ([], [:])
    for item in items where item.asked {
      let standing = Standing(
        item, isContradicted: contradicted.contains(item.control), partly: partly,
        today: today(item.control, successors))
      if let place = places[standing.control] {
        if standing.counts(before: found[place]) { found[place] = standing }
      } else {
        places[standing.control] = found.count
        found.append(standing)
      }
    }
    return found
  }
}

extension Standing {
  fileprivate init(
    _ item: Report.Item, isContradicted: Bool, partly: Rational, today: ControlID
  ) {
    let answer = item.reply.answer
    let claim = credit(for: answer, partly: partly)
    let isMissing =
      switch answer {
      case .notMet, .unknown, .unanswered: true
      case .met, .partly: isContradicted
      case .notApplicable: false
      }
    self.init(
      control: today, name: item.control,
      kind: Kind(
        domain: item.domain, tier: item.tier, weight: item.weight, unit: item.unit,
        scenarios: item.scenarios),
      answer: answer, measured: item.measured,
      worth: isContradicted ? claim.map { Rational(0)...$0.upperBound } : claim,
      isMissing: isMissing)
  }

  fileprivate func counts(before other: Standing) -> Bool {
    if other.name == control { return false }
    if name == control { return true }
    guard let worth else { return false }
    guard let otherWorth = other.worth else { return true }
    return worth.lowerBound < otherWorth.lowerBound
  }
}

/// What a control is called today. A ring of names ends where it began.
private func today(_ control: ControlID, _ successors: [ControlID: ControlID]) -> ControlID {
  var (name, seen): (ControlID, Set<ControlID>) = (control, [control])
  while let next = successors[name], seen.insert(next).inserted { name = next }
  return name
}
