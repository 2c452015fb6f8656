import Glibc
import Hygiene
import Reports
import TestKit
import Testing

@Suite struct StylesheetTests {
  private let page: String
  private let sheet: String

  init() throws {
    let words = try interfaceWords()
    page = String(
      decoding: HTML().render(SampleReport.small.report, words: words), as: UTF8.self)
    sheet = try String(#require(page.firstMatch(of: /(?s)<style>(.*?)<\/style>/)).1)
  }

  @Test func thePolicyAllowsThisStylesheetAndNothingElse() throws {
    let digest = try run(["openssl", "dgst", "-sha256", "-binary"], input: Array(sheet.utf8))
    let base64 = try run(["base64"], input: digest.output).text.dropLast()
    let policy =
      "default-src 'none'; style-src 'sha256-\(base64)'; base-uri 'none'; form-action 'none'"
    let written = page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.1 ?? ""
    #expect(written.replacing("&#39;", with: "'") == policy)
  }

  @Test func thePageAsksForNothing() {
    for trace in ["url(", "@import", "http:", "https:", "<script", "<link", "<img", " src="] {
      #expect(!page.contains(trace), "\(trace)")
    }
  }

  /// WCAG 2.2: 1.4.3 wants 4.5 for text, 1.4.11 wants 3 for what a drawing needs.
  @Test(arguments: ["light", "dark"])
  func everyPairOfColoursHasEnoughContrast(_ scheme: String) throws {
    try #require(colours.count == 2)
    let colours = colours[scheme == "light" ? 0 : 1]
    for ground in ["paper", "panel"] {
      for text in ["ink", "soft", "link", "good", "warning", "bad"] {
        try expect(contrast(colours, text, ground), atLeast: 4.5, "\(text) on \(ground)")
      }
    }
    for drawn in ["edge", "fill", "good", "warning", "bad", "ink"] {
      try expect(contrast(colours, drawn, "paper"), atLeast: 3, "\(drawn) on paper")
    }
  }

  /// A rule with a colour of its own would escape the test above.
  @Test func coloursStandInTheTwoPalettesOnly() {
    #expect(sheet.matches(of: /#[0-9a-f]{6}/).count == colours.reduce(0) { $0 + $1.count })
    #expect(sheet.firstMatch(of: /rgb|hsl|opacity|filter/) == nil)
  }

  private func expect(_ ratio: Double, atLeast least: Double, _ pair: String) throws {
    #expect(ratio >= least, "\(pair): \(ratio)")
  }

  /// The palettes in the order of the stylesheet: light, dark.
  private var colours: [[String: String]] {
    sheet.split(separator: ":root {", omittingEmptySubsequences: false).dropFirst().map { rule in
      rule.prefix { $0 != "}" }.matches(of: /--([a-z]+): #([0-9a-f]{6});/)
        .reduce(into: [:]) { $0[String($1.1)] = String($1.2) }
    }
  }

  private func contrast(
    _ colours: [String: String], _ one: String, _ other: String
  ) throws -> Double {
    let lights = try [one, other].map { try luminance(#require(colours[$0])) }.sorted(by: >)
    return (lights[0] + 0.05) / (lights[1] + 0.05)
  }

  /// Relative luminance as WCAG defines it.
  private func luminance(_ colour: String) throws -> Double {
    let value = try #require(Int(colour, radix: 16))
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
