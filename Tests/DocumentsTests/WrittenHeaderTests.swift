import Documents
import Hygiene
import TestKit
import Testing

private func header(_ report: Report, prev: String? = nil, seq: Int? = nil) -> RecordHeader {
  RecordHeader(
    kind: .report, org: String(repeating: "0a", count: 16), epoch: 3,
    recipient: String(repeating: "b1", count: 32), prev: prev, seq: seq,
    claimedTime: FixedClock().now, tool: "saqta 0.1.0", summary: Summary(report))
}

@Test(arguments: 0..<40)
func everyHeaderThatWeWriteIsReadWithoutADecoder(seed: Int) throws {
  let header = header(
    RandomAudit(seed: seed).report, prev: seed % 2 == 0 ? nil : "abc", seq: seed % 3)
  #expect(RecordHeader(asWritten: try Documents.encode(header)) == header)
}

@Test func aHeaderWithoutASummaryAndARoundInAnyScriptAreRead() throws {
  let facts = RecordHeader(
    kind: .facts, org: "0a", epoch: 1, recipient: "b1", claimedTime: FixedClock().now, tool: "t",
    summary: nil)
  #expect(RecordHeader(asWritten: try Documents.encode(facts)) == facts)
  let old = SampleReport.small.report
  let report = try Documents.decode(
    Report.self,
    from: String(decoding: try Documents.encode(old), as: UTF8.self)
      .replacing(#""quality":"#, with: #""round":"көктем","quality":"#).utf8)
  let named = header(report)
  #expect(named.summary?.audit?.round == "көктем")
  #expect(RecordHeader(asWritten: try Documents.encode(named)) == named)
}

@Test func whateverIsReadWithoutADecoderTheDecoderReadsTheSame() throws {
  let line = try Documents.encode(header(SampleReport.contradictions.report, prev: "a", seq: 12))
  try #require(RecordHeader(asWritten: line) != nil)
  var read = 0
  for place in line.indices {
    for byte in [UInt8(ascii: "0"), 0x22, 0x5C, 0x2C, 0x7D, 0x20, 0x0A, 0x80, line[place] ^ 1] {
      var changed = line
      changed[place] = byte
      guard let header = RecordHeader(asWritten: changed) else { continue }
      read += 1
      #expect((try? Documents.decode(RecordHeader.self, from: changed)) == header, "byte \(place)")
    }
    #expect(RecordHeader(asWritten: Array(line[..<place])) == nil)
  }
  #expect(read > 100)
}

@Test(arguments: [
  (#""fmt":"saqta-S1""#, #""fmt":"saqta-S2""#), (#""v":1}"#, #""v":2}"#),
  (#""v":1}"#, #""v":1,"w":1}"#), (#""epoch":3"#, #""epoch":03"#), (#""epoch":3"#, #""epoch": 3"#),
])
func anotherFormIsLeftToTheDecoder(part: String, other: String) throws {
  let line = String(
    decoding: try Documents.encode(header(SampleReport.small.report)), as: UTF8.self)
  try #require(line.contains(part))
  #expect(RecordHeader(asWritten: Array(line.replacing(part, with: other).utf8)) == nil)
}
