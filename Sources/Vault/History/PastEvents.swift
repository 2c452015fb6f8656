public import Hygiene

/// What an organisation's progress is made of, without the texts of reports.
public enum PastEvent: Hashable, Sendable {
  /// `record` names its sealed file, which may be gone.
  case audit(PastAudit, record: String)
  case plan(PlanChange)
}

extension Vault {
  /// Hands out audits and changes of the plan in the order of the ledger, one at a time, so that
  /// years of them take little memory; those that a key epoch carries over come in its place.
  ///
  /// Returns how many records nothing is known of: `verify` is for those.
  ///
  /// - Throws: `UserError` for a ledger that cannot be read; what `body` throws.
  public func eachPastEvent(
    of organisation: Organisation, with key: UnlockedKey, _ body: (PastEvent) throws -> Void
  ) throws -> Int {
    var seen: Set<String> = []
    var carriedOver = 0
    let passedOver = try eachRecord(of: organisation, with: key) { entry in
      guard seen.insert(entry.record).inserted else { return }
      switch entry.event {
      case .plan(let change): try body(.plan(change))
      case .epoch(let epoch):
        for carried in epoch.carried where seen.insert(carried.record).inserted {
          carriedOver += 1
          if let change = carried.plan {
            try body(.plan(change))
          } else if let audit = carried.header.summary?.audit {
            try body(.audit(audit, record: carried.record))
          }
        }
      case .facts: break
      case .report(let report): try body(.audit(PastAudit(report), record: entry.record))
      case nil:
        if let audit = try audit(in: entry, of: organisation, with: key) {
          try body(.audit(audit, record: entry.record))
        }
      }
    }
    return max(0, passedOver - carriedOver)
  }

  /// From the header, or from the report where the header says too little.
  private func audit(
    in entry: RecordEntry, of organisation: Organisation, with key: UnlockedKey
  ) throws -> PastAudit? {
    if let audit = entry.header.summary?.audit { return audit }
    let path = path(ofRecord: entry.record, of: organisation)
    guard case .report(let report) = try? open(file: path, with: key).event else { return nil }
    return PastAudit(report)
  }
}
