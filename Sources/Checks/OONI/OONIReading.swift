internal import Documents
public import Hygiene
internal import Platform

/// Measurements that people made with OONI Probe, judged as our own are.
///
/// It is no check of this computer and stands in no catalogue: its evidence says what some other
/// network does, as whoever made it claims.
public struct OONIReading: Sendable {
  public static let check: CheckID = "tls-reach-ooni"
  public static let version = 1
  /// Larger files are refused.
  public static let mostBytes = OONIFile.mostBytes

  /// In the order of the file.
  public private(set) var evidence: [Evidence] = []
  /// Of the file's form: which line, and what is wrong with it. At most a hundred.
  public private(set) var problems: [(line: Int, word: String)] = []
  /// How many there are in all.
  public private(set) var problemCount = 0

  private struct Row {
    let subject: String
    let measurement: Result<OONIMeasurement, OONIMeasurement.Refusal>
  }

  /// `now` is the moment to give to a measurement that names none.
  public init(_ bytes: [UInt8], settings: OONISettings, at now: Timestamp) {
    var rows: [Row] = []
    OONIFile(bytes).forEach { line, result in
      switch result {
      case .success(.object(let members)): rows.append(Self.row(.object(members)))
      case .success: add("syntax", line)
      case .failure(let problem): add(problem.rawValue, line)
      }
    }
    var settings = settings
    settings.isIPv6Broken = Self.isIPv6Broken(in: rows)
    rows.reverse()
    // One by one, so that what was read goes as what it says comes: a file may be large.
    while let row = rows.popLast() {
      evidence.append(Self.evidence(of: row, settings, at: now))
    }
  }

  private mutating func add(_ word: String, _ line: Int) {
    problemCount += 1
    if problems.count < 100 { problems.append((line, word)) }
  }

  private static func row(_ json: JSON) -> Row {
    let input = cleaned(json["input"].text ?? "", atMost: 200)
    do throws(OONIMeasurement.Refusal) {
      return Row(subject: input, measurement: .success(try OONIMeasurement(json)))
    } catch {
      let name = cleaned(json["test_name"].text ?? "", atMost: 60)
      let subject = [name, input].filter { !$0.isEmpty }.joined(separator: " ")
      return Row(subject: subject, measurement: .failure(error))
    }
  }

  private static func evidence(
    of row: Row, _ settings: OONISettings, at now: Timestamp
  ) -> Evidence {
    switch row.measurement {
    case .success(let measurement): return evidence(of: measurement, settings, at: now)
    case .failure(let refusal):
      return Evidence(
        check: check, version: version, subject: row.subject,
        outcome: .unknown(because: refusal == .otherTest ? .otherTest : .noPage),
        confidence: .low, time: now)
    }
  }

  private static func evidence(
    of measurement: OONIMeasurement, _ settings: OONISettings, at now: Timestamp
  ) -> Evidence {
    let facts = OONIFacts.facts(of: measurement, settings)
    let judgement = ReachJudgement(facts)
    guard let fact = try? Documents.fact(facts) else {
      return Evidence(
        check: check, version: version, subject: facts.url, outcome: .unknown(because: .failed),
        confidence: .low, time: now)
    }
    return Evidence(
      check: check, version: version, subject: facts.url,
      outcome: judgement.verdict.outcome(for: facts.role), facts: fact,
      confidence: judgement.confidence, time: measurement.time ?? now)
  }

  /// Most connections over IPv6 fail, in a file with more than a few, while IPv4 works.
  private static func isIPv6Broken(in rows: [Row]) -> Bool {
    let connects = rows.compactMap { try? $0.measurement.get() }.flatMap(\.steps)
      .filter { $0.kind == .connect }
    let six = connects.filter { $0.endpoint?.address.isV6 ?? false }
    let hasFour = connects.contains {
      $0.failure == nil && !($0.endpoint?.address.isV6 ?? true)
    }
    return six.count >= 3 && hasFour && six.count { $0.failure != nil } * 2 > six.count
  }
}

extension Reason {
  /// A measurement of a test that is not read here.
  static let otherTest: Reason = "other-test"
  /// A measurement that does not say which page it is about.
  static let noPage: Reason = "no-page"
}
