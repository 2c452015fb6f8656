internal import Documents
public import Hygiene
internal import OpenSSL
public import Platform

/// What was measured, in OONI's format: one JSON object for each target and line.
///
/// It holds what the person asked for and nothing that tells this computer from others
/// (`OwnTraces`): what cannot be taken out keeps the whole file from being written.
public actor OONIWriter {
  static let testName = "saqta_reachability"
  static let testVersion = "0.1.0"

  private var measured: [(facts: ReachFacts, certificates: [[UInt8]])] = []
  private let software: String
  private let started: Timestamp

  /// `software` is the version of saqta.
  public init(software: String, started: Timestamp) {
    (self.software, self.started) = (software, started)
  }

  public func add(_ facts: ReachFacts, certificates: [[UInt8]]) {
    measured.append((facts, certificates))
  }

  /// - Throws: `UserError` when something of this computer is in it, `ooni.own-traces`.
  public func text(for survey: Survey, in world: World) throws -> [UInt8] {
    let known = survey.network.encryptedResolvers.flatMap(\.addresses).map(\.description)
    let own = OwnTraces(from: world.files, but: Set(known))
    return try text(without: own)
  }

  func text(without own: OwnTraces) throws -> [UInt8] {
    var text: [UInt8] = []
    for (facts, certificates) in measured {
      let record = OONIRecord(facts, certificates, without: own)
      let json = record.json(software: software, started: started)
      guard !json.holds(own), !certificates.contains(where: { own.areIn(bytes: $0) }) else {
        throw UserError("ooni.own-traces", ["url": facts.url], status: .refused)
      }
      text += try Documents.encode(json) + [UInt8(ascii: "\n")]
    }
    return text
  }
}

extension OwnTraces {
  fileprivate func areIn(bytes: [UInt8]) -> Bool {
    areIn(String(bytes.map { Character(Unicode.Scalar($0)) }))
  }
}

extension JSON {
  /// Whether anything of this computer stands in a text of it.
  fileprivate func holds(_ own: OwnTraces) -> Bool {
    switch self {
    case .null, .bool, .number: false
    case .text(let text): own.areIn(text)
    case .list(let list): list.contains { $0.holds(own) }
    case .object(let members): members.contains { $0.value.holds(own) }
    }
  }
}

/// One target's measurement.
struct OONIRecord {
  private let facts: ReachFacts
  private let certificates: [[UInt8]]
  private let own: OwnTraces
  private let known: Set<String>

  init(_ facts: ReachFacts, _ certificates: [[UInt8]], without own: OwnTraces) {
    (self.facts, self.certificates, self.own) = (facts, certificates, own)
    let lookedUp = facts.operations.flatMap { $0.lookUp?.addresses ?? [] }
    known = Set(facts.operations.compactMap(\.address) + lookedUp)
  }

  private func scrubbed(_ text: String) -> JSON { .text(own.removing(from: text, but: known)) }

  private func scrubbed(_ json: JSON) -> JSON {
    switch json {
    case .null, .bool, .number: json
    case .text(let text): scrubbed(text)
    case .list(let list): .list(list.map { scrubbed($0) })
    case .object(let members): .object(members.mapValues { scrubbed($0) })
    }
  }

  private func ours(_ value: some Encodable) -> JSON {
    let bytes = (try? Documents.encode(value)) ?? []
    return (try? JSONReader.value(of: bytes, atMost: 1 << 22)).map { scrubbed($0) } ?? .null
  }

  // MARK: Envelope

  func json(software: String, started: Timestamp) -> JSON {
    let time = started.description.replacing("T", with: " ").replacing("Z", with: "")
    let end = facts.operations.map { $0.started + $0.took }.max() ?? 0
    return .object([
      "data_format_version": .text("0.2.0"),
      "extensions": .object(
        ["dnst", "httpt", "netevents", "tcpconnect", "tlshandshake"].reduce(into: [:]) {
          $0[$1] = .number(0)
        }),
      "input": .text(facts.url), "measurement_start_time": .text(time),
      "test_start_time": .text(time), "probe_asn": .text("AS0"), "probe_cc": .text("ZZ"),
      "probe_ip": .text("127.0.0.1"), "probe_network_name": .text(""), "report_id": .text(""),
      "resolver_asn": .text("AS0"), "resolver_ip": .text("127.0.0.2"),
      "resolver_network_name": .text(""), "software_name": .text("saqta"),
      "software_version": .text(software), "test_name": .text(OONIWriter.testName),
      "test_version": .text(OONIWriter.testVersion), "test_runtime": .number(seconds(end)),
      "test_keys": .object(keys),
    ])
  }

