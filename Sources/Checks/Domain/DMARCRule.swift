internal import Hygiene
internal import Platform

/// What receivers shall do with forged mail (RFC 9989, before it RFC 7489).
struct DMARCFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case enforced
    case none, several, watching
    case testing, partly, noReports = "no-reports", openSubdomains = "open-subdomains"
    /// Nobody sends reports to a stranger who has not agreed.
    case refusedReports = "refused-reports"
    /// The record of a parent counts.
    case inherited

    var weight: DomainWeight {
      switch self {
      case .enforced: .good
      case .inherited: .note
      case .none, .several, .watching: .problem
      default: .concern
      }
    }
  }

  let domain: String
  /// The texts at the domain itself, then at its parents, as far as they were asked.
  var walk: [DomainAnswer] = []
  /// The answers of those strangers to whom reports are to go.
  var agreements: [DomainAnswer] = []
  /// The record that counts.
  var records: [String] = []
  var findings: [Finding] = []

  init(_ domain: String, _ walk: [DomainAnswer], _ agreements: [DomainAnswer] = []) {
    (self.domain, self.walk, self.agreements) = (domain, walk, agreements)
    records = applying.map { [$0.text] } ?? walk.first?.texts.filter(DMARCRecord.claims) ?? []
  }

  /// A question that went unanswered may hide the record that counts.
  var missing: Reason? {
    (applying == nil ? walk : []).compactMap(\.missing).first
      ?? agreements.compactMap(\.missing).first
  }

  var concluded: [Finding] {
    guard let record = applying else {
      if missing != nil { return [] }
      let own = walk.first?.texts.filter(DMARCRecord.claims) ?? []
      return own.count > 1 ? [.several] : [.none]
    }
    var found: [Finding] = []
    let policy = isOwn ? record.policy : record.subdomainPolicy
    switch policy {
    case "reject", "quarantine":
      // In a test receivers do one step less than they are told.
      found.append(record.isTesting ? .testing : record.isPartial ? .partly : .enforced)
    default: found.append(.watching)
    }
    if !isOwn { found.append(.inherited) }
    if record.reports.isEmpty { found.append(.noReports) }
    if isOwn, record.subdomainPolicy == "none", record.policy != "none" {
      found.append(.openSubdomains)
    }
    if agreements.contains(where: { answer in
      answer.missing == nil && !answer.texts.contains(where: DMARCRecord.claims)
    }) {
      found.append(.refusedReports)
    }
    return found
  }

  private var isOwn: Bool { walk.first?.texts.filter(DMARCRecord.claims).count == 1 }

  /// The record that applies to the domain.
  private var applying: DMARCRecord? { DMARCFacts.record(in: walk) }

  /// §4.10: the domain's own, else that of its organisation, which is the highest below a public
  /// suffix. Several records at one name are none.
  static func record(in walk: [DomainAnswer]) -> DMARCRecord? {
    let found = walk.map { answer -> DMARCRecord? in
      let records = answer.texts.filter(DMARCRecord.claims)
      return records.count == 1 ? DMARCRecord(records[0]) : nil
    }
    if let own = found.first ?? nil { return own }
    // An own record that is void because there are two does not hide a parent's.
    for index in found.indices.dropFirst() {
      guard let record = found[index], let suffix = record.suffix, "yn".contains(suffix) else {
        continue
      }
      // The organisation is one label below a public suffix.
      return suffix == "y" && index > 1 ? found[index - 1] ?? record : record
    }
    return found.dropFirst().compactMap { $0 }.last
  }

  /// The names that are asked, in order: at most eight (§4.10).
  static func names(for domain: String) -> [String] {
    var labels = domain.split(separator: ".")[...]
    var names = ["_dmarc.\(domain)"]
    if labels.count > 8 { labels = labels.suffix(8) }
    while labels.count > 1, names.count < 8 {
      labels = labels.dropFirst()
      names.append("_dmarc." + labels.joined(separator: "."))
    }
    return names
  }
}

/// One DMARC record.
struct DMARCRecord: Hashable, Sendable {
  let text: String
  /// `none`, also when there is none or an unknown one.
  let policy: String, subdomainPolicy: String
  let isTesting: Bool
  /// An old tag that receivers may still heed.
  let isPartial: Bool
  /// Where reports go: what stands after `mailto:`, without a size.
  let reports: [String]
  /// `y` a public suffix, `n` an organisation's own; nil when it is not said.
  let suffix: String?

  static func claims(_ text: String) -> Bool {
    let start = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let sides = start.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return sides.count == 2 && sides[0].trimmedOfSpace.lowercased() == "v"
      && sides[1].trimmedOfSpace == "DMARC1"
  }

  init?(_ text: String) {
    guard Self.claims(text) else { return nil }
    self.text = text
    // Unknown and broken tags are ignored, the others still count (§4.8).
    var tags: [String: String] = [:]
    for part in text.split(separator: ";").dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0.trimmedOfSpace) }
      if sides.count == 2, tags[sides[0].lowercased()] == nil {
        tags[sides[0].lowercased()] = sides[1]
      }
    }
    policy = Self.policy(tags["p"]) ?? "none"
    subdomainPolicy = Self.policy(tags["sp"]) ?? policy
    isTesting = tags["t"]?.lowercased() == "y"
    isPartial = tags["pct"].flatMap { Int($0) }.map { (0..<100).contains($0) } ?? false
    suffix = tags["psd"]?.lowercased()
    reports = (tags["rua"] ?? "").split(separator: ",").compactMap { address in
      let address = address.trimmedOfSpace
      guard address.lowercased().hasPrefix("mailto:"), let at = address.lastIndex(of: "@") else {
        return nil
      }
      let host = address[address.index(after: at)...].prefix { $0 != "!" }
      return host.isEmpty ? nil : DomainNames.plain(host)
    }
  }

  private static func policy(_ value: String?) -> String? {
    guard let value = value?.lowercased() else { return nil }
    return ["none", "quarantine", "reject"].contains(value) ? value : nil
  }
}
