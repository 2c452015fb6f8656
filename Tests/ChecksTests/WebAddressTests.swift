import Testing

@testable import Checks

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("news.example", "https://news.example/"), ("HTTP://News.Example", "http://news.example/"),
    ("https://Сақта.example/", "https://xn--80aa3cf85b.example/"),
    ("https://news.example:443/a", "https://news.example/a"),
    ("http://news.example:443", "http://news.example:443/"), ("192.0.2.1", "https://192.0.2.1/"),
    ("https://[2001:DB8::1]:444/", "https://[2001:db8::1]:444/"),
    ("https://news.example?q=1#part", "https://news.example/?q=1"),
    ("https://news.example/ä\"<", "https://news.example/%C3%A4%22%3C"),
  ])
  func readsAnAddress(_ text: String, _ expected: String) throws {
    #expect(try WebAddress(text).description == expected)
  }

  @Test(arguments: [
    ("ftp://news.example", WebAddress.Problem.scheme), ("javascript://x", .scheme),
    ("news.example:0", .port), ("news.example:70000", .port), ("", .host), ("https://", .host),
    ("https:///x", .host), ("a b.example", .host), ("user:secret@news.example", .host),
    ("news.example\r\nHost: other", .host), ("127.1", .host),
    (String(repeating: "a", count: 3_000), .host),
  ])
  func refusesWhatIsNone(_ text: String, _ problem: WebAddress.Problem) {
    #expect(throws: problem) { try WebAddress(text) }
  }

  /// RFC 3986 §5.4, and what sites send.
  @Test(arguments: [
    ("https://a.example/b/c?d", "/x", "https://a.example/x"),
    ("https://a.example/b/c?d", "x", "https://a.example/b/x"),
    ("https://a.example/b/c?d", "../x", "https://a.example/x"),
    ("https://a.example/b/c?d", "./", "https://a.example/b/"),
    ("https://a.example/b/c?d", "..", "https://a.example/"),
    ("https://a.example/b/c?d", "?y", "https://a.example/b/c?y"),
    ("https://a.example/b/c?d", "#part", "https://a.example/b/c?d"),
    ("https://a.example/b/c?d", "//b.example/x", "https://b.example/x"),
    ("http://a.example:8080/", "/x", "http://a.example:8080/x"),
    ("https://a.example/", "http://B.Example", "http://b.example/"),
    ("https://a.example/", "https://Сақта.example/", "https://xn--80aa3cf85b.example/"),
  ])
  func followsALocation(_ page: String, _ location: String, _ expected: String) throws {
    #expect(try WebAddress(page).following(location)?.description == expected)
  }

  @Test(arguments: ["http://", "https:///x", "mailto:a@b.example", "//", "http://[x]/"])
  func aLocationWithoutAHostLeadsNowhere(_ location: String) throws {
    #expect(try WebAddress("https://a.example/").following(location) == nil)
  }
}