  private func seconds(_ milliseconds: Int) -> Double { Double(milliseconds) / 1_000 }

  private var keys: [String: JSON] {
    let operations = facts.operations
    let lookUps = operations.filter { $0.stage == .resolve }
    let failed = operations.first { $0.stage != .resolve && $0.word != nil }
    let unresolved = lookUps.first { $0.via == "system" && $0.word != nil }
    let isGenuine = facts.verdict == "reachable" && facts.hops.last?.isClear == false
    let judgement = ReachJudgement(facts)
    return [
      "queries": .list(lookUps.map(query)),
      "tcp_connect": .list(operations.filter { $0.stage == .connect }.map(connect)),
      "tls_handshakes": .list(operations.filter { $0.stage == .handshake }.map(handshake)),
      "requests": .list(operations.filter { $0.stage == .read }.reversed().map(request)),
      "network_events": .list(operations.flatMap(events)),
      "agent": .text("redirect"), "client_resolver": .text("127.0.0.2"), "retries": .null,
      "socksproxy": .null,
      "control_failure": .text("unknown_failure: no control (offline-first)"),
      "dns_experiment_failure": failure(unresolved), "http_experiment_failure": failure(failed),
      "dns_consistency": .null, "accessible": isGenuine ? .bool(true) : .null,
      "blocking": isGenuine ? .bool(false) : .null,
      "x_saqta_verdict": .text(facts.verdict),
      "x_saqta_labels": .list(facts.labels.map { .text($0) }),
      "x_saqta_confidence": .text(judgement.confidence.rawValue),
      "x_saqta_evidence": .list(facts.ladder.map { .text($0) }),
      "x_saqta_facts": ours(OONIOwn(facts)),
    ]
  }

  // MARK: Records

  private func failure(_ operation: Operation?) -> JSON {
    operation.flatMap { OONIWords.word(for: $0) }.map { .text($0) } ?? .null
  }

  private func common(_ operation: Operation) -> [String: JSON] {
    var tags = ["depth=\(operation.depth)"]
    if operation.stage != .resolve {
      let isMain = operation.port == facts.hops[operation.depth].port
      tags.append("fetch_body=\(isMain)")
      if isFromSystem(operation) { tags.append("classic") }
    }
    tags += ["role=\(operation.role.rawValue)", "try=\(operation.attempt)"]
    return [
      "t0": .number(seconds(operation.started)),
      "t": .number(seconds(operation.started + operation.took)),
      "transaction_id": .number(Double(operation.transaction)),
      "tags": .list(tags.map { .text($0) }), "failure": failure(operation),
    ]
  }

  private func isFromSystem(_ operation: Operation) -> Bool {
    facts.operations.contains {
      $0.via == "system" && $0.depth == operation.depth
        && $0.lookUp?.addresses.contains(operation.address ?? "") ?? false
    }
  }

  private func record(_ operation: Operation, _ more: [String: JSON]) -> JSON {
    var step = OONIOwn.Step()
    (step.word, step.detail) = (operation.word, operation.detail)
    (step.point, step.firstBytes) = (operation.point, operation.firstBytes)
    if let handshake = operation.handshake {
      (step.anchor, step.interception) = (handshake.anchor, handshake.interception)
      step.errors = handshake.errors
    }
    if let page = operation.page {
      (step.bodyLength, step.bodySHA256) = (page.bodyLength, page.bodySHA256)
      (step.title, step.isTruncated) = (page.title, page.isTruncated)
      (step.isChallenge, step.blockPage) = (page.isChallenge, page.blockPage)
    }
    let all = common(operation).merging(more) { $1 }
    return .object(all.merging(["x_saqta": ours(step)]) { $1 })
  }

