import Documents
import Hygiene
import Testing

/// JSON of others: any form, within limits.
@Suite struct JSONReaderTests {
  private func read(_ text: String, atMost limit: Int = 1 << 20) throws -> JSON {
    try JSONReader.value(of: Array(text.utf8), atMost: limit)
  }

  private func problem(_ bytes: [UInt8], atMost limit: Int = 1 << 20) -> JSONProblem? {
    do {
      _ = try JSONReader.value(of: bytes, atMost: limit)
      return nil
    } catch { return error }
  }

  @Test func readsEveryForm() throws {
    let text = """
       {"null":null,"yes":true,"no":false,"n":-0.5e2,"t":"a\\n\\u0441\\ud83d\\ude00\\/",
        "l":[1, [] , {}],"":"empty"}\t
      """
    #expect(
      try read(text)
        == .object([
          "null": .null, "yes": .bool(true), "no": .bool(false), "n": .number(-50),
          "t": .text("a\nс😀/"), "l": .list([.number(1), .list([]), .object([:])]),
          "": .text("empty"),
        ]))
  }

  @Test func halfACharacterBecomesAMark() throws {
    #expect(try read(#""a\ud800b""#) == .text("a\u{FFFD}b"))
    #expect(try read(#""\ud800\u0041""#) == .text("\u{FFFD}A"))
    #expect(try read(#""\udc00""#) == .text("\u{FFFD}"))
  }

  @Test(arguments: [
    ("[1,]", JSONProblem.syntax), ("{\"a\":1,}", .syntax), ("[1 2]", .syntax), ("01", .syntax),
    ("-", .unfinished), ("1.", .unfinished), (".5", .syntax), ("+1", .syntax), ("NaN", .syntax),
    ("1e", .unfinished), ("{a:1}", .syntax), ("{'a':1}", .syntax), ("tru", .unfinished),
    ("trux", .syntax), ("", .unfinished), ("[", .unfinished), ("{\"a\"", .unfinished),
    ("\"a", .unfinished), ("\"\\", .unfinished), ("\"\\x\"", .syntax), ("\"\\u12\"", .unfinished),
    ("\"\\u12g4\"", .syntax), ("\"\t\"", .syntax), ("1 1", .syntax), ("{} {}", .syntax),
    ("[}", .syntax), ("{\"a\":1,\"a\":2}", .duplicate), ("{\"a\":1,\"\\u0061\":2}", .duplicate),
  ])
  func refusesWhatIsNone(_ text: String, _ expected: JSONProblem) {
    #expect(problem(Array(text.utf8)) == expected)
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(problem([0x22, 0xC3, 0x28, 0x22]) == .notUTF8)
    #expect(problem([0x22, 0x5C, 0x6E, 0xFF, 0x22]) == .notUTF8)
    #expect(problem([0xEF, 0xBB, 0xBF, 0x31]) == .syntax)
    #expect(problem([0xFF, 0xFE, 0x31, 0x00]) == .syntax)
  }

  @Test func depthSizeAndNumberAreBounded() {
    func nested(_ depth: Int) -> [UInt8] {
      Array(
        (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(problem(nested(JSONReader.mostDepth)) == nil)
    #expect(problem(nested(JSONReader.mostDepth + 1)) == .tooDeep)
    #expect(problem([UInt8](repeating: 0x5B, count: 1 << 20)) == .tooDeep)
    #expect(problem(Array("[\(String(repeating: "1,", count: 200_000))1]".utf8)) == .tooLarge)
    #expect(
      problem(Array("\"\(String(repeating: "a", count: 100))\"".utf8), atMost: 50) == .tooLarge)
    #expect(problem(Array(String(repeating: "9", count: 500).utf8)) == .syntax)
  }

  @Test func hugeNumbersAreNoIntegers() throws {
    #expect(try read("1e400").integer == nil)
    #expect(try read("1e18").integer == 1_000_000_000_000_000_000)
    #expect(try read("9223372036854775808").integer == nil)
    #expect(try read("0.5").integer == nil)
    #expect(try read("-0").integer == 0)
  }

  @Test func asksForWhatIsNotThereWithoutHarm() throws {
    let json = try read(#"{"a":[1],"b":{"c":"d"}}"#)
    #expect(json["b"]["c"].text == "d")
    #expect(json["x"]["y"]["z"] == .null)
    #expect(json["a"]["c"].text == nil)
    #expect(json["b"].list == [])
    #expect(json["a"].members.isEmpty)
  }

  @Test func readsOneValueAfterTheOther() throws {
    var reader = JSONReader(Array(" [1]\n{\"a\":2} 3".utf8), atMost: 100)
    #expect(try reader.next() == .list([.number(1)]))
    #expect(try reader.next() == .object(["a": .number(2)]))
    #expect(try reader.next() == .number(3))
    #expect(throws: JSONProblem.unfinished) { try reader.next() }
  }

  @Test func isWrittenAsItWasRead() throws {
    let text = #"{"a":[1,0.5,null,true,"é\n"],"b":{}}"#
    #expect(String(decoding: try Documents.encode(read(text)), as: UTF8.self) == text)
  }
}
