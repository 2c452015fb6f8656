internal import Hygiene
internal import Platform

/// Whether the domain's names depend on one server or one network (RFC 2182 §3.1).
struct ServersFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case spread
    case oneNetwork = "one-network", oneAnswering = "one-with-address"
    case single

    var weight: DomainWeight {
      switch self {
      case .spread: .good
      case .oneNetwork, .oneAnswering: .concern
      case .single: .problem
      }
    }
  }

  let domain: String
  var zone: String
  /// The name servers of the zone.
  var servers: [String] = []
  var word: FailureWord?
  /// The addresses of those servers.
  var addresses: [String] = []
  /// How many of the servers have an address.
  var reachable = 0
  /// The networks that hold them: /24 and /48.
  var networks: [String] = []
  var addressWord: FailureWord?
  var findings: [Finding] = []

  init(
    _ domain: String, _ zone: DomainAnswer, _ found: [(addresses: [IPAddress], word: FailureWord?)]
  ) {
    (self.domain, self.zone, word) = (domain, zone.name, zone.word)
    servers = ServersFacts.names(zone)
    let all = found.flatMap(\.addresses)
    addresses = all.prefix(64).map(\.description)
    reachable = found.count { !$0.addresses.isEmpty }
    networks = Set(all.map(ServersFacts.network)).sorted()
    addressWord = found.compactMap(\.word).first { $0 != .nxdomain && $0 != .noData }
  }

  /// At most eight.
  static func names(_ zone: DomainAnswer) -> [String] {
    Array(Set(zone.texts.map { DomainNames.plain($0) }).sorted().prefix(8))
  }

  /// The network that an address is in, as `192.0.2.0/24` or `2001:db8:1::/48`.
  static func network(_ address: IPAddress) -> String {
    let kept = address.isV6 ? 6 : 3
    let bytes =
      address.bytes.prefix(kept) + [UInt8](repeating: 0, count: address.bytes.count - kept)
    let network = IPAddress(bytes: Array(bytes))?.description ?? address.description
    return network + (address.isV6 ? "/48" : "/24")
  }

  /// An address that could not be asked for leaves the networks open, unless two are known.
  var missing: Reason? {
    if let word { return Reason(unanswered: word) }
    guard servers.count > 1, let addressWord else { return nil }
    return isSpread ? nil : Reason(unanswered: addressWord)
  }

  /// Of one kind, because an IPv4 and an IPv6 network may be one and the same.
  private var isSpread: Bool {
    networks.count { $0.hasSuffix("/24") } > 1 || networks.count { $0.hasSuffix("/48") } > 1
  }

  var concluded: [Finding] {
    if word != nil { return [] }
    if servers.count == 1 { return [.single] }
    if isSpread { return [.spread] }
    if addressWord != nil { return [] }
    return [reachable < 2 ? .oneAnswering : .oneNetwork]
  }
}
