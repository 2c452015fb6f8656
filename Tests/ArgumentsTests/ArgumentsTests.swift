import Arguments
import Testing

private struct Sample: Equatable {
  var org: String?
  var count: Int?
  var resolvers: [String] = []
  var plain = false
  var file: String?

  static let arguments: [Argument<Sample>] = [
    .option("--org", "ALIAS", \.org),
    .option("--count", "N", \.count),
    .options("--resolver", "ADDRESS", \.resolvers),
    .flag("--plain", \.plain),
    .operand("FILE", \.file),
  ]
}

private func parsed(_ line: String) throws(UsageError) -> Sample {
  try parse(
    line.split(separator: " ").map(String.init), into: Sample(), by: Sample.arguments)
}

@Suite struct ArgumentsTests {
  @Test(arguments: [
    ("", Sample()),
    ("--org a", Sample(org: "a")),
    ("--org=a=b --plain", Sample(org: "a=b", plain: true)),
    ("x.cms --count 3", Sample(count: 3, file: "x.cms")),
    ("--resolver 1 --resolver=2", Sample(resolvers: ["1", "2"])),
    ("-- --plain", Sample(file: "--plain")),
    ("-", Sample(file: "-")),
  ])
  private func fillsTheVerb(_ line: String, _ expected: Sample) throws {
    #expect(try parsed(line) == expected)
  }

  @Test(arguments: [
    ("--orgg a", UsageError(.unknownOption, name: "--orgg", suggestion: "--org")),
    ("--zebra", UsageError(.unknownOption, name: "--zebra")),
    ("--org", UsageError(.missingValue, name: "--org")),
    ("--plain=yes", UsageError(.needlessValue, name: "--plain")),
    ("--count many", UsageError(.badValue, name: "--count", value: "many")),
    ("--org a --org b", UsageError(.repeated, name: "--org")),
    ("a b", UsageError(.unexpectedWord, name: "b")),
  ])
  func refuses(_ line: String, _ expected: UsageError) {
    #expect(throws: expected) { try parsed(line) }
  }

  @Test func suggestsOnlyWhatIsNear() {
    #expect(nearest(to: "adit", among: ["audit", "open"]) == "audit")
    #expect(nearest(to: "frobnicate", among: ["audit", "open"]) == nil)
  }
}

@Test func aLastOperandMayTakeAllWords() throws {
  struct Many: Equatable {
    var first: String?
    var rest: [String] = []
  }
  let arguments: [Argument<Many>] = [.operand("FIRST", \.first), .operands("REST", \.rest)]
  let parsed = try parse(["a", "b", "--", "-c"], into: Many(), by: arguments)
  #expect(parsed == Many(first: "a", rest: ["b", "-c"]))
}
