import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

@Suite struct TLSTargetsTests {
  @Test func readsEveryFormOfARow() throws {
    let text = """
      \u{FEFF}# services\r
      news.example\r
      https://Mail.Example:8443/ own 200,302   # ours

      192.0.2.7:444 neutral
      [2001:DB8::1]:993 user
      2001:db8::2 204
      chat.example. 200
      http://news.example/a?b=c#d
      Қаз.example/Сақта
      https://news.example/ own
      """
    #expect(
      try Targets.read(text: text, named: "my.list") == [
        Target(host: "news.example", role: .user),
        Target(host: "mail.example", port: 8443, role: .own, statuses: [200, 302]),
        Target(host: "192.0.2.7", port: 444, role: .neutral),
        Target(host: "2001:db8::1", port: 993, role: .user),
        Target(host: "2001:db8::2", role: .user, statuses: [204]),
        Target(host: "chat.example", role: .user, statuses: [200]),
        Target(
          WebAddress(scheme: "http", host: "news.example", port: 80, path: "/a?b=c"), role: .user),
        Target(
          WebAddress(
            scheme: "https", host: "xn--80ao21a.example", port: 443,
            path: "/%D0%A1%D0%B0%D2%9B%D1%82%D0%B0"), role: .user),
      ])
  }

  @Test(arguments: [
    ("ftp://news.example", "scheme"),
    ("news.example:0", "port"),
    ("news.example:99999", "port"), ("news.example:", "port"), ("news..example", "host"),
    ("-news.example", "host"), ("127.1", "host"), ("[192.0.2.1]:443", "host"),
    ("user@news.example", "host"), ("news_.example", "host"), ("☃.example", "host"),
    ("news.example boss", "role"), ("news.example own 20", "status"),
    ("news.example 200,", "status"), ("news.example own 200 300", "status"),
    ("news.example own own", "status"),
  ])
  func aBadRowIsNamedWithItsLine(_ row: String, _ kind: String) {
    let error = UserError(
      "check.tls-row-\(kind)", ["file": "my.list", "line": "3", "text": row], status: .refused)
    #expect(throws: error) {
      try Targets.read(text: "# a list\r\n\r\n\(row)  # why", named: "my.list")
    }
  }

  @Test func tooLongAListIsRefused() {
    let rows = String(repeating: "a.example\n", count: 20_001)
    #expect(throws: UserError("check.tls-list-too-long", ["file": "my.list"], status: .refused)) {
      try Targets.read(text: rows, named: "my.list")
    }
    let bytes = String(repeating: "#", count: (4 << 20) + 1)
    #expect(throws: UserError("check.tls-list-too-large", ["file": "my.list"], status: .refused)) {
      try Targets.read(text: bytes, named: "my.list")
    }
  }

  @Test func theBuiltInTargetsAreFewAndWellFormed() throws {
    #expect(Targets.builtIn.count <= 12)
    #expect(Targets.builtIn.filter { $0.role == .neutral }.count == 2)
    for target in Targets.builtIn { #expect(try WebAddress(target.url) == target.page) }
  }

  @Test func judgesItsOwnExamplesAsItSays() {
    #expect(TLSReach().brokenExamples == [])
  }

  @Test(arguments: [
    ("News.Example", "news.example"), ("a.example.", "a.example"),
    (
      "xn--80aa3cf85b.example",
      "xn--80aa3cf85b.example"
    ), ("localhost", "localhost"), ("1.a1", "1.a1"),
    (
      String(repeating: "a", count: 63) + ".example", String(repeating: "a", count: 63) + ".example"
    ),
  ])
  func takesAHostName(_ text: String, _ name: String) throws {
    #expect(try Hostname(text).description == name)
  }

  @Test(arguments: [
    ("", InvalidHostname.part), (".", .part), ("a..b", .part), ("a.example..", .part),
    (String(repeating: "a", count: 64) + ".example", .part), ("a b.example", .character),
    ("a_b.example", .character), ("a\n.example", .character), ("a\u{0}.example", .character),
    ("-a.example", .hyphen), ("a-.example", .hyphen), ("қаз.example", .notASCII),
    // The Kelvin sign would fold to k.
    ("\u{212A}az.example", .notASCII), ("127.1", .number), ("1", .number), ("0x7f.0x1", .number),
    (String(repeating: "a.", count: 127) + "a", .tooLong),
  ])
  func refusesAHostName(_ text: String, _ reason: InvalidHostname) {
    #expect(throws: reason) { try Hostname(text) }
  }

  @Test(arguments: [
    ("plain text, Қазақша 漢字", "plain text, Қазақша 漢字"),
    ("a\u{1B}[2Jb\r\n", "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}"),
    (
      "\u{202E}gpj.exe\u{2066}\u{200B}\u{85}\u{7F}",
      "\u{FFFD}gpj.exe\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"
    ),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
  ])
  func cleansText(_ text: String, _ harmless: String) { #expect(cleaned(text) == harmless) }

  @Test func cleanedTextIsBounded() {
    #expect(
      cleaned(String(repeating: "e\u{301}", count: 5000), atMost: 9).unicodeScalars.count == 10)
    #expect(cleaned("123", atMost: 3) == "123")
  }
}
