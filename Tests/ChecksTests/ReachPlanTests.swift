import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

@Suite struct ReachPlanTests {
  private func lines(_ pages: [String], level: NetworkLevel = .own) throws -> [String] {
    var survey = Survey(targets: try pages.map { try Targets.page($0) }, home: "/")
    survey.network.level = level
    var world = World.unplugged
    let computer = try DeviceTree(["/etc/resolv.conf": "nameserver 95.56.0.1\n"])
    world.files = LiveFiles(root: computer.root)
    return TLSReach().contacts(for: survey, in: world).map {
      "\($0.visible.rawValue) \($0.host) \($0.port)"
    }
  }

  @Test func everybodyIsListedBeforeAnythingIsSent() throws {
    #expect(
      try lines(["https://news.example/", "http://old.example/a", "https://news.example:444/"]) == [
        "page detectportal.firefox.com 80", "looked-up example.org 53", "looked-up *.com 53",
        "name 95.56.0.1 53",
        "encrypted 1.1.1.1 853", "encrypted 1.0.0.1 853", "encrypted 1.1.1.1 443",
        "encrypted 1.0.0.1 443", "connection news.example 443", "page old.example 80",
        "connection old.example 443", "connection news.example 444",
      ])
  }

  @Test func aDifferentialSendsOneMoreName() throws {
    #expect(
      try lines(["https://news.example/"], level: .differential).last
        == "other-name example.org 443")
  }
}
