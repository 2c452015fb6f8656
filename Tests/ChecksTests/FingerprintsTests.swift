import Testing

@testable import Checks

/// Tables in the form of OONI's, none of which is in this repository.
@Suite struct FingerprintsTests {
  private let table = """
    name,scope,other_names,location_found,pattern_type,pattern,confidence_no_fp,notes
    isp_page,isp,,body,contains,Access to this resource,5,"a, b"
    nat_location,nat,,header.Location,prefix,http://blocked.example/,5,
    a_firewall,prod,,body,contains,Blocked by policy,5,
    too_short,isp,,body,contains,block,5,
    a_regexp,isp,,body,regexp,^Access.*denied$,5,
    a_name,isp,,dns,full,95.56.0.99,5,
    """

  private func mark(_ head: HTTPHead, _ body: String) throws -> String? {
    try #require(Fingerprints.builtIn.adding(table: table)).mark(of: head, body: body)
  }

  @Test(arguments: [
    (HTTPHead(status: 200, headers: []), "<p>Access to this resource", "isp_page"),
    (
      HTTPHead(status: 302, headers: [("location", "http://blocked.example/x")]), "", "nat_location"
    ),
    (
      HTTPHead(status: 302, headers: [("location", "http://reestr.mitc.uz/a")]), "", "uz_reestr"
    ),
    (
      HTTPHead(status: 451, headers: [("link", "<https://a.example/>; rel=\"blocked-by\"")]), "",
      "blocked-by"
    ),
  ])
  func aPageOfACensorIsKnown(_ head: HTTPHead, _ body: String, _ name: String) throws {
    #expect(try mark(head, body) == name)
  }

  @Test(arguments: [
    (HTTPHead(status: 200, headers: []), "Blocked by policy"),
    (HTTPHead(status: 200, headers: []), "a block of flats"),
    (HTTPHead(status: 200, headers: []), "Access was denied"),
    (HTTPHead(status: 302, headers: [("location", "https://news.example/")]), ""),
    (HTTPHead(status: 451, headers: []), ""),
  ])
  func otherPagesAreNot(_ head: HTTPHead, _ body: String) throws {
    #expect(try mark(head, body) == nil)
  }

  @Test(arguments: ["", "name,scope\n", "a list of sites\n"])
  func anotherTableIsRefused(_ text: String) {
    #expect(Fingerprints.builtIn.adding(table: text) == nil)
  }
}
