/// One record of an organisation as it was opened: what the fold is made of.
public struct RecordEntry: Hashable, Sendable {
  /// SHA-256 of the sealed file, in hex: its name for ever.
  public let record: String
  public let header: RecordHeader
  /// Absent for a report, whose header is enough for a history.
  public let event: Event?
  /// Whether the key-holder signed it.
  public let isSigned: Bool

  public init(record: String, header: RecordHeader, event: Event?, isSigned: Bool = false) {
    (self.record, self.header, self.event) = (record, header, event)
    self.isSigned = isSigned
  }
}

/// What an organisation's records say together: the fold over all of them in the ledger's order.
///
/// Nothing is ordered by a clock. A later record wins over an earlier one.
public struct OrganisationState: Hashable, Sendable {
  /// A report whose figures are known.
  public struct Known: Hashable, Sendable {
    public let record: String
    public let header: RecordHeader
    /// False when only its figures were carried over from a key that is gone.
    public let canBeOpened: Bool
  }
  public private(set) var facts: OrganisationFacts?
  /// Every record that is known, in order: what a key epoch carries on.
  public private(set) var records: [KeyEpoch.Carried] = []
  public private(set) var reports: [Known] = []
  public private(set) var planChanges: [PlanChange] = []
  /// The newest epoch that a record speaks of.
  public private(set) var epoch = 1
  /// The epochs whose carried history is complete.
  public private(set) var carriedEpochs: Set<Int> = []
  private var seen: Set<String> = []
  private var parts: [Int: Set<Int>] = [:]

  public init() {}

  public mutating func apply(_ entry: RecordEntry) {
    guard seen.insert(entry.record).inserted else { return }
    var plan: PlanChange?
    defer {
      records.append(KeyEpoch.Carried(record: entry.record, header: entry.header, plan: plan))
    }
    switch entry.event {
    case .facts(let facts): self.facts = facts
    case .plan(let change):
      plan = change
      planChanges.append(change)
    case .epoch(let change): apply(change)
    case .report, nil:
      reports.append(Known(record: entry.record, header: entry.header, canBeOpened: true))
    }
  }

  private mutating func apply(_ change: KeyEpoch) {
    epoch = max(epoch, change.number)
    facts = change.facts ?? facts
    parts[change.number, default: []].insert(change.part)
    if parts[change.number]?.count == change.parts { carriedEpochs.insert(change.number) }
    for carried in change.carried where seen.insert(carried.record).inserted {
      records.append(carried)
      if let plan = carried.plan { planChanges.append(plan) }
      guard carried.header.kind == .report else { continue }
      reports.append(
        Known(record: carried.record, header: carried.header, canBeOpened: false))
    }
  }

  /// Whether a record is one whose existence a key epoch vouches for, though nothing opens it now.
  public func knows(_ record: String) -> Bool { seen.contains(record) }
}
