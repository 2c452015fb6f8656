internal import OpenSSL

/// Keys of certificate authorities that are known to forge other sites' certificates: SHA-256 of
/// the SubjectPublicKeyInfo.
///
/// Kazakhstan's were computed from the certificates; they stand in Chromium's and Mozilla's block
/// lists (Mozilla bugs 1567114, 1680927, 1879046; OONI, 2024-09-19).
public struct Interceptors: Sendable {
  /// Authorities that were named beside those that are known: in a laboratory, or from a bulletin.
  private var added: Set<String> = []
  private var addedIDs: Set<String> = []

  public static let builtIn = Interceptors()

  /// With the certificates of a PEM text too; nil when there is none.
  public func adding(pem: [UInt8]) -> Interceptors? {
    let certificates = StoredCertificates(in: pem).members.map(\.certificate)
    if certificates.isEmpty { return nil }
    var all = self
    all.added.formUnion(certificates.map(\.keySHA256))
    all.addedIDs.formUnion(certificates.map(\.keyID).filter { !$0.isEmpty })
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

  /// The key identifiers of the same ten.
  static let keyIDs: Set<String> = [
    "f494bfde50b6db6b243d9ef7be3aae36d7fb0e05", "a87dce0ce3c6f7aaa33ff965e76ea98c824a59db",
    "7bc4b832f3a5c223eab091b6da6bf84f710b4240", "267e997ccd7b8e88ac3da972cbd4b5625d2b0d6a",
    "d877d30c6f0f3c367f8c34f286fda52843bbb9f3", "254498fcaadd96de5181472ed07b163ff79e6ad3",
    "9089fc3f19c903f3839bcf70b97dc7cfaad3d4dd", "c51d3270968c19997cf2e4e3b97708efe276f318",
    "b20412df4c2fb102f3980caa76ba610ae62c8492", "ec47089c34a88e43dde0dee30661558da9cb2e70",
  ]

  /// SHA-1 of intermediates that were served in Kazakhstan in 2024 (OONI, 2024-09-19).
  static let intermediates: Set<String> = [
    "c0e15a945595372030f0d45938ebb6081bb39fb5", "90f9aa29195ecbfbf2c943ab1d5102f3ec84a68c",
    "8634ecaefb5d02463d2a9ce42178001154752561", "cb074692a22395fa615a89a86d877c9abc034867",
    "dfcd9dcb64edd86e333ad6247e2deda7dcf10ebd", "5d54c6afa4fd4685359875595565ae9f8caab914",
    "76e9f2a52c149586be8f389d8a71ac41d3f423d1",
  ]

  /// Russia's state root is normal before Russian services and before nobody else's.
  static let russia = "02b8220c070728db771d9ac59e54521c4eddad21a783bb26cfdf19c1db0fae37"

  private static let russiaID = "e1d181e5ce5a5f04aad2e9b69d66b1c5faac2c87"

  /// What a chain for `host`, as sent and as built, has to do with interceptors.
  func interception(
    in chain: [TLSCertificate], for host: String
  ) -> Operation.Handshake.Interception? {
    let keys = Set(chain.map(\.keySHA256))
    if !keys.isDisjoint(with: Self.kazakhstan.union(added)) { return .listed }
    if chain.contains(where: { Self.intermediates.contains($0.sha1) }) { return .listed }
    let isRussian = [".ru", ".su", ".xn--p1ai"].contains { host.hasSuffix($0) }
    if keys.contains(Self.russia), !isRussian { return .listed }
    // Servers seldom send the root: then its name and key identifier are all that is seen of it.
    let known = addedIDs.union(Self.keyIDs)
    if chain.contains(where: { known.contains($0.issuerKeyID) }) { return .issuer }
    if !isRussian, chain.contains(where: { $0.issuerKeyID == Self.russiaID }) { return .issuer }
    return Self.fitsPattern(chain) ? .pattern : nil
  }

  /// Whether a chain holds a listed key; for chains of which only this was kept.
  func isListed(_ chain: [SeenCertificate]) -> Bool {
    !Self.kazakhstan.union(added).isDisjoint(with: chain.map(\.keySHA256))
      || chain.contains { $0.keySHA256 == Self.russia }
  }

  /// Whether an issuer is called as Kazakhstan's interceptors are; new intermediates appear every
  /// 75 days, and two chain to a root that nobody has published.
  static func fitsPattern(_ certificates: [TLSCertificate]) -> Bool {
    certificates.flatMap { [$0.issuer, $0.subject] }.contains { name in
      let parts = name.split(separator: ",")
      return parts.contains("O=ISCA") && parts.contains("C=KZ")
        || parts.contains { $0.hasPrefix("CN=") && $0.lowercased().contains("qaznet") }
    }
  }
}