  private func query(_ operation: Operation) -> JSON {
    let via = operation.via ?? "system"
    let parts = via.split(separator: ":", maxSplits: 1).map(String.init)
    // The system's own resolvers tell where this computer is.
    let resolver = parts.count < 2 ? "" : parts[0] == "udp" ? "127.0.0.2:53" : parts[1]
    let answers = (operation.lookUp?.addresses ?? []).map { address -> JSON in
      let isSix = address.contains(":")
      return .object([
        "answer_type": .text(isSix ? "AAAA" : "A"), isSix ? "ipv6" : "ipv4": .text(address),
        "ttl": .null,
      ])
    }
    return record(
      operation,
      [
        "engine": .text(parts.count < 2 ? "getaddrinfo" : parts[0]),
        "hostname": .text(operation.name),
        "query_type": .text(operation.lookUp?.type ?? "ANY"),
        "answers": .list(answers),
        "rcode": operation.lookUp?.responseCode.map { .number(Double($0)) } ?? .null,
        "raw_response": .null, "resolver_address": .text(resolver),
      ])
  }

  private func connect(_ operation: Operation) -> JSON {
    let status = [
      "failure": failure(operation), "success": JSON.bool(operation.word == nil),
    ]
    return record(
      operation,
      [
        "ip": .text(operation.address ?? ""), "port": .number(Double(operation.port ?? 0)),
        "status": .object(status),
      ])
  }

  private func endpoint(_ operation: Operation) -> String {
    guard let address = operation.address.flatMap({ IPAddress($0) }) else { return "" }
    return Endpoint(address, port: operation.port ?? 0).description
  }

  private func handshake(_ operation: Operation) -> JSON {
    let places = operation.handshake?.certificates ?? []
    let chain = places.filter(certificates.indices.contains).map { place -> JSON in
      .object(["format": .text("base64"), "data": .text(base64(certificates[place]))])
    }
    let isNamed = operation.role != .noSNI && IPAddress(operation.name) == nil
    return record(
      operation,
      [
        "network": .text("tcp"), "address": .text(endpoint(operation)),
        "server_name": .text(isNamed ? operation.name : ""),
        "cipher_suite": .text(operation.handshake?.cipher ?? ""),
        "tls_version": .text(operation.handshake?.protocolName ?? ""),
        "negotiated_protocol": .text(""), "no_tls_verify": .bool(false),
        "peer_certificates": .list(chain),
      ])
  }

  private func request(_ operation: Operation) -> JSON {
    let url = operation.page?.url ?? facts.hops[operation.depth].url
    let isTLS = operation.port == 443 || !facts.hops[operation.depth].isClear
    let asked = PageReader.fields.map { JSON.list([.text($0.0), .text($0.1)]) }
    return record(
      operation,
      [
        "network": .text("tcp"), "address": .text(endpoint(operation)),
        "alpn": .text(isTLS ? "http/1.1" : ""),
        "request": .object([
          "url": .text(url), "method": .text("GET"), "body": .text(""),
          "body_is_truncated": .bool(false), "headers_list": .list(asked),
          "headers": .object(
            PageReader.fields.reduce(into: [:]) { $0[$1.0] = .text($1.1) }),
        ]),
        "response": operation.page.map(response) ?? .null,
      ])
  }

  private func response(_ page: Operation.Page) -> JSON {
    var members: [String: JSON] = [:]
    for header in page.headers where members[header.name] == nil {
      members[header.name] = scrubbed(header.value)
    }
    return .object([
      "code": .number(Double(page.status)),
      "headers_list": .list(
        page.headers.map { .list([.text($0.name), scrubbed($0.value)]) }),
      "headers": .object(members), "body": .text(""), "body_is_truncated": .bool(true),
    ])
  }

  /// What went over the wire, as far as it was noted.
  private func events(_ operation: Operation) -> [JSON] {
    func event(_ name: String, _ more: [String: JSON] = [:]) -> JSON {
      var all = common(operation).merging(more) { $1 }
      (all["operation"], all["proto"]) = (.text(name), .text("tcp"))
      all["address"] = .text(endpoint(operation))
      return .object(all)
    }
    switch operation.stage {
    case .resolve: return []
    case .connect: return [event("connect")]
    case .handshake, .read:
      let start =
        operation.stage == .handshake
        ? [event("tls_handshake_start", ["failure": .null])] : []
      guard let bytes = operation.bytesIn, bytes > 0 else { return start }
      return start
        + [event("read", ["num_bytes": .number(Double(bytes)), "failure": .null])]
    }
  }
}
