internal import Hygiene
internal import OpenSSL
internal import Platform

/// One way to an encrypted resolver: a transport and an address.
struct EncryptedRoute: Hashable, Sendable {
  enum Transport: String, Codable, Hashable, Sendable, CaseIterable {
    /// DNS over TLS (RFC 7858).
    case dot
    /// DNS over HTTPS (RFC 8484).
    case doh
  }
  /// In the order in which they are gone through.
  enum Stage: String, Codable, Hashable, Sendable, CaseIterable {
    case connect, handshake, certificate, answer
  }

  let transport: Transport
  let endpoint: Endpoint
  /// The name that is sent and that the certificate must bear; without it no name is sent, and the
  /// certificate must bear the address.
  let name: String?

  /// All routes to a resolver: DNS over TLS at each address, then DNS over HTTPS.
  static func all(to resolver: EncryptedResolver) -> [EncryptedRoute] {
    Transport.allCases.flatMap { transport in
      resolver.addresses.map { address in
        let port = resolver.port ?? (transport == .dot ? 853 : 443)
        return EncryptedRoute(
          transport: transport, endpoint: Endpoint(address, port: port), name: resolver.name)
      }
    }
  }

  var withoutName: EncryptedRoute {
    EncryptedRoute(transport: transport, endpoint: endpoint, name: nil)
  }

  /// Such as `dot:192.0.2.1`.
  var description: String { "\(transport.rawValue):\(endpoint.address)" }
}

/// How far a route led before it ended.
struct RouteProblem: Error, Hashable, Sendable {
  let stage: EncryptedRoute.Stage
  let problem: NetworkProblem
  /// Our first message left and no byte came back: a name in it may be the reason.
  let isCutAtHello: Bool
  /// Those that proved nothing.
  let certificates: [SeenCertificate]

  init(
    _ stage: EncryptedRoute.Stage, _ error: any Error, isCutAtHello: Bool = false,
    certificates: [SeenCertificate] = []
  ) {
    (self.stage, self.isCutAtHello, self.certificates) = (stage, isCutAtHello, certificates)
    problem = (error as? RouteProblem)?.problem ?? NetworkProblem(any: error)
  }
}

/// What every route of a run starts from.
struct EncryptedSettings: Sendable {
  let network: any Network
  /// For DNS over TLS, and for HTTPS with its protocols.
  let tls: TLSSettings
  let https: TLSSettings
  let publicRoots: PublicRoots
  /// The moment at which certificates must be valid, in seconds since 1970.
  let now: Int
  let patience: EncryptedPatience

  init(
    for survey: Survey, in world: World, trusting pem: [[UInt8]], patience: EncryptedPatience
  ) throws(OpenSSLError) {
    network = world.network
    tls = try TLSSettings(trusting: pem, protocols: [])
    https = try TLSSettings(trusting: pem, protocols: ["h2", "http/1.1"])
    publicRoots = survey.network.publicRoots
    now = world.clock.now.secondsSinceEpoch
    self.patience = patience
  }
}

/// How long each stage may take: short, because there are other routes.
struct EncryptedPatience: Sendable {
  var connect: Duration = .seconds(3)
  var handshake: Duration = .seconds(4)
  var answer: Duration = .seconds(4)
  /// How long a resolver that could not be reached is left alone.
  var rest: Duration = .seconds(30)
}

/// A route whose other end has proved who it is.
struct OpenRoute: ~Copyable {
  var stream: TLSStream
  var framing: any DNSFraming
  let isOutOfDate: Bool
}

extension EncryptedRoute {
  /// Connects and looks at the certificate; nothing is asked.
  ///
  /// - Throws: `RouteProblem`.
  func open(_ settings: EncryptedSettings) async throws(RouteProblem) -> sending OpenRoute {
    let connection: any Connection
    do {
      connection = try await settings.network.connect(
        to: endpoint, until: .now.advanced(by: settings.patience.connect))
    } catch { throw RouteProblem(.connect, error) }
    do {
      return try await talk(over: connection, settings)
    } catch {
      // Never closed politely: the kernel would repeat a cut ClientHello for a minute.
      connection.abort()
      throw error
    }
  }

  private func talk(
    over connection: any Connection, _ settings: EncryptedSettings
  ) async throws(RouteProblem) -> sending OpenRoute {
    let target: TLSName = name.map(TLSName.host) ?? .address(endpoint.address.description)
    let tls = transport == .dot ? settings.tls : settings.https
    var stream: TLSStream
    do {
      stream = TLSStream(try TLSSession(tls, to: target, at: settings.now), on: connection)
    } catch { throw RouteProblem(.handshake, error) }
    do {
      try await stream.handshake(until: .now.advanced(by: settings.patience.handshake))
    } catch {
      throw RouteProblem(.handshake, error, isCutAtHello: stream.session.received == 0)
    }
    let isOutOfDate: Bool
    do {
      isOutOfDate = try isOnlyOutOfDate(stream.session, settings.publicRoots)
    } catch {
      let sent = stream.session.certificates.map(SeenCertificate.init)
      throw RouteProblem(.certificate, error, certificates: sent)
    }
    let framing: any DNSFraming
    do {
      framing = try self.framing(speaking: stream.session.agreedProtocol)
    } catch { throw RouteProblem(.handshake, error) }
    return OpenRoute(stream: stream, framing: framing, isOutOfDate: isOutOfDate)
  }

  /// Whether a certificate that proves the resolver has but one fault, its dates: a computer whose
  /// clock is wrong must not be left without a witness.
  ///
  /// - Throws: `NetworkProblem` for every other fault, and for an authority that is on no public
  ///   list, though this computer may trust it.
  private func isOnlyOutOfDate(
    _ session: borrowing TLSSession, _ roots: PublicRoots
  ) throws(NetworkProblem) -> Bool {
    let errors = session.chainErrors
    let word = FailureWord(chain: errors)
    let isOutOfDate = errors.allSatisfy { FailureWord(chain: [$0]) == .badDate }
    if let word, !isOutOfDate { throw NetworkProblem(word, chainDetail(errors)) }
    guard let anchor = session.anchor, roots.keys.contains(anchor.keySHA256) else {
      throw NetworkProblem(.unknownAuthority, "anchor")
    }
    return word != nil
  }

  private func framing(speaking agreed: String) throws -> any DNSFraming {
    if transport == .dot { return DoTFraming() }
    let host = name ?? (endpoint.address.isV6 ? "[\(endpoint.address)]" : "\(endpoint.address)")
    let authority = endpoint.port == 443 ? host : "\(host):\(endpoint.port)"
    return agreed == "h2"
      ? try HTTP2Framing(authority: authority) : HTTP1Framing(authority: authority)
  }
}
