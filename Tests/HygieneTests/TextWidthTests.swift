import Hygiene
import TestKit
import Testing

/// How wide the letters of six languages are, and what else people write.
@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("─", 1), ("a\u{AD}b", 3), ("\u{200B}", 0), ("a\tb", 2), ("№ « » … —", 9),
    // Russian, Kazakh, Kyrgyz; й in one piece and in two.
    ("привет", 6), ("й", 1), ("и\u{306}", 1), ("ё е\u{308}", 3), ("әғқңөұүһі", 9), ("ӘҒҚҢӨҰҮҺІ", 9),
    ("ңөү", 3), ("а\u{301}", 1),
    // Tajik, with the macron as a part of the letter and behind it.
    ("ғӣқӯҳҷ", 6), ("ҒӢҚӮҲҶ", 6), ("и\u{304}", 1), ("у\u{304}", 1), ("гуфтугу\u{304}и\u{304}", 8),
    // Uzbek: the modifier letter, the apostrophes in its place, and the older Cyrillic.
    ("oʻzbek", 6), ("o‘zbek", 6), ("gʼ", 2), ("ў қ ғ ҳ", 7),
    // East Asian; Hangul in syllables and in their parts.
    ("日本", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆ", 2), ("ﾊ", 1), ("　", 2),
    // Emoji: alone, with a skin, joined to one, made one by a selector, a flag, a keycap.
    ("🙂", 2), ("👍🏽", 2), ("👩\u{200D}💻", 2), ("👨‍👩‍👧‍👦", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("✔\u{FE0F}", 2),
    ("🇰🇿", 2), ("1\u{FE0F}\u{20E3}", 2), ("🏳️‍🌈", 2),
    // A joiner or a mark alone, and between letters.
    ("\u{200D}", 0), ("\u{304}", 0), ("a\u{200D}b", 2), ("می\u{200C}خواهم", 7),
  ])
  func aTextIsAsWideAsATerminalShowsIt(_ text: String, _ width: Int) {
    #expect(
      columns(of: text) == width, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
  }

  /// A letter made of two signs is never cut between them.
  @Test(arguments: [
    ("гуфтугу\u{304}и\u{304}", 7, ["гуфтугу\u{304}", "и\u{304}"]),
    ("👩\u{200D}💻👩\u{200D}💻", 3, ["👩\u{200D}💻", "👩\u{200D}💻"]),
    ("🇰🇿🇰🇬🇹🇯", 4, ["🇰🇿🇰🇬", "🇹🇯"]),
    ("қауіпсіздендірілгендіктен", 10, ["қауіпсізде", "ндірілгенд", "іктен"]),
    ("бехатари\u{304} ва махфият", 9, ["бехатари\u{304}", "ва", "махфият"]),
  ])
  func aLetterIsNeverCut(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(wrapped(text, width: width) == lines)
    #expect(lines.joined().unicodeScalars.count >= text.unicodeScalars.count { $0 != " " })
  }

  /// No line is wider than it may be, and no letter is lost, whatever is mixed.
  @Test func wrappingLosesNothing() {
    let pieces = ["ӣ", "у\u{304}", "ө", "日本", "👩‍💻", " ", " ", "abc", "\u{200D}", "қ", "ʻ", "❤️"]
    var dice = SplitMix(seed: 11)
    for _ in 0..<500 {
      let text = (0..<40).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      for width in [2, 5, 20, 40] {
        let lines = wrapped(text, width: width)
        #expect(lines.allSatisfy { columns(of: $0) <= width }, "\(width): \(text)")
        #expect(
          lines.joined().filter { $0 != " " }.unicodeScalars.elementsEqual(
            text.filter { $0 != " " }.unicodeScalars), "\(width): \(text)")
      }
    }
  }
}
