internal import Documents
internal import Hygiene
internal import Platform

/// What a helper elsewhere saw of the same page at the same time: OONI's control.
struct Control: Hashable, Codable, Sendable {
  struct Try: Hashable, Codable, Sendable {
    /// OONI's word; nil for success.
    var failure: String?
    var serverName: String?
  }

  struct Page: Hashable, Codable, Sendable {
    var failure: String?
    let status: Int
    let bodyLength: Int
    let title: String
    /// Names in lower case.
    let headers: [String]

    var isFine: Bool { failure == nil && (200...299).contains(status) }
  }

  /// Whose name it looked up.
  let host: String
  /// Whether the measurement says what was asked of it, without which OONI compares nothing.
  let isForRequest: Bool
  /// Whether it looked the name up at all.
  var hasLookUp = false
  var lookUpFailure: String?
  var addresses: [String] = []
  /// The number of the network (AS) that an address belongs to.
  var networks: [String: Int] = [:]
  /// By `Endpoint.description`.
  var connections: [String: Try] = [:]
  var handshakes: [String: Try] = [:]
  var page: Page?

  init?(_ control: JSON, asked: JSON, for page: WebAddress) {
    guard case .object(let members) = control, !members.isEmpty else { return nil }
    let request = asked["http_request"].text.flatMap { try? WebAddress($0) }
    (host, isForRequest) = (request?.host ?? page.host, request != nil)
    let lookUp = control["dns"]
    hasLookUp = !lookUp.members.isEmpty
    lookUpFailure = lookUp["failure"].failure.map { cleaned($0, atMost: 120) }
    addresses = lookUp["addrs"].list.prefix(200).compactMap(\.address)
    for (address, info) in control["ip_info"].members.prefix(200) {
      guard let known = IPAddress(address), let network = info["asn"].integer else { continue }
      networks[known.description] = network
    }
    connections = Self.tries(control["tcp_connect"])
    handshakes = Self.tries(control["tls_handshake"])
    self.page = Page(control["http_request"])
  }

  private static func tries(_ json: JSON) -> [String: Try] {
    var tries: [String: Try] = [:]
    for (name, result) in json.members.prefix(200) {
      guard let endpoint = try? Endpoint(name, defaultPort: 0), endpoint.port > 0 else { continue }
      tries[endpoint.description] = Try(
        failure: result["failure"].failure.map { cleaned($0, atMost: 120) },
        serverName: result["server_name"].text.map(asciiHost))
    }
    return tries
  }
}

extension Control.Page {
  init?(_ json: JSON) {
    guard !json.members.isEmpty else { return nil }
    failure = json["failure"].failure.map { cleaned($0, atMost: 120) }
    status = json["status_code"].integer ?? -1
    bodyLength = json["body_length"].integer ?? -1
    title = cleaned(json["title"].text ?? "", atMost: 512)
    headers = json["headers"].members.keys.prefix(100).map {
      cleaned($0.lowercased(), atMost: 80)
    }.sorted()
  }
}

extension Control {
  /// How its handshake with an endpoint for a name went; nil when it made none.
  func handshake(at endpoint: Endpoint, for name: String?) -> Try? {
    guard let result = handshakes[endpoint.description], result.serverName == name else {
      return nil
    }
    return result
  }

  func connection(to endpoint: Endpoint) -> Try? { connections[endpoint.description] }

  /// It got through to the site somehow.
  var sawItWork: Bool {
    if let page, page.failure == nil, page.status > 0 { return true }
    return handshakes.values.contains { $0.failure == nil }
  }

  var doesResolve: Bool { hasLookUp && lookUpFailure == nil && !addresses.isEmpty }
  /// The name does not exist, or has no address.
  var isNameAbsent: Bool {
    hasLookUp && addresses.isEmpty && IPAddress(host) == nil
      && (lookUpFailure == nil
        || ["dns_nxdomain_error", "dns_name_error", "dns_no_answer"].contains(lookUpFailure))
  }

  /// Whether an address is of the site for all that the control knows: it got that address too, or
  /// one of the same network, or the site's own certificate from there.
  func vouches(for address: String, at port: UInt16 = 443) -> Bool {
    if addresses.contains(address) { return true }
    if let network = networks[address], network > 0,
      addresses.contains(where: { networks[$0] == network })
    {
      return true
    }
    guard let known = IPAddress(address) else { return false }
    return handshake(at: Endpoint(known, port: port), for: host).map { $0.failure == nil } ?? false
  }
}
