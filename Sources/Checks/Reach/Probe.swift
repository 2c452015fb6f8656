internal import Hygiene
internal import OpenSSL
internal import Platform

/// What every probe of a run works with.
struct ProbeKit: Sendable {
  let network: any Network
  let tls: TLSSettings
  let publicRoots: PublicRoots
  let interceptors: Interceptors
  let fingerprints: Fingerprints
  var patience: Patience
  /// The moment at which certificates must be valid, in seconds since 1970.
  let now: Int
}

/// How long each stage may take.
struct Patience: Sendable {
  var resolve: Duration = .seconds(4)
  /// Longer than the five seconds after which the C library asks again: one lost packet must not
  /// look like a resolver that keeps silent.
  var systemResolve: Duration = .milliseconds(6_500)
  /// How long to listen for a second answer to one question.
  var listening: Duration = .milliseconds(500)
  var connect: Duration = .seconds(5)
  var handshake: Duration = .seconds(5)
  var read: Duration = .seconds(8)
  /// A whole conversation with a mail server.
  var whole: Duration = .seconds(30)
  /// How long after a first failure a second try of a suspect tells more than the first.
  var apart: Duration = .seconds(30)
}

/// One connection to one address: connect, perhaps a handshake, perhaps a page.
struct Probe: Sendable {
  let kit: ProbeKit
  let recorder: Recorder
  let depth: Int
  let attempt: Int
  var role = Operation.Role.target
  let address: IPAddress
  let port: UInt16
  /// The server's name; with `noSNI` it is only written down.
  let name: String
  let transaction: Int
  /// How many routers the ClientHello may pass; nil is as usual.
  var hops: Int?

  init(
    _ kit: ProbeKit, _ recorder: Recorder, depth: Int, attempt: Int,
    role: Operation.Role = .target, to address: IPAddress, port: UInt16, name: String
  ) {
    (self.kit, self.recorder, self.depth, self.attempt) = (kit, recorder, depth, attempt)
    (self.role, self.address, self.port, self.name) = (role, address, port, name)
    transaction = recorder.newTransaction()
  }

  /// Connects and, when that worked, goes on with `next`. The connection is aborted and never closed
  /// politely: the kernel would repeat a cut ClientHello for a minute.
  func connect(_ next: (any Connection) async -> Void = { _ in }) async {
    let started = recorder.now
    do {
      let connection = try await kit.network.connect(
        to: Endpoint(address, port: port), until: .now.advanced(by: kit.patience.connect))
      if hops != nil { connection.limitHops(to: hops) }
      defer {
        // The end of the connection must reach the server, whatever the ClientHello did.
        if hops != nil { connection.limitHops(to: nil) }
        connection.abort()
      }
      note(.connect, since: started)
      await next(connection)
    } catch {
      note(.connect, since: started, error)
    }
  }

  /// A handshake on a connection. `next` is called when the other side proved to be the site.
  func handshake(
    on connection: any Connection,
    _ next: (inout TLSStream) async -> Void = { _ in }
  ) async {
    let started = recorder.now
    let asked: TLSName =
      role == .noSNI ? .nobody : IPAddress(name) == nil ? .host(name) : .address(name)
    do {
      var stream = TLSStream(try TLSSession(kit.tls, to: asked, at: kit.now), on: connection)
      do {
        try await stream.handshake(until: .now.advanced(by: kit.patience.handshake))
      } catch {
        noteHandshake(of: stream.session, since: started, error)
        return
      }
      let isGenuine = noteHandshake(of: stream.session, since: started)
      // Nothing is said to somebody who may not be the site.
      if isGenuine { await next(&stream) }
    } catch {
      note(.handshake, since: started, error)
    }
  }

  @discardableResult
  private func noteHandshake(
    of session: borrowing TLSSession, since started: Int, _ error: (any Error)? = nil
  ) -> Bool {
    let errors = session.chainErrors
    let sent = session.certificates
    let anchor = session.anchor
    let seen = Operation.Handshake(
      certificates: recorder.places(of: sent, session.certificatesInDER),
      errors: errors.map { "\($0.code)@\($0.depth)" },
      anchor: anchorKind(anchor, errors),
      interception: kit.interceptors.interception(
        in: sent + (anchor.map { [$0] } ?? []), for: name),
      protocolName: sent.isEmpty ? nil : session.protocolName,
      cipher: session.cipher.isEmpty ? nil : session.cipher)
    var problem = error.map(NetworkProblem.init(any:))
    if problem == nil, role != .noSNI, let word = FailureWord(chain: errors) {
      problem = NetworkProblem(word, chainDetail(errors))
    }
    let received = session.received
    let isStrange = problem?.word == .notTLS
    let first = isStrange ? cleaned(String(decoding: session.firstBytes, as: UTF8.self)) : nil
    note(.handshake, since: started, problem) { operation in
      operation.handshake = seen
      operation.bytesIn = received
      operation.firstBytes = first
      if let word = problem?.word, [.timeout, .reset, .eof].contains(word) {
        operation.point = received == 0 ? .clientHello : .afterServerHello
      }
    }
    return problem == nil && seen.anchor == .public
  }

  /// Dates alone do not make an authority a stranger.
  private func anchorKind(
    _ anchor: TLSCertificate?, _ errors: [ChainError]
  ) -> Operation.Handshake.Anchor {
    let word = FailureWord(chain: errors)
    guard let anchor, word != .unknownAuthority else { return .none }
    return kit.publicRoots.keys.contains(anchor.keySHA256) ? .public : .local
  }

  func note(
    _ stage: Operation.Stage, since started: Int, _ error: (any Error)? = nil,
    _ fill: (inout Operation) -> Void = { _ in }
  ) {
    let problem = error.map(NetworkProblem.init(any:))
    let took = recorder.now - started
    recorder.note { id in
      var operation = Operation(
        id: id, transaction: transaction, depth: depth, attempt: attempt, role: role,
        stage: stage, address: address.description, port: port, name: name, started: started,
        took: took)
      operation.word = problem?.word
      operation.detail = problem.flatMap { $0.detail.isEmpty ? nil : $0.detail }
      fill(&operation)
      return operation
    }
  }
}
