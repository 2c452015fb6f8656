internal import Documents
public import Hygiene

/// A history for a program to read (Docs/Formats/Progress.md), and a line end.
public func json(of history: History) throws -> [UInt8] {
  let steps = [nil] + history.steps
  let document = HistoryDocument(
    checklist: history.checklist,
    rounds: zip(history.rounds, steps).map { round, step in
      HistoryDocument.Round(
        name: round.name, audits: round.audits, versions: round.versions,
        asked: round.standings.all.count,
        own: Groups(round),
        since: step.map {
          HistoryDocument.Since(
            shared: $0.pairs.count, either: $0.either, share: $0.share, change: Groups($0))
        })
    })
  return try Documents.encode(document) + [UInt8(ascii: "\n")]
}

private struct HistoryDocument: Encodable {
  struct Round: Encodable {
    let name: String
    let audits: Int
    let versions: [String]
    let asked: Int
    let own: Groups<Figures>
    let since: Since?
  }
  struct Since: Encodable {
    let shared: Int, either: Int, share: Rational
    let change: Groups<Shift>
  }
  var format = "saqta-history"
  var version = 1
  let checklist: String
  let rounds: [Round]
}

/// What there is a figure of.
private struct Groups<Value> {
  let overall: Value?
  let units: [Unit: Value]
  let domains: [DomainID: Value]
  let scenarios: [ScenarioID: Value]

  /// Kind, name and value, in a fixed order.
  var rows: [(kind: String, name: String, value: Value)] {
    (overall.map { [("overall", "", $0)] } ?? [])
      + Unit.allCases.compactMap { unit in units[unit].map { ("unit", unit.rawValue, $0) } }
      + domains.keys.sorted().compactMap { id in domains[id].map { ("domain", id.rawValue, $0) } }
      + scenarios.keys.sorted().compactMap { id in
        scenarios[id].map { ("scenario", id.rawValue, $0) }
      }
  }
}

extension Groups where Value == Figures {
  init(_ round: History.Round) {
    self.init(
      overall: round.overall, units: round.units, domains: round.domains,
      scenarios: round.scenarios)
  }
}

extension Groups where Value == Shift {
  init(_ step: CommonPart) {
    self.init(
      overall: step.overall, units: step.units, domains: step.domains, scenarios: step.scenarios)
  }
}

extension Groups: Encodable where Value: Encodable {
  private enum Key: String, CodingKey { case overall, units, domains, scenarios }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(overall, forKey: .overall)
    let units = Dictionary(uniqueKeysWithValues: units.map { ($0.rawValue, $1) })
    try container.encode(units, forKey: .units)
    try container.encode(domains, forKey: .domains)
    try container.encode(scenarios, forKey: .scenarios)
  }
}

/// A history for a spreadsheet (RFC 4180, with a header): for each round its own figures and, from
/// the second on, those of the part that it shares with the one before.
public func csv(of history: History) -> String {
  var lines = [
    "round,audits,group,name,basis,shared,either,worst,best,applicable,answered,unknown,tier1_gaps"
  ]
  for (round, step) in zip(history.rounds, [nil] + history.steps) {
    let count = round.standings.all.count
    lines += Groups(round).rows.map { row in
      line(round, row.kind, row.name, "own", count, count, row.value)
    }
    guard let step else { continue }
    for row in Groups(step).rows {
      let (shared, either) = (step.pairs.count, step.either)
      lines.append(
        line(round, row.kind, row.name, "shared-before", shared, either, row.value.before))
      lines.append(
        line(round, row.kind, row.name, "shared-after", shared, either, row.value.after))
    }
  }
  return lines.map { $0 + "\r\n" }.joined()
}

private func line(
  _ round: History.Round, _ kind: String, _ name: String, _ basis: String, _ shared: Int,
  _ either: Int, _ figures: Figures
) -> String {
  let numbers = [
    figures.applicable, figures.answered, figures.unknown, figures.tierOneGaps,
  ].map { String($0) }
  return
    ([
      csvField(round.name), String(round.audits), kind, csvField(name), basis, String(shared),
      String(either), figures.worst.oneDecimal, figures.best.oneDecimal,
    ] + numbers).joined(separator: ",")
}

/// A field of a CSV line. What a spreadsheet would take for a formula is made text.
func csvField(_ text: String) -> String {
  let text = cleaned(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  let isFormula = text.first.map { "=+-@".contains($0) } ?? false
  let safe = isFormula ? "'" + text : text
  guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
  return "\"" + safe.replacing("\"", with: "\"\"") + "\""
}
