import TestKit
import Testing

/// That the small internet can be made here at all.
@Suite struct LabItselfTests {
  @Test func everyPackageIsInstalled() {
    #expect(SmallInternet.missingPackages == [])
  }

  @Test(
    .enabled(
      if: SmallInternet.missingFeatures.isEmpty,
      "this computer gives no \(SmallInternet.missingFeatures.joined(separator: ", "))"))
  func everySituationCanBeMade() {
    #expect(SmallInternet.canMake("sni-residual+stall-conn+slow-host+slow-line+sni-fin+mitm"))
  }

  /// What `ttl.py`, which knows nothing of saqta, sees of a censor two routers away.
  @Test(.enabled(if: SmallInternet.isPossible, "this computer gives no namespaces"))
  func aCutOnTheWayShowsByItsHop() throws {
    let ran = try run(["timeout", "60", "\(SmallInternet.folder)/ttl.sh"])
    let seen = ran.text.split(separator: "\n").map { $0.split(separator: " ").last ?? "" }
    let far = Substring("EHOSTUNREACH")
    #expect(
      seen == [far, far, far, "ServerHello", "ServerHello", far, far, "reset", "reset", "reset"],
      "\(ran.text)\(ran.errorText)")
  }

  @Test func everyCaseIsKnownByItsRules() throws {
    let script = "\(SmallInternet.folder)/lab.sh"
    let cases = try run([script, "list"]).text.split(separator: "\n").map(String.init)
    #expect(cases.count > 50)
    for name in cases { #expect(try run([script, "rules", name]).status == 0, "\(name)") }
    #expect(try run([script, "run", "no-such-case", "true"]).status == 2)
  }
}
