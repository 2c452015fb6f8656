/// Authorities of whom it is known what they are used for, by the SHA-256 of their key or, where
/// only that has been published, of their certificate.
///
/// The keys that were made for forging, beside those of `Interceptors`, stand in Chromium's lists of
/// blocked and known interception keys (net/data/ssl/blocklist, read for this table in 2026).
struct KnownAuthorities: Sendable {
  /// What is known of an authority. Words: `check.device-authorities.kind.<name>`.
  enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// Has forged the certificates of other sites.
    case interceptor
    /// Belongs to a state, which can forge any site's certificate by it.
    case state
    /// Came with a program or a computer, and its secret key is public or was misused.
    case harmful
    /// Fits the names of interceptors; its key is not a known one.
    case suspect
    /// Did not come with the system; anybody's.
    case added
  }

  struct Known: Sendable {
    let kind: Kind
    let name: String
  }

  private var keys: [String: Known] = [:]
  private var certificates: [String: Known] = [:]

  /// The authority that a certificate belongs to; nil when nothing is known of it.
  func known(key: String, certificate: String) -> Known? { keys[key] ?? certificates[certificate] }

  init(keys: [String: Known]) { self.keys = keys }

  static let builtIn: KnownAuthorities = {
    var known = KnownAuthorities(keys: [:])
    for key in Interceptors.kazakhstan {
      known.keys[key] = Known(kind: .interceptor, name: "Qaznet / ISCA")
    }
    known.keys[Interceptors.russia] = Known(kind: .state, name: "Russian Trusted Root CA")
    for certificate in [
      "bbbde2103e790b999ec62bd03cf625a5a2e7c316e10afe6a490eedead8b3fd9b",
      "2155785036c900dbb5f1bb2a1569c80c55595bd6bf94867a29bbddbc7d88a3f2",
    ] { known.certificates[certificate] = Known(kind: .state, name: "Russian Trusted Sub CA") }
    for (key, name) in harmful { known.keys[key] = Known(kind: .harmful, name: name) }
    return known
  }()

  private static let harmful = [
    "4bb8f35ba1e126f8dde1b0c420625ed86dce61a7bddadbdea9aba578ff13145e": "Superfish",
    "130ad4e0633521290531b6651f5759b0bc7bc656709ff8f365c2143b0389b6f6": "DSDTestProvider",
    "cdee9f3305572a677e1a6c82dc1e02a35b11cae6a684338c9f37fe1ac8daec23": "eDellRoot",
    "0c43ea8bcde9fc3bca165664ac8215567e3489d5393a0c81e1a79141992e1953": "Sennheiser HeadSetup",
    "8f591f7aa4dc3efe9490c38a4692c9011ed128f1de595569406d77b6fa1f6b4c": "Sennheiser HeadSetup",
    "1af56c98ff043ef92bebff54cebb4dd67a25ba956c817f3e6dd3c1e52eb584c1": "Cyberoam",
    "c4387d45364a313fbfe79812b35b815d42852ab03b06f11589638021c8f2cb44": "Hacking Team",
    "ea08c8d45d52ca593de524f0513ca6418da9859f7b08ef13ff9dd7bf612d6a37": "Hacking Team",
    "32ecc96f912f96d889e73088cd031c7ded2c651c805016157a23b6f32f798a3b": "Trustwave",
  ]
}
