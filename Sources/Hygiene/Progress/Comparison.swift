/// What changed from one audit to a later one. Pure, and from the two reports alone; a checklist
/// adds which controls were renamed and which measurements bear on which control.
public struct Comparison: Hashable, Sendable {
  /// What became of one control. Each has exactly one.
  public enum Change: String, Hashable, Codable, Sendable, CaseIterable {
    /// Something was left to do, and nothing is now.
    case resolved
    /// Worth more at worst, and something is left to do.
    case improved
    /// Worth less at worst.
    case declined
    /// A gap that the earlier audit did not ask about, or that did not apply then.
    case new
    case unchanged
    /// The same answer as before, and the measurement that it had is old or missing.
    case stale
    /// Asked or applicable for the first time, and in order.
    case added
    /// It applied before, and was set aside as not applicable.
    case setAside = "set-aside"
    /// Asked in the earlier audit only.
    case leftOut = "left-out"
  }

  public struct Row: Hashable, Codable, Sendable {
    /// As the later report calls it, or the earlier one if only that has it.
    public let control: ControlID
    /// As the earlier report calls it, where that is another name.
    public let formerly: ControlID?
    public let domain: DomainID
    public let change: Change
    public let before: Answer?, after: Answer?
  }

  /// In the order of the later report; those that only the earlier one has come last.
  public let rows: [Row]
  public let common: CommonPart
  /// Domains in the order of the later report.
  private let order: [DomainID]

  public init(from before: Report, to after: Report, by checklist: Checklist? = nil) {
    let successors = checklist?.successors ?? [:]
    let (earlier, later) = (before.standings(by: successors), after.standings(by: successors))
    let aging = Aging(before, after, checklist)
    // An id means something within its checklist only.
    let isSame = before.checklist.id == after.checklist.id
    common = isSame ? CommonPart(earlier, later) : CommonPart(apart: earlier, later)

    let old = common.pairs.reduce(into: [:]) { $0[$1.after.control] = $1.before }
    var rows = later.all.map { now in
      Row(old[now.control], now, change: change(from: old[now.control], to: now, aging))
    }
    rows += earlier.all.filter { old[$0.control] == nil }.map { Row($0, nil, change: .leftOut) }
    self.rows = rows
    order = later.all.map(\.kind.domain).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  public func rows(_ change: Change) -> [Row] { rows.filter { $0.change == change } }

  /// The domains that gained most, most first; those that gained nothing are not among them.
  public func improvedDomains(atMost limit: Int = 5) -> [DomainID] {
    ranked(atMost: limit) { $0 > $1 }
  }

  /// The domains that lost most, most first.
  public func declinedDomains(atMost limit: Int = 5) -> [DomainID] {
    ranked(atMost: limit) { $0 < $1 }
  }

  private func ranked(
    atMost limit: Int, by precedes: (Rational, Rational) -> Bool
  ) -> [DomainID] {
    let gains = common.domains.mapValues(\.gain)
    return Array(
      order.filter { gains[$0].map { precedes($0, Rational(0)) } ?? false }
        .sortedStably { precedes(gains[$0] ?? Rational(0), gains[$1] ?? Rational(0)) }
        .prefix(limit))
  }
}

extension Comparison.Row {
  fileprivate init(_ before: Standing?, _ after: Standing?, change: Comparison.Change) {
    let control = after?.name ?? before?.name ?? ""
    let former = before.map(\.name)
    self.init(
      control: control, formerly: former == control ? nil : former,
      domain: (after ?? before)?.kind.domain ?? "", change: change, before: before?.answer,
      after: after?.answer)
  }
}

private func change(
  from before: Standing?, to after: Standing, _ aging: Aging
) -> Comparison.Change {
  let whole = Rational(1)
  switch (before?.worth, after.worth) {
  case (nil, nil): return before == nil ? .added : .unchanged
  case (nil, let now?): return now.lowerBound < whole ? .new : .added
  case (_?, nil): return .setAside
  case (let then?, let now?):
    // By the worst case alone: to learn that a "don't know" is a no makes nothing worse, and a no
    // that becomes a "don't know" makes nothing better.
    if now.lowerBound > then.lowerBound { return now.lowerBound < whole ? .improved : .resolved }
    if now.lowerBound < then.lowerBound { return .declined }
    return before.map { aging.isStale(from: $0, to: after) } == true ? .stale : .unchanged
  }
}

/// Whether what was measured for an answer is older than the earlier audit.
private struct Aging {
  private let links: [ControlID: [CheckID]]
  private let earlier: Set<Evidence>
  private let later: [CheckID: [Evidence]]

  init(_ before: Report, _ after: Report, _ checklist: Checklist?) {
    links = (checklist?.controls ?? []).reduce(into: [:]) { $0[$1.id] = $1.evidence.map(\.check) }
    // A report is no older than itself.
    earlier = before == after ? [] : Set(before.evidence)
    later = Dictionary(grouping: after.evidence, by: \.check)
  }

  func isStale(from before: Standing, to after: Standing) -> Bool {
    guard before.answer == after.answer, after.answer.isAnswer, before.measured != .nothing else {
      return false
    }
    if after.measured == .nothing { return true }
    // No clock decides: a measurement is old when the earlier audit has the very same one.
    let now = (links[after.control] ?? []).flatMap { later[$0] ?? [] }
    return !now.isEmpty && now.allSatisfy(earlier.contains)
  }
}
