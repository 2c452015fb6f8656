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
}
