import TestKit
import Testing

/// `saqta check ooni`, as somebody with a file of measurements uses it.
@Suite struct OONICheckTests {
  private let fixture = "\(packageRoot)/Tests/Fixtures/ooni/situations.jsonl"

  @Test func theWorstComesFirstInPlainSentences() throws {
    let result = try Computer().saqta(["check", "ooni", fixture])
    #expect(result.status == 1, "something of it is proven")
    #expect(result.errorText == "")
    #expect(result.text.hasPrefix("Pages, as OONI Probe measured them\n  problem: "))
    let good = try #require(result.text.firstRange(of: "  good: "))
    let concern = try #require(result.text.firstRange(of: "  concern: "))
    #expect(concern.lowerBound < good.lowerBound)
    #expect(result.text.firstMatch(of: /[{}<]|verdict\./) == nil)
  }

  @Test func aProgramGetsTheFacts() throws {
    let computer = try Computer()
    try computer.write(
      #"{"test_name":"sni_blocking","input":"a.example"}"# + "\n{\n"
        + #"{"test_name":"web_connectivity","input":"https://a.example/","test_keys":{}}"#,
      to: "mixed.jsonl")
    let result = try computer.saqta(["check", "ooni", "mixed.jsonl", "--json"])
    #expect(result.status == 3, "a line is broken")
    #expect(result.errorText == "mixed.jsonl, line 2: the JSON breaks off\n")
    #expect(result.text.contains(#""because":"other-test""#))
    #expect(result.text.contains(#""verdict":"undecided""#))
    #expect(result.text.contains(#""ooni":{"#))
  }

  @Test func whatIsNoFileOfMeasurementsIsRefused() throws {
    let computer = try Computer()
    try computer.write("[]", to: "empty.json")
    #expect(
      try computer.saqta(["check", "ooni", "empty.json"]).errorText
        == "saqta: empty.json holds no measurement; export one from OONI Probe as JSON or JSONL\n")
    #expect(try computer.saqta(["check", "ooni"]).status == 2)
    #expect(try computer.saqta(["check", "ooni", "gone.json"]).status != 0)
  }

  @Test func anExistingFileIsNotOverwritten() throws {
    let computer = try Computer()
    try computer.write("mine", to: "there.jsonl")
    let result = try computer.saqta([
      "check", "tls", "https://127.0.0.1:9/", "--ooni", "there.jsonl", "--network",
    ])
    #expect(result.status != 0)
    #expect(!result.errorText.contains("127.0.0.1"), "nobody is contacted before")
    #expect(try contentsOfFile("\(computer.work)/there.jsonl") == Array("mine".utf8))
  }
}
