import Hygiene
import Testing

@Suite struct RiskTableTests {
  private let names: [String: Level] = [
    "VL": .veryLow, "L": .low, "M": .moderate, "H": .high, "VH": .veryHigh,
  ]

  /// NIST SP 800-30 rev. 1, table G-5: rows initiation, columns adverse impact.
  private let tableG5 = """
        VL L  M  H  VH
    VH  L  M  H  VH VH
    H   L  M  M  H  VH
    M   L  L  M  M  H
    L   VL L  L  M  M
    VL  VL VL L  L  L
    """

  /// NIST SP 800-30 rev. 1, table I-2: rows likelihood, columns impact.
  private let tableI2 = """
        VL L  M  H  VH
    VH  VL L  M  H  VH
    H   VL L  M  H  VH
    M   VL L  M  M  H
    L   VL L  L  L  M
    VL  VL VL VL L  L
    """

  private func cells(of table: String) -> [(row: Level, column: Level, result: Level)] {
    let lines = table.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { names[String($0)] }
    }
    return lines.dropFirst().flatMap { line in
      zip(lines[0], line.dropFirst()).map { (line[0], $0, $1) }
    }
  }

  @Test func everyCellOfOverallLikelihoodIsTheStandards() {
    let cells = cells(of: tableG5)
    #expect(cells.count == 25)
    for cell in cells {
      let result = overallLikelihood(initiation: cell.row, exposure: cell.column)
      #expect(result == cell.result, "\(cell)")
    }
  }

  @Test func everyCellOfRiskIsTheStandards() {
    let cells = cells(of: tableI2)
    #expect(cells.count == 25)
    for cell in cells {
      #expect(risk(likelihood: cell.row, impact: cell.column) == cell.result, "\(cell)")
    }
  }

  @Test func bothTablesRiseInBothDirections() {
    for one in Level.allCases {
      for (low, high) in zip(Level.allCases, Level.allCases.dropFirst()) {
        #expect(
          overallLikelihood(initiation: one, exposure: low)
            <= overallLikelihood(initiation: one, exposure: high))
        #expect(
          overallLikelihood(initiation: low, exposure: one)
            <= overallLikelihood(initiation: high, exposure: one))
        #expect(risk(likelihood: one, impact: low) <= risk(likelihood: one, impact: high))
        #expect(risk(likelihood: low, impact: one) <= risk(likelihood: high, impact: one))
      }
    }
  }

  @Test(arguments: [
    (Rational(0), Level.veryLow), (Rational(49, over: 10), .veryLow), (Rational(5), .low),
    (Rational(209, over: 10), .low), (Rational(21), .moderate),
    (Rational(799, over: 10), .moderate),
    (Rational(80), .high), (Rational(959, over: 10), .high), (Rational(96), .veryHigh),
    (Rational(100), .veryHigh),
  ])
  func aShareHasTheLevelOfItsBand(_ share: Rational, _ level: Level) {
    #expect(Level(share: share) == level)
  }

  @Test func theLevelsHaveTheStandardsValues() {
    #expect(Level.allCases.map(\.value) == [0, 2, 5, 8, 10])
  }
}
