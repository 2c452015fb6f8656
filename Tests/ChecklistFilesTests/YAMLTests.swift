import Testing
import YAML

@Suite struct YAMLTests {
  private func problem(in bytes: [UInt8]) -> YAMLProblem? {
    do {
      _ = try parseYAML(bytes)
      return nil
    } catch { return error }
  }

  @Test func everyScalarIsTheTextThatWasWritten() throws {
    let root = try parseYAML(Array("a: yes\nb: [1, ~, 'x', \"y\\n\", 0x1F]\nc:\n".utf8))
    #expect(
      root
        == Node(
          .map([
            Entry(key: "a", at: Place(line: 1, column: 1), value: text("yes", 1, 4)),
            Entry(
              key: "b", at: Place(line: 2, column: 1),
              value: Node(
                .list([
                  text("1", 2, 5), text("~", 2, 8), text("x", 2, 11), text("y\n", 2, 16),
                  text("0x1F", 2, 23),
                ]), at: Place(line: 2, column: 4))),
            Entry(key: "c", at: Place(line: 3, column: 1), value: text("", 3, 3)),
          ]), at: Place(line: 1, column: 1)))
  }

  private func text(_ text: String, _ line: Int, _ column: Int) -> Node {
    Node(.text(text), at: Place(line: line, column: column))
  }

  @Test(arguments: [
    ("", YAMLProblem.Reason.empty, 1, 1),
    ("# nothing\n", .empty, 1, 1),
    ("a: 1\n--- \nb: 2\n", .severalDocuments, 2, 1),
    ("%YAML 1.1\n---\na: 1\n", .directive, 1, 1),
    ("%TAG ! tag:x,2000:\n---\na: 1\n", .directive, 1, 1),
    ("a: &x 1\n", .anchor, 1, 4),
    ("a: &x [1]\n", .anchor, 1, 4),
    ("a: &x {b: 1}\n", .anchor, 1, 4),
    ("a: *x\n", .alias, 1, 4),
    ("a: !!str 1\n", .tag, 1, 4),
    ("a: ! [1]\n", .tag, 1, 4),
    ("a: !x {b: 1}\n", .tag, 1, 4),
    ("a: !u!x 1\n", .tag, 1, 4),
    ("a: 1\nb: 2\na: 3\n", .duplicateKey("a"), 3, 1),
    ("a: {b: 1, \"b\": 2}\n", .duplicateKey("b"), 1, 11),
    ("? [a]\n: 1\n", .keyIsNotText, 1, 3),
    ("{{a: 1}: 2}\n", .keyIsNotText, 1, 2),
    ("a:\n\tb: 1\n", .tab, 2, 1),
    ("a: \"b\nc: d\n", .openQuote, 1, 4),
    ("a: b: c\n", .colonInText, 1, 5),
    ("a: [b\nc: d\n", .syntax("did not find expected ',' or ']'"), 2, 2),
    ("a: b\n c\nd\n", .syntax("could not find expected ':'"), 4, 1),
    ("a: `\n", .needsQuotes, 1, 4),
    ("a: \"\\q\"\n", .syntax("found unknown escape character"), 1, 5),
    ("a: \"\\ud800\"\n", .syntax("found invalid Unicode character escape code"), 1, 7),
    ("a: \"\\0\"\n", .forbiddenCharacter, 1, 4),
    ("a: 1\nb: \"x\\e[2J\"\n", .forbiddenCharacter, 2, 4),
    ("a: 1\r\nb: \u{0}\r\n", .forbiddenCharacter, 2, 4),
    ("a: 1\rb: \u{7}\n", .forbiddenCharacter, 2, 4),
    ("a: 1\nb: \u{85}\n", .forbiddenCharacter, 2, 4),
    ("a: 1\nb: \u{202E}x\n", .forbiddenCharacter, 2, 4),
    ("a: 1\nb: \u{FEFF}x\n", .forbiddenCharacter, 2, 4),
    ("a: \u{FFFF}\n", .forbiddenCharacter, 1, 4),
  ])
  func refuses(_ source: String, reason: YAMLProblem.Reason, line: Int, column: Int) {
    #expect(
      problem(in: Array(source.utf8))
        == YAMLProblem(reason, at: Place(line: line, column: column)))
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF], 1, 4),
      ([0x61, 0x3A, 0x20, 0x31, 0x0A, 0xC3, 0x28], 2, 1),
      ([0x61, 0x3A, 0x20, 0xC0, 0xAF], 1, 4),
      ([0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80], 1, 4),
      ([0x61, 0x3A, 0x20, 0xE2, 0x82], 1, 4),
      ([0xFF, 0xFE, 0x61, 0x00], 1, 1),
    ] as [([UInt8], Int, Int)])
  func bytesThatAreNotUTF8AreRefusedWithTheirPlace(bytes: [UInt8], line: Int, column: Int) {
    #expect(problem(in: bytes) == YAMLProblem(.notUTF8, at: Place(line: line, column: column)))
  }

  @Test func aByteOrderMarkAtTheBeginningIsNoPartOfTheText() throws {
    let root = try parseYAML(Array("\u{FEFF}a: 1\n".utf8))
    #expect(
      root.content
        == .map([Entry(key: "a", at: Place(line: 1, column: 1), value: text("1", 1, 4))]))
  }

  @Test func thirtyTwoLevelsAreReadAndOneMoreIsNot() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(problem(in: nested(32)) == nil)
    #expect(problem(in: nested(33)) == YAMLProblem(.tooDeep, at: Place(line: 1, column: 33)))
  }

  @Test(arguments: ["[", "- ", "{a: ", "? ", "[{a: ", "- - \n"])
  func anAbyssIsRefusedQuickly(_ step: String) {
    let bytes = Array(String(repeating: step, count: 500_000).utf8)
    #expect(problem(in: bytes) != nil)
  }

  @Test func aliasesThatWouldGrowToBillionsAreRefusedAtTheFirst() {
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"
    #expect(problem(in: Array(bomb.utf8))?.reason == .anchor)
  }

  @Test func sizeIsBoundedBeforeReading() {
    let large = [UInt8](repeating: 0x61, count: (4 << 20) + 1)
    #expect(problem(in: large)?.reason == .tooLarge)
    #expect(problem(in: Array(large.dropFirst())) == nil)
  }

  @Test func valuesAreCounted() throws {
    let list = Array("[a, b, {c: d}]".utf8)
    #expect(throws: Never.self) { try parseYAML(list, within: YAMLLimits(values: 5)) }
    #expect(throws: YAMLProblem(.tooManyValues, at: Place(line: 1, column: 1))) {
      try parseYAML(list, within: YAMLLimits(values: 4))
    }
  }

  @Test func tenMegabytesOfNoiseEndInAnErrorAndNotInACrash() {
    var state: UInt64 = 1
    let noise = (0..<10_000_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    #expect(problem(in: noise)?.reason == .tooLarge)
    // Printable noise gets past the first gate and into libyaml.
    let printable = noise.prefix(4 << 20).map { 0x20 + $0 % 0x5F }
    #expect(problem(in: printable) != nil)
    for start in stride(from: 0, to: 2_000_000, by: 997) {
      let piece = noise[start..<start + 300].map {
        Array("\n -:[]{}#'\"ab,&*!|>%?".utf8)[Int($0) % 21]
      }
      _ = problem(in: piece)
    }
  }
}
