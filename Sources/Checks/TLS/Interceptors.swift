/// Keys of certificate authorities that are known to forge other sites' certificates: SHA-256 of
/// the SubjectPublicKeyInfo.
///
/// Kazakhstan's were computed from the certificates; they stand in Chromium's and Mozilla's block
/// lists (Mozilla bugs 1567114, 1680927, 1879046; OONI, 2024-09-19).
public struct Interceptors: Sendable {
  /// Keys that were named beside those that are known: in a laboratory, or from a bulletin.
  var added: Set<String> = []

  public static let builtIn = Interceptors()

  /// With these keys too: SHA-256 of SubjectPublicKeyInfos, in hexadecimal digits.
  public func adding(_ keys: some Sequence<String>) -> Interceptors {
    var all = self
    all.added.formUnion(keys.map { $0.lowercased() })
    return all
  }

  static let kazakhstan: Set<String> = [
    "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50",
    "8e12d0cb3b7df3ea2257579489fd8658c95603ea6cf4b73163a41eb7b7e93fee",
    "b13fa2e6131a888a01f3d62056fb0efbe999eb6b6e14927613e02ba8b8fb046e",
    "c56217b7a828c7341c0ae7a590d8790d4def536652e60ae5b8bdfa26978fe09c",
    "e47c5cd2dc8babb4e53f8a4983920275ef6ffaacb089e87a2c1fbe5a585f05ed",
    "39736588b94a4ce767f731cad53f4cbe44137e321eadcaef8ce79a229bbca989",
    "ea12705de7c48f6fcce2cb8dbc542e0fc38ac38e08880dd04a02ef67c93ae135",
    "02a95f43431019e9dc225f05f419330190deb4a3f1869caac9842b403dcbee77",
    "8928c59398b0f171c0f96fdae6ab8dd0f48ee06d174da10c404ac00143c7a749",
    "3472e4f16c570e0dd388aaaa4a64a34a4b939f1ca770996b5be0037c1aded9c1",
  ]

  /// Russia's state root is normal before Russian services and before nobody else's.
  static let russia = "02b8220c070728db771d9ac59e54521c4eddad21a783bb26cfdf19c1db0fae37"

  /// Whether a chain for `host` holds a listed key.
  func isListed(_ certificates: [TLSFacts.Certificate], for host: String) -> Bool {
    let keys = Set(certificates.map(\.keySHA256))
    if !keys.isDisjoint(with: Self.kazakhstan) || !keys.isDisjoint(with: added) { return true }
    let isRussian = [".ru", ".su", ".xn--p1ai"].contains { host.hasSuffix($0) }
    return keys.contains(Self.russia) && !isRussian
  }

  /// Whether an issuer is called as Kazakhstan's interceptors are; new intermediates appear every
  /// 75 days, and two chain to a root that nobody has published.
  static func fitsPattern(_ certificates: [TLSFacts.Certificate]) -> Bool {
    certificates.flatMap { [$0.issuer, $0.subject] }.contains { name in
      let parts = name.split(separator: ",")
      return parts.contains("O=ISCA") && parts.contains("C=KZ")
        || parts.contains { $0.hasPrefix("CN=") && $0.lowercased().contains("qaznet") }
    }
  }
}
