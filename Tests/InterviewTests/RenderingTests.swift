import Hygiene
import Testing

@testable import Interview

@Suite struct RenderingTests {
  @Test(
    arguments: [
      (["TERM": "xterm"], false, true, Rendering(.inline, usesColour: true)),
      (["TERM": "xterm", "NO_COLOR": "1"], false, true, Rendering(.inline)),
      (["TERM": "xterm", "NO_COLOR": ""], false, true, Rendering(.inline, usesColour: true)),
      (["TERM": "xterm", "ACCESSIBLE": "1"], false, true, Rendering(.plain)),
      (["TERM": "xterm", "ACCESSIBLE": "0"], false, true, Rendering(.inline, usesColour: true)),
      (["TERM": "xterm"], true, true, Rendering(.plain)),
      (["TERM": "xterm"], false, false, Rendering(.plain)),
      (["TERM": "dumb"], false, true, Rendering(.plain)),
      (["TERM": ""], false, true, Rendering(.plain)),
      ([:], false, true, Rendering(.plain)),
    ] as [([String: String], Bool, Bool, Rendering)])
  func isChosenByWhatThePersonAskedFor(
    _ environment: [String: String], _ plain: Bool, _ isInteractive: Bool, _ wanted: Rendering
  ) {
    #expect(
      Rendering.chosen(environment: environment, plainFlag: plain, isInteractive: isInteractive)
        == wanted)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]),
    ("one two", 3, ["one", "two"]),
    ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("шифрлау кілті", 8, ["шифрлау", "кілті"]),
    ("日本語日本語", 5, ["日本", "語日", "本語"]),
    (
      "see https://example.org/a/long/way here", 10,
      ["see", "https://example.org/a/long/way", "here"]
    ),
    ("a\n\nb", 10, ["a", "", "b"]),
    ("", 10, [""]),
    ("日", 1, ["日"]),
  ])
  func linesAreBrokenAtSpaces(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(wrapped(text, width: width) == lines)
  }

  @Test func aHostileWordCannotReachTheTerminal() {
    let blocks: [Block] = [.text("a\u{1B}[2Jb\u{7}\u{202E}c\u{9B}31md"), .title("e\rf")]
    for style in [Rendering.Style.plain, .inline] {
      #expect(Rendering(style).text(of: blocks, columns: 80) == "abc31md\nef\n")
    }
  }
}
