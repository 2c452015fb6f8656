internal import Hygiene
internal import OpenSSL
internal import Platform

/// What one try at one address showed.
struct TLSAttempt: Sendable {
  var steps: [TLSFacts.Step] = []
  var certificates: [TLSFacts.Certificate] = []
  var protocolName: String?
  var cipher: String?
  var head: HTTPHead?
  var firstBytes: String?

  var isGenuine: Bool { steps.last?.stage == .read && steps.last?.word == nil }
}

/// Goes through the stages with one address of one target, one connection at most.
struct TLSProbe: Sendable {
  let network: any Network
  let settings: TLSSettings
  let patience: Patience
  /// The moment at which certificates must be valid, in seconds since 1970.
  let now: Int
  let target: Target
  let address: IPAddress
  let attempt: Int

  func run() async -> TLSAttempt {
    var result = TLSAttempt()
    let connecting = Stopwatch()
    do {
      let connection = try await network.connect(
        to: Endpoint(address, port: target.port), until: .now.advanced(by: patience.connect))
      result.steps.append(step(.connect, connecting))
      // Never closed politely: the kernel would repeat a cut ClientHello for a minute.
      defer { connection.abort() }
      await talk(over: connection, into: &result)
    } catch {
      result.steps.append(step(.connect, connecting, error))
    }
    return result
  }

  private func talk(over connection: any Connection, into result: inout TLSAttempt) async {
    let watch = Stopwatch()
    do {
      let name: TLSName =
        IPAddress(target.host) == nil ? .host(target.host) : .address(address.description)
      var stream = TLSStream(
        try TLSSession(settings, to: name, at: now), on: connection)
      do {
        try await stream.handshake(until: .now.advanced(by: patience.handshake))
      } catch {
        describe(stream.session, into: &result)
        result.firstBytes =
          NetworkProblem(any: error).word == .notTLS
          ? cleaned(String(decoding: stream.session.firstBytes, as: UTF8.self)) : nil
        let point = stream.session.received == 0 ? "client-hello" : nil
        result.steps.append(step(.handshake, watch, error, point: point))
        return
      }
      result.steps.append(step(.handshake, watch))
      describe(stream.session, into: &result)
      let errors = stream.session.chainErrors
      if let word = FailureWord(chain: errors) {
        // Nothing is said to somebody who may not be the site.
        let problem = NetworkProblem(word, chainDetail(errors))
        result.steps.append(step(.certificate, Stopwatch(), problem))
        return
      }
      result.steps.append(step(.certificate, Stopwatch()))
      await ask(&stream, into: &result)
    } catch {
      result.steps.append(step(.handshake, watch, error))
    }
  }

  private func ask(_ stream: inout TLSStream, into result: inout TLSAttempt) async {
    let watch = Stopwatch()
    let deadline = ContinuousClock.now.advanced(by: patience.read)
    do {
      try await stream.write(request, until: deadline)
      var bytes: [UInt8] = []
      while result.head == nil {
        let before = bytes.count
        try await stream.read(into: &bytes, atMost: 16_384, until: deadline)
        switch HTTPHead.read(bytes, after: before) {
        case .incomplete: continue
        case .malformed: throw NetworkProblem(.malformed)
        case .tooLarge: throw NetworkProblem(.headTooLarge)
        case .complete(let head): result.head = head
        }
      }
      result.steps.append(step(.read, watch))
    } catch {
      result.steps.append(step(.read, watch, error))
    }
  }

  /// No cookies, nothing that tells this computer from another.
  private var request: [UInt8] {
    let host = target.host.contains(":") ? "[\(target.host)]" : target.host
    let lines = [
      "GET / HTTP/1.1", "Host: \(host)" + (target.port == 443 ? "" : ":\(target.port)"),
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "Accept: */*", "Accept-Language: en", "Connection: close", "", "",
    ]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private func describe(_ session: borrowing TLSSession, into result: inout TLSAttempt) {
    result.certificates = session.certificates.map(TLSFacts.Certificate.init)
    let cipher = session.cipher
    guard !cipher.isEmpty else { return }
    (result.protocolName, result.cipher) = (session.protocolName, cipher)
  }

  private func step(
    _ stage: TLSFacts.Stage, _ watch: Stopwatch, _ error: (any Error)? = nil, point: String? = nil
  ) -> TLSFacts.Step {
    TLSFacts.Step(
      stage, at: address.description, attempt: attempt, took: watch.milliseconds,
      problem: error.map(NetworkProblem.init(any:)), point: point)
  }
}

extension TLSFacts.Step {
  init(
    _ stage: TLSFacts.Stage, at address: String?, attempt: Int, took: Int,
    problem: NetworkProblem?, point: String? = nil
  ) {
    let detail = problem?.detail ?? ""
    self.init(
      stage: stage, address: address, attempt: attempt, took: took, word: problem?.word,
      detail: detail.isEmpty ? nil : detail, point: point)
  }
}

extension TLSFacts.Certificate {
  init(_ certificate: TLSCertificate) {
    self.init(
      subject: cleaned(certificate.subject), issuer: cleaned(certificate.issuer),
      serial: certificate.serial,
      notBefore: Timestamp(secondsSinceEpoch: certificate.notBefore).description,
      notAfter: Timestamp(secondsSinceEpoch: certificate.notAfter).description,
      names: certificate.names.map { cleaned($0, atMost: 253) }, sha256: certificate.sha256,
      keySHA256: certificate.keySHA256, key: certificate.key)
  }
}

extension NetworkProblem {
  init(any error: any Error) {
    switch error {
    case let problem as NetworkProblem: self = problem
    case is CancellationError: self.init(.interrupted)
    default: self.init(.unknown)
    }
  }
}

/// How long each stage may take.
struct Patience: Sendable {
  var resolve: Duration = .seconds(4)
  var connect: Duration = .seconds(5)
  var handshake: Duration = .seconds(10)
  var read: Duration = .seconds(10)
  /// When no further address of the same name is tried.
  var whole: Duration = .seconds(30)
}

struct Stopwatch: Sendable {
  private let start = ContinuousClock.now
  var milliseconds: Int { Int(start.duration(to: .now) / .milliseconds(1)) }
}
