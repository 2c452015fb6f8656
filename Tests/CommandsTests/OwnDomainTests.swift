import Platform
import Testing

@testable import Commands

/// What may stand after `saqta check domain`.
@Suite struct OwnDomainTests {
  @Test func domainsAreTakenOnceAndInLowerCase() throws {
    #expect(
      try ownDomains(["Desk.example", "desk.example.", "news.example"])
        == ["desk.example", "news.example"])
  }

  @Test(arguments: [
    ("lab", "domain.one-part"), ("lab.", "domain.one-part"),
    ("\u{441}\u{430}\u{439}\u{442}.kz", "network.host-not-ascii"),
    ("192.0.2.1", "network.host-number"), ("a..b", "network.host-part"), ("", "network.host-part"),
    ("_dmarc.desk.example", "network.host-character"), ("a.b/c", "network.host-character"),
  ])
  func whatIsNoDomainIsRefused(_ name: String, _ id: String) {
    #expect(throws: UserError.self) { try ownDomains([name]) }
    do { _ = try ownDomains([name]) } catch { #expect(error.message.id == id) }
  }

  @Test(arguments: ["", "a b", "a/b", "a..b", "x\u{1B}", "*"])
  func whatIsNoSelectorIsRefused(_ text: String) {
    #expect(throws: UserError.self) { try mailSelectors([text]) }
  }

  @Test func selectorsMayHaveDotsAndUnderscores() throws {
    #expect(try mailSelectors(["Mail.2026", "s1_a"]) == ["mail.2026", "s1_a"])
  }
}
