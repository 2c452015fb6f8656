import Platform
import Testing

@testable import Checks

/// Lists in the form of the Citizen Lab's, none of which is in this repository.
@Suite struct TestListTests {
  private let header = "url,category_code,category_description,date_added,source,notes\n"

  private func urls(_ rows: String, _ categories: Set<String> = []) throws -> [String] {
    try Targets.read(text: header + rows, named: "kz.csv", categories: categories).map(\.url)
  }

  @Test func readsRowsWithQuotationMarksAndLineEndsInside() throws {
    let rows = """
      https://news.example/,NEWS,News Media,2024-01-01,"someone, else","two
      lines with ""marks"", too"
      http://rights.example/a?b=1,HUMR,Human Rights,2024-01-01,x,\r

      https://news.example/,NEWS,News Media,2024-01-01,again,
      """
    #expect(try urls(rows) == ["https://news.example/", "http://rights.example/a?b=1"])
  }

  @Test func delicateCategoriesNeedToBeNamedAndOnlyTheirHeadsAreRead() throws {
    let rows = """
      https://news.example/,NEWS,,,,
      https://people.example/,LGBT,,,,
      https://games.example/,GMB,,,,
      """
    #expect(try urls(rows) == ["https://news.example/"])
    let named = try Targets.read(text: header + rows, named: "kz.csv", categories: ["lgbt"])
    #expect(named.map(\.url) == ["https://news.example/", "https://people.example/"])
    #expect(named.map(\.isHeadOnly) == [false, true])
    #expect(
      try urls(rows, ["NEWS", "GMB"]) == ["https://news.example/", "https://games.example/"])
    #expect(try urls(rows, ["HUMR"]) == [])
  }

  @Test(arguments: [
    ("https://news.example/,\"NEWS,x\n", "fields", "2"),
    ("https://news.example/,NE\"WS,x\n", "fields", "2"),
    ("https://news.example/\n", "fields", "2"),
    ("https://a.example/,NEWS\nftp://b.example/,NEWS\n", "host", "3"),
    ("https://a.example/,NEWS,\"x\ny\"\n:,NEWS\n", "host", "4"),
  ])
  func aBrokenRowIsNamedWithItsLine(_ rows: String, _ kind: String, _ line: String) {
    #expect {
      try urls(rows)
    } throws: { error in
      guard let error = error as? UserError else { return false }
      return error.message.id == "check.tls-row-\(kind)" && error.message.values["line"] == line
    }
  }
}
