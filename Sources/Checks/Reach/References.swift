internal import Documents
internal import Hygiene
internal import OpenSSL
internal import Platform

/// What an earlier run saw, or a colleague's elsewhere: it turns "down and blocked look alike" into a
/// suspicion, and knows the keys that a site had. It never proves anything alone.
public struct References: Sendable {
  /// The longest file that is read.
  public static let mostBytes = 16 << 20
  private static let day = 86_400

  private let seen: [String: (facts: ReachFacts, time: Timestamp)]

  public static let none = References(seen: [:])

  private init(seen: [String: (facts: ReachFacts, time: Timestamp)]) { self.seen = seen }

  /// What can be wrong with a file of references.
  public enum Problem: Error, Sendable {
    /// No list of evidence and no report.
    case unreadable
    /// The signature is missing or another's.
    case signature
  }

  /// Reads what `check tls --json` or `open --format json` printed; with `signer`, a PEM certificate,
  /// only when its owner signed it (CMS SignedData in DER).
  ///
  /// - Throws: `Problem`.
  public init(reading bytes: [UInt8], signer: [UInt8]?) throws(Problem) {
    var text = bytes
    if let signer {
      do { text = try signedContent(of: bytes, by: signer) } catch { throw .signature }
    }
    guard let evidence = Self.evidence(in: text) else { throw .unreadable }
    var seen: [String: (facts: ReachFacts, time: Timestamp)] = [:]
    for item in evidence where item.check == "tls-reach" {
      guard let coded = try? Documents.encode(item.facts),
        let facts = try? Documents.decode(ReachFacts.self, from: coded)
      else { continue }
      if let before = seen[facts.url], before.time > item.time { continue }
      seen[facts.url] = (facts, item.time)
    }
    self.seen = seen
  }

  private static func evidence(in text: [UInt8]) -> [Evidence]? {
    if let list = try? Documents.decode([Evidence].self, from: text) { return list }
    return (try? Documents.decode(Held.self, from: text))?.evidence
  }

  /// The part of a report that is needed.
  private struct Held: Decodable { let evidence: [Evidence] }

  /// What is known of a page, at a moment in seconds since 1970.
  func reference(for url: String, at now: Int) -> Reference? {
    guard let (facts, time) = seen[url] else { return nil }
    let verdict = ReachJudgement(facts).verdict
    let genuine = facts.operations.filter(\.isGenuine)
    return Reference(
      source: .audit, time: time.description,
      isFresh: (0...Self.day).contains(now - time.secondsSinceEpoch),
      addresses: Array(Set(genuine.compactMap(\.address))).sorted(),
      keys: Array(
        Set(
          genuine.compactMap { operation in
            operation.handshake?.certificates.first.flatMap {
              facts.certificates.indices.contains($0) ? facts.certificates[$0].keySHA256 : nil
            }
          })
      ).sorted(),
      wasReachable: verdict == .reachable || verdict == .challenge || verdict == .unexpectedStatus)
  }
}
