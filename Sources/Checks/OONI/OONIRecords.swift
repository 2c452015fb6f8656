internal import Documents
internal import Hygiene
internal import OpenSSL
internal import Platform

/// What stands beside every record: which attempt it belongs to, and at which redirect.
struct OONITags: Hashable, Sendable {
  /// 0 when there is none.
  let transaction: Int
  let depth: Int?
  let fetchBody: Bool?
  let attempt: Int
  let role: Operation.Role
  /// Milliseconds since the measurement began.
  let started: Int
  let took: Int

  init(_ record: JSON) {
    transaction = max(0, record["transaction_id"].integer ?? 0)
    var values: [Substring: Substring] = [:]
    for tag in record["tags"].list.prefix(16).compactMap(\.text) {
      let parts = tag.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    depth = values["depth"].flatMap { Int($0) }.flatMap { (0...20).contains($0) ? $0 : nil }
    fetchBody = values["fetch_body"].flatMap { $0 == "true" ? true : $0 == "false" ? false : nil }
    attempt = values["try"].flatMap { Int($0) }.map { min(max($0, 1), 9) } ?? 1
    role = values["role"].flatMap { Operation.Role(rawValue: String($0)) } ?? .target
    let (begin, end) = (record["t0"].milliseconds, record["t"].milliseconds)
    started = begin ?? end ?? 0
    took = max(0, (end ?? 0) - started)
  }
}

extension JSON {
  /// Of seconds; nil for what is no time of a measurement.
  fileprivate var milliseconds: Int? {
    number.flatMap { (0...1_000_000).contains($0) ? Int($0 * 1_000) : nil }
  }

  /// A failure, or nil for success: null, `false`, nothing or an empty text.
  var failure: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// The bytes of a body or another text that need not be one.
  var bytes: [UInt8]? {
    if let text { return Array(text.utf8) }
    guard self["format"].text == "base64", let data = self["data"].text else { return nil }
    return OpenSSL.bytes(base64: data)
  }

  /// An address in its one form; nil for anything else.
  var address: String? { text.flatMap { IPAddress($0)?.description } }
}

struct OONILookUp: Hashable, Sendable {
  let tags: OONITags
  let host: String
  let type: String
  let engine: String
  let resolver: String
  let failure: String?
  /// The response code of DNS, where it is told.
  let code: Int?
  let ours: JSON
  var addresses: [String] = []
  var networks: [String: Int] = [:]

  /// Whether it is what every program of that computer gets.
  var isSystem: Bool { ["getaddrinfo", "golang_net_resolver", "system"].contains(engine) }
  var isOverHTTPS: Bool { engine == "doh" }

  init(_ record: JSON) {
    tags = OONITags(record)
    host = asciiHost(record["hostname"].text ?? "")
    type = record["query_type"].text ?? "ANY"
    engine = record["engine"].text ?? "system"
    resolver = cleaned(record["resolver_address"].text ?? "", atMost: 120)
    failure = record["failure"].failure
    (code, ours) = (record["rcode"].integer, record["x_saqta"])
    for answer in record["answers"].list.prefix(200) {
      guard let address = answer["ipv4"].address ?? answer["ipv6"].address else { continue }
      if !addresses.contains(address) { addresses.append(address) }
      if let network = answer["asn"].integer, network > 0 { networks[address] = network }
    }
  }
}

/// A connection, a handshake or a request.
struct OONIStep: Hashable, Sendable {
  enum Kind: Int, Hashable, Sendable { case connect, handshake, request }
  let kind: Kind
  let tags: OONITags
  var endpoint: Endpoint?
  let failure: String?
  var serverName: String?
  var page: OONIPage?
  var url: String?
  var certificates: [[UInt8]] = []
  var isVerified = true
  var protocolName: String?
  var cipher: String?
  /// What only saqta itself writes.
  var ours: JSON = .null

  init(connect record: JSON) {
    (kind, tags) = (.connect, OONITags(record))
    let port = record["port"].integer ?? record["port"].text.flatMap { Int($0) }
    if let address = record["ip"].text.flatMap({ IPAddress($0) }),
      let port = port.flatMap({ UInt16(exactly: $0) })
    {
      endpoint = Endpoint(address, port: port)
    }
    let status = record["status"]
    let isFailed = status["success"].truth == false
    failure = status["failure"].failure ?? (isFailed ? "unknown_failure" : nil)
    ours = record["x_saqta"]
  }

  init(handshake record: JSON) {
    (kind, tags) = (.handshake, OONITags(record))
    endpoint = record["address"].text.flatMap { try? Endpoint($0, defaultPort: 443) }
    failure = record["failure"].failure
    serverName = record["server_name"].text.map(asciiHost)
    isVerified = record["no_tls_verify"].truth != true
    (protocolName, cipher) = (record["tls_version"].failure, record["cipher_suite"].failure)
    certificates = record["peer_certificates"].list.prefix(10).compactMap { $0.certificate }
    ours = record["x_saqta"]
  }

  init(request record: JSON) {
    (kind, tags) = (.request, OONITags(record))
    endpoint = record["address"].text.flatMap { try? Endpoint($0, defaultPort: 0) }
    failure = record["failure"].failure
    url = record["request"]["url"].text
    page = OONIPage(record["response"])
    ours = record["x_saqta"]
  }
}

extension JSON {
  /// DER, as a base64 text or in OONI's form for bytes.
  fileprivate var certificate: [UInt8]? {
    let encoded = text ?? (self["format"].text == "base64" ? self["data"].text : nil)
    guard let encoded, encoded.utf8.count <= 1 << 17 else { return nil }
    return OpenSSL.bytes(base64: encoded)
  }
}

struct OONIPage: Hashable, Sendable {
  let status: Int
  /// In order, names in lower case.
  var headers: [Operation.Page.Header] = []
  let body: [UInt8]
  /// Of the body, also where only its length was kept.
  let length: Int
  let isTruncated: Bool

  /// Nil when there is no answer.
  init?(_ response: JSON) {
    guard let status = response["code"].integer, (100...599).contains(status) else { return nil }
    self.status = status
    body = response["body"].bytes ?? []
    length = body.isEmpty ? max(0, response["x_body_length"].integer ?? 0) : body.count
    isTruncated = response["body_is_truncated"].truth ?? false
    let pairs = response["headers_list"].list.prefix(100).compactMap { pair -> (String, String)? in
      guard pair.list.count == 2, let name = pair.list[0].text else { return nil }
      return (name, pair.list[1].bytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
    let members = response["headers"].members.sorted { $0.key < $1.key }.prefix(100).map {
      ($0.key, $0.value.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
    headers = (pairs.isEmpty ? Array(members) : pairs).map {
      Operation.Page.Header(
        name: cleaned($0.0.lowercased(), atMost: 80), value: cleaned($0.1))
    }
  }
}

/// A host as it is compared: in lower case and ASCII form.
func asciiHost(_ text: String) -> String {
  if let address = IPAddress(text.hasPrefix("[") ? String(text.dropFirst().dropLast()) : text) {
    return address.description
  }
  let page = try? WebAddress(text.hasSuffix(".") ? String(text.dropLast()) : text)
  return page?.host ?? cleaned(text.lowercased(), atMost: 253)
}
