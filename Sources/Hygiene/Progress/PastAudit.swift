/// What a history needs to know of one audit: no name, no text, no role.
public struct PastAudit: Hashable, Codable, Sendable {
  /// As the computer's clock claimed. It names the month, and orders nothing.
  public let time: Timestamp
  /// The name that was given to the round; nil when the month names it.
  public let round: String?
  public let practice: Bool
  /// Id and version of the checklist.
  public let checklist: String, version: String
  public let partly: Rational
  public let asked: [Asked]

  public init(
    time: Timestamp, round: String?, practice: Bool, checklist: String, version: String,
    partly: Rational, asked: [Asked]
  ) {
    (self.time, self.round, self.practice) = (time, round, practice)
    (self.checklist, self.version) = (checklist, version)
    (self.partly, self.asked) = (partly, asked)
  }

  public init(_ report: Report) {
    self.init(
      time: report.time, round: report.round, practice: report.practice,
      checklist: report.checklist.id, version: report.checklist.version,
      partly: report.method.partlyCredit, asked: report.asked)
  }
}

/// One line for each question, so that reading thousands of audits is quick: control, domain, tier,
/// weight, unit, answer (with `!` where a measurement contradicts it), what was measured, and the
/// scenarios with commas between them.
extension Asked: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let contradicted = claims.isContradicted ? "!" : ""
    try container.encode(
      "\(control) \(kind.domain) \(kind.tier) \(kind.weight) \(kind.unit.rawValue) "
        + "\(claims.answer.rawValue)\(contradicted) \(measured.rawValue) "
        + kind.scenarios.map(\.rawValue).joined(separator: ","))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let asked = Asked(line: try container.decode(String.self).utf8) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a question")
    }
    self = asked
  }

  init?(line: some BidirectionalCollection<UInt8>) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    func text(_ part: some Collection<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
    guard parts.count == 8, let tier = Int(text(parts[2])), let weight = Int(text(parts[3])),
      (1...3).contains(tier), (1...1000).contains(weight),
      let unit = Unit(rawValue: text(parts[4])),
      let measured = Measured(rawValue: text(parts[6]))
    else { return nil }
    let isContradicted = parts[5].last == UInt8(ascii: "!")
    guard let answer = Answer(rawValue: text(isContradicted ? parts[5].dropLast() : parts[5]))
    else { return nil }
    self.init(
      control: ControlID(rawValue: text(parts[0])),
      kind: Kind(
        domain: DomainID(rawValue: text(parts[1])), tier: tier, weight: weight, unit: unit,
        scenarios: parts[7].split(separator: UInt8(ascii: ",")).map {
          ScenarioID(rawValue: text($0))
        }),
      claims: Claims(answer, isContradicted: isContradicted), measured: measured)
  }
}
