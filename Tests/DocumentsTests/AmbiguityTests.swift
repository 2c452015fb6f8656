import Documents
import Hygiene
import Testing

/// JSON that readers disagree about is refused, and nothing else is.
@Suite struct AmbiguityTests {
  private func reads(_ bytes: [UInt8]) -> Bool {
    (try? Documents.decode(Fact.self, from: bytes)) != nil
  }

  @Test(arguments: [
    #"{"a":1,"a":1}"#, #"{"a":1,"b":[],"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"\n":1,"\u000A":2}"#,
    #"{"é":1,"é":2}"#, #"[{"x":{"a":{"b":1},"a":2}}]"#, #"{"":1,"":2}"#, #"{"a" : 1 , "a" : 2}"#,
    #"{"a":"\"","a":1}"#, #"{"a":{"b":1,"b":1}}"#, #"{"a":[1,{"b":1}],"a":1}"#,
  ])
  func aKeyThatStandsTwiceIsRefused(_ text: String) { #expect(!reads(Array(text.utf8))) }

  @Test(arguments: [
    #"{"a":1,"A":1}"#, #"{"a":{"a":{"a":[{"a":1},{"a":1}]}}}"#, #"["a","a",{"b":"a"},"a"]"#,
    #"{"a":"a","b":"\"a\":1,\"a\":2"}"#, #"{"a":"{","b":"}","c":[",","{\"a\"","\\"]}"#, "[]", "{}",
    " \n{\"a\":1}", "5", #""a""#, "null", #"{"\u0061":1,"b\\":2,"b\"":3}"#, #"{"ә":1,"і":2}"#,
  ])
  func whatEveryReaderReadsTheSameIsRead(_ text: String) { #expect(reads(Array(text.utf8))) }

  @Test func onlyPlainUTF8IsRead() {
    let text = #"{"a":"b"}"#
    #expect(reads(Array(text.utf8)))
    #expect(!reads([0xEF, 0xBB, 0xBF] + Array(text.utf8)))
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] { #expect(!reads(bytes)) }
    #expect(!reads(text.unicodeScalars.flatMap { [UInt8($0.value), 0, 0, 0] }))
    #expect(!reads(Array(#"{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)))
    #expect(!reads(Array(#"{"a":""#.utf8) + [0] + Array(#""}"#.utf8)))
  }

  @Test(arguments: [
    "", "{", "]", "}}", #"{"a"#, #"{"a\"#, #"{"a":1,}"#, "{\"a\":[1,\t\n]}", ",", #"{"a","a"}"#,
    "01", "+1", "NaN", "1.", ".5", "{'a':1}", "tru", "[1 2]", "[1,,2]", #"{"a" 1}"#, "{a:1}",
    "/**/1", "1 1", "{} {}", "[}", "{]", #"{"a":1]"#, "\u{0B}1", #""\x""#, #""\ud800""#, "\"\t\"",
    "0x10", "1e",
  ])
  func whatIsNoJSONIsRefused(_ text: String) { #expect(!reads(Array(text.utf8))) }
}
