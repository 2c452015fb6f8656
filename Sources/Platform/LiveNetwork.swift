internal import CLinux
internal import Glibc

/// The real network: sockets on the reactor, names through the system's resolver.
public struct LiveNetwork: Network {
  private let reactor: Reactor
  private let lookUps: LookUps

  /// - Parameter reactor: the program's one reactor, which the caller may stop.
  public init(on reactor: Reactor) {
    self.reactor = reactor
    lookUps = LookUps(on: reactor)
  }

  public func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress] {
    if let address = IPAddress(host) { return [address] }
    return try await lookUps.addresses(of: host, until: deadline)
  }

  public func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection {
    let socket = try Socket(towards: endpoint, isStream: true, on: reactor)
    do {
      try await socket.wait(.writable, until: deadline)
      // Writable *or* failed: only SO_ERROR tells which (network stack, connect(2)).
      let error = tk_socket_error(socket.descriptor)
      guard error == 0 else { throw NetworkProblem(errno: error) }
    } catch {
      socket.abort()
      throw error
    }
    return LiveConnection(socket: socket)
  }

  public func datagrams(with endpoint: Endpoint) throws -> any Datagrams {
    LiveDatagrams(socket: try Socket(towards: endpoint, isStream: false, on: reactor))
  }
}

private struct LiveConnection: Connection {
  let socket: Socket

  func read(atMost limit: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
    // A peer that never stops talking must not outlast the deadline.
    guard ContinuousClock.now < deadline else { throw NetworkProblem(.timeout) }
    return try await socket.read(atMost: limit, until: deadline)
  }

  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard ContinuousClock.now < deadline else { throw NetworkProblem(.timeout) }
      if let count = try socket.write(rest) {
        rest = rest.dropFirst(count)
      } else {
        try await socket.wait(.writable, until: deadline)
      }
    }
  }

  func limitHops(to hops: Int?) { tk_socket_hops(socket.descriptor, Int32(hops ?? 64)) }
  func abort() { socket.abort() }
  func close() { socket.close() }
}

private struct LiveDatagrams: Datagrams {
  let socket: Socket

  func send(_ bytes: [UInt8]) throws {
    do {
      // A full send buffer loses the message, as the network might: the asker asks again.
      _ = try socket.write(bytes[...])
    } catch let problem { throw problem.ofDatagrams }
  }

  func receive(until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
    try await receivePacket(until: deadline).bytes
  }

  func receivePacket(until deadline: ContinuousClock.Instant) async throws -> Packet {
    do {
      return try await socket.readPacket(until: deadline)
    } catch let problem as NetworkProblem { throw problem.ofDatagrams }
  }

  func close() { socket.close() }
}

extension NetworkProblem {
  /// ICMP "port unreachable" comes back as a refusal.
  fileprivate var ofDatagrams: NetworkProblem {
    word == .refused ? NetworkProblem(.unreachable, detail) : self
  }

  /// The word for an error of `connect`, `read` or `write`.
  init(errno code: Int32) {
    let word: FailureWord =
      switch code {
      case ECONNREFUSED: .refused
      case ETIMEDOUT: .kernelTimeout
      case ECONNRESET, EPIPE: .reset
      case ECONNABORTED: .aborted
      case EHOSTUNREACH: .hostUnreachable
      case ENETUNREACH: .networkUnreachable
      case ENETDOWN: .networkDown
      case ENETRESET: .networkReset
      case EACCES, EPERM: .forbiddenHere
      case EAFNOSUPPORT: .noFamily
      case EADDRNOTAVAIL: .noAddress
      default: .unknown
      }
    self.init(word, "errno \(code)")
  }
}
