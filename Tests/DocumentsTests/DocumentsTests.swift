import Documents
import FoundationEssentials
import Hygiene
import TestKit
import Testing

@Suite struct DocumentsTests {
  @Test(arguments: SampleReport.allCases)
  func aReportComesBackAsItWasAndKeepsItsBytes(_ sample: SampleReport) throws {
    let bytes = try Documents.encode(sample.report)
    let read = try Documents.decode(Report.self, from: bytes)
    #expect(read == sample.report)
    #expect(try Documents.encode(read) == bytes)
  }

  @Test(arguments: SampleReport.allCases)
  func everyEventComesBack(_ sample: SampleReport) throws {
    let facts = OrganisationFacts(name: "Редакция «Пример» \u{1F4F0}")
    #expect(
      try Documents.decode(OrganisationFacts.self, from: Documents.encode(facts)) == facts)
    #expect(Event.facts(facts).kind == "facts")
    #expect(Event.report(sample.report).kind == "report")
  }

  @Test func aHeaderComesBackWithItsNulls() throws {
    let header = RecordHeader(
      kind: "kind-of-2031", org: String(repeating: "0f", count: 16), epoch: 1,
      recipient: String(repeating: "ab", count: 32), claimedTime: FixedClock().now,
      tool: "saqta 0.1.0", summary: Summary(SampleReport.small.report))
    let bytes = try Documents.encode(header)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"prev\":null"))
    #expect(text.contains("\"seq\":null"))
    #expect(text.contains("\"claimed_time\":\"2026-11-24T06:10:00Z\""))
    #expect(!text.contains("\n"))
    let read = try Documents.decode(RecordHeader.self, from: bytes)
    #expect(read == header)
    #expect(try Documents.encode(read) == bytes)
  }

  @Test func aReasonOfALaterVersionSurvives() throws {
    let text = """
      {"check":"dns-compare","confidence":"low","facts":{"a":[1,true,null,"x",{"b":2.5}]},\
      "outcome":{"because":"reason-of-2031","is":"unknown"},"subject":"/x","time":\
      "2026-11-24T06:10:00Z","version":7}
      """
    let read = try Documents.decode(Evidence.self, from: text.utf8)
    #expect(read.outcome == .unknown(because: "reason-of-2031"))
    #expect(
      read.facts
        == .object([
          "a": .list([
            .integer(1), .bool(true), .null, .text("x"), .object(["b": .number(2.5)]),
          ])
        ]))
    #expect(String(decoding: try Documents.encode(read), as: UTF8.self) == text)
  }

  @Test func keysAreSortedAndSlashesPlain() throws {
    let fact = Fact.object(["b": .text("a/b"), "a": .text("\u{1B}[31m\"ӘІ"), "B": .null])
    #expect(
      String(decoding: try Documents.encode(fact), as: UTF8.self)
        == #"{"B":null,"a":"\u001b[31m\"ӘІ","b":"a/b"}"#)
  }

  @Test(arguments: [
    #"{"about":0.5,"exact":"2/4"}"#, #"{"about":0.5,"exact":"1/0"}"#, #"{"about":1,"exact":"1"}"#,
    #"{"about":0.5,"exact":"+1/2"}"#, #"{"about":0.6,"exact":"1/2"}"#, #"{"exact":"1/2"}"#,
    #"{"about":-0.5,"exact":"1/-2"}"#, #""1/2""#,
    #"{"about":1,"exact":"9223372036854775807/9223372036854775807"}"#,
    #"{"about":-1,"exact":"-9223372036854775808/1"}"#, #"{"about":0,"exact":"0/5"}"#,
    #"{"about":9007199254740993,"exact":"9007199254740993/1"}"#,
  ])
  func aFractionThatWeWouldNotWriteIsRefused(_ text: String) {
    #expect(throws: DecodingError.self) { try Documents.decode(Rational.self, from: text.utf8) }
  }

  @Test(arguments: [
    (Rational(130, over: 3), #"{"about":43.333,"exact":"130/3"}"#),
    (Rational(1), #"{"about":1,"exact":"1/1"}"#),
    (Rational(-1, over: 8), #"{"about":-0.125,"exact":"-1/8"}"#),
    (Rational(2, over: 3), #"{"about":0.667,"exact":"2/3"}"#),
  ])
  func aFractionIsWrittenExactlyAndAsANumber(_ fraction: Rational, _ text: String) throws {
    #expect(String(decoding: try Documents.encode(fraction), as: UTF8.self) == text)
    #expect(try Documents.decode(Rational.self, from: text.utf8) == fraction)
  }

  @Test(arguments: ["\"2026-02-30\"", "\"+026-1-1\"", "\"2026-1-1\"", "20261124", "\"\""])
  func aDayThatDoesNotExistIsRefused(_ text: String) {
    #expect(throws: DecodingError.self) { try Documents.decode(Day.self, from: text.utf8) }
  }
}
