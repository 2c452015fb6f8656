internal import Hygiene
internal import Platform

/// Whether the domain's names are signed, and the signatures announced by its parent (RFC 4033-4035).
///
/// Whether they are valid is what the resolver says; the chain itself is not recomputed here.
struct DomainDNSSECFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case validated
    case unsigned, unannounced
    case oldAlgorithm = "old-algorithm", weakDigest = "weak-digest"
    case noKey = "no-key", bogus
    /// The resolver did not say that it validated.
    case unchecked

    var weight: DomainWeight {
      switch self {
      case .validated: .good
      case .unsigned, .unannounced, .oldAlgorithm, .weakDigest: .concern
      case .noKey, .bogus: .problem
      case .unchecked: .unknown("not-validated")
      }
    }
  }

  let domain: String
  /// The zone that holds the domain.
  var zone: String
  /// At the parent, as `TAG ALGORITHM DIGEST-TYPE DIGEST`.
  var announced = DomainAnswer("")
  /// At the zone, as `FLAGS ALGORITHM TAG`.
  var keys = DomainAnswer("")
  /// Whether the resolver says that it validated (AD).
  var isAuthentic = false
  /// Whether it refuses the zone and gives it when told not to check (CD).
  var isRefused = false
  var findings: [Finding] = []

  var missing: Reason? {
    if isRefused { return nil }
    return announced.missing ?? (announced.isAbsent ? nil : keys.missing)
  }

  private struct Announced: Hashable {
    let tag: Int, algorithm: Int, digest: Int
    init?(_ text: String) {
      let words = text.split(separator: " ").prefix(3).map { Int($0) }
      guard words.count == 3, let tag = words[0], let algorithm = words[1], let digest = words[2]
      else { return nil }
      (self.tag, self.algorithm, self.digest) = (tag, algorithm, digest)
    }
  }

  var concluded: [Finding] {
    if isRefused { return [.bogus] }
    if announced.missing != nil { return [] }
    if announced.isAbsent { return [keys.texts.isEmpty ? .unsigned : .unannounced] }
    if keys.missing != nil { return [] }
    let announced = self.announced.texts.compactMap(Announced.init)
    let keys = Set(
      keys.texts.map { $0.split(separator: " ").dropFirst().compactMap { Int($0) } })
    let fitting = announced.filter { keys.contains([$0.algorithm, $0.tag]) }
    guard !fitting.isEmpty else { return [.noKey] }
    var found: [Finding] = [isAuthentic ? .validated : .unchecked]
    // RFC 8624 §3.1 and §3.3.
    if !fitting.contains(where: { [8, 13, 14, 15, 16].contains($0.algorithm) }) {
      found.append(.oldAlgorithm)
    }
    if !fitting.contains(where: { [2, 4].contains($0.digest) }) { found.append(.weakDigest) }
    return found
  }
}
