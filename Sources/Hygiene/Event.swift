/// What one sealed record says. Records are append-only; a correction is a new event.
public enum Event: Hashable, Sendable {
  case report(Report)
  case facts(OrganisationFacts)
  case plan(PlanChange)
  case epoch(KeyEpoch)

  public var kind: EventKind {
    switch self {
    case .report: .report
    case .facts: .facts
    case .plan: .plan
    case .epoch: .epoch
    }
  }
}

/// The name of an event's kind in a record's header.
///
/// A kind that this version does not know is reported as too new, never dropped.
public struct EventKind: Identifier {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let report: EventKind = "report"
  public static let facts: EventKind = "facts"
  public static let plan: EventKind = "plan"
  public static let epoch: EventKind = "epoch"
}

/// What only the key-holder may read about an organisation.
public struct OrganisationFacts: Hashable, Codable, Sendable {
  /// The real name.
  public let name: String
  public init(name: String) { self.name = name }
}

/// One change to the action plan: what it does not name stays as it was.
public struct PlanChange: Hashable, Codable, Sendable {
  public static let currentVersion = 1

  /// What became of an action. The list may grow.
  public struct State: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let open: State = "open"
    public static let done: State = "done"
    public static let dropped: State = "dropped"
  }

  public let version: Int
  public let control: ControlID
  /// A role, never a name.
  public let owner: String?
  public let due: Day?
  public let state: State?
  /// Why it was dropped.
  public let reason: String?

  public init(
    _ control: ControlID, owner: String? = nil, due: Day? = nil, state: State? = nil,
    reason: String? = nil
  ) {
    (version, self.control, self.owner) = (PlanChange.currentVersion, control, owner)
    (self.due, self.state, self.reason) = (due, state, reason)
  }
}

/// A new key, and what the new key-holder may still know when the old one is destroyed: the figures
/// of every earlier report, every change of the plan, and the organisation's facts.
public struct KeyEpoch: Hashable, Codable, Sendable {
  public static let currentVersion = 1

  /// What one earlier record leaves behind; of a report only its figures.
  public struct Carried: Hashable, Codable, Sendable {
    /// SHA-256 of the sealed file, in hex.
    public let record: String
    public let header: RecordHeader
    public let plan: PlanChange?

    public init(record: String, header: RecordHeader, plan: PlanChange?) {
      (self.record, self.header, self.plan) = (record, header, plan)
    }
  }

  public let version: Int
  public let number: Int
  /// A long history comes in several records: which one this is, from 1, and how many there are.
  public let part: Int, parts: Int
  public let facts: OrganisationFacts?
  /// In the order of the ledger.
  public let carried: [Carried]

  public init(
    number: Int, part: Int, parts: Int, facts: OrganisationFacts?, carried: [Carried]
  ) {
    version = KeyEpoch.currentVersion
    (self.number, self.part, self.parts) = (number, part, parts)
    (self.facts, self.carried) = (facts, carried)
  }
}

/// The first line of a sealed record's plaintext.
///
/// It says what follows and holds the few figures that `history` needs, so that a long history is
/// read without decoding whole documents (Docs/Formats/SealedRecord.md).
public struct RecordHeader: Hashable, Codable, Sendable {
  public static let currentFormat = "saqta-S1"
  public static let currentVersion = 1

  public let fmt: String
  public let v: Int
  public let kind: EventKind
  /// Random 128-bit id of the organisation, in hex.
  public let org: String
  public let epoch: Int
  /// SHA-256 of the recipient's SubjectPublicKeyInfo, in hex: a record that was sealed again to
  /// another key shows itself.
  public let recipient: String
  /// Nil on a computer that can only seal: the key-holder's ledger gives the order.
  public let prev: String?
  public let seq: Int?
  public let claimedTime: Timestamp
  public let tool: String
  public let summary: Summary?

  enum CodingKeys: String, CodingKey {
    case fmt, v, kind, org, epoch, recipient, prev, seq, tool, summary
    case claimedTime = "claimed_time"
  }

  public init(
    kind: EventKind, org: String, epoch: Int, recipient: String, prev: String? = nil,
    seq: Int? = nil, claimedTime: Timestamp, tool: String, summary: Summary?
  ) {
    (fmt, v) = (RecordHeader.currentFormat, RecordHeader.currentVersion)
    (self.kind, self.org, self.epoch, self.recipient) = (kind, org, epoch, recipient)
    (self.prev, self.seq, self.claimedTime) = (prev, seq, claimedTime)
    (self.tool, self.summary) = (tool, summary)
  }

  /// `prev` and `seq` are written even when they are null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fmt, forKey: .fmt)
    try container.encode(v, forKey: .v)
    try container.encode(kind, forKey: .kind)
    try container.encode(org, forKey: .org)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(recipient, forKey: .recipient)
    try container.encode(prev, forKey: .prev)
    try container.encode(seq, forKey: .seq)
    try container.encode(claimedTime, forKey: .claimedTime)
    try container.encode(tool, forKey: .tool)
    try container.encodeIfPresent(summary, forKey: .summary)
  }
}

/// The figures of a report that a history shows.
public struct Summary: Hashable, Codable, Sendable {
  /// Worst and best in tenths of a point, coverage, and the number of first-tier gaps.
  public struct Figures: Hashable, Codable, Sendable {
    public let worst: Int, best: Int, answered: Int, applicable: Int, tierOneGaps: Int

    init(worst: Int, best: Int, answered: Int, applicable: Int, tierOneGaps: Int) {
      (self.worst, self.best, self.answered) = (worst, best, answered)
      (self.applicable, self.tierOneGaps) = (applicable, tierOneGaps)
    }

    init?(_ group: GroupScore) {
      guard let score = group.score else { return nil }
      (worst, best) = (score.worst.tenths, score.best.tenths)
      (answered, applicable) = (score.answered, score.applicable)
      tierOneGaps = group.tierOneGaps.count
    }
  }
  public let overall: Figures?
  public let domains: [DomainID: Figures]
  public let scenarios: [ScenarioID: Figures]
  /// What was asked and answered, without a text; absent from records of a program without history.
  public let audit: PastAudit?

  init(
    overall: Figures?, domains: [DomainID: Figures], scenarios: [ScenarioID: Figures],
    audit: PastAudit?
  ) {
    (self.overall, self.domains, self.scenarios) = (overall, domains, scenarios)
    self.audit = audit
  }

  public init(_ report: Report) {
    audit = PastAudit(report)
    overall = Figures(report.overall)
    domains = report.domains.compactMapValues { Figures($0) }
    scenarios = report.scenarios.compactMapValues { Figures($0) }
  }
}
