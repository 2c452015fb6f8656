internal import OpenSSL
internal import Platform

/// A TLS session on a connection: steps the one and waits for the other.
struct TLSStream: ~Copyable {
  let connection: any Connection
  private(set) var session: TLSSession
  /// What reading made the session say, such as the answer to a change of keys.
  private var unsent: [UInt8] = []
  /// When the last bytes came from the network, also such as do not make a whole record yet.
  private(set) var lastArrival = ContinuousClock.now

  init(_ session: consuming TLSSession, on connection: any Connection) {
    self.session = session
    self.connection = connection
  }

  mutating func handshake(until deadline: ContinuousClock.Instant) async throws {
    while true {
      if try await moved(session.handshake(), until: deadline) { return }
    }
  }

  mutating func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws {
    // A memory buffer takes everything at once: what is left is to send it.
    switch session.write(bytes) {
    case .failed(let failure): throw NetworkProblem(failure)
    case .done, .needsRead, .needsWrite:
      try await connection.write(session.takeOutput(), until: deadline)
    }
  }

  /// Adds what comes next to `bytes`, at most `limit` of it.
  mutating func read(
    into bytes: inout [UInt8], atMost limit: Int, until deadline: ContinuousClock.Instant
  ) async throws {
    let before = bytes.count
    while bytes.count == before {
      _ = try await moved(session.read(into: &bytes, atMost: limit), until: deadline)
    }
  }

  /// Encrypts without sending: for those who do the waiting themselves.
  mutating func encrypt(_ bytes: [UInt8]) throws(NetworkProblem) -> [UInt8] {
    var output = unsent + session.takeOutput()
    unsent = []
    // The session may write one record only, of 16 KiB.
    for start in stride(from: 0, to: bytes.count, by: 16_384) {
      let piece = Array(bytes[start..<min(start + 16_384, bytes.count)])
      if case .failed(let failure) = session.write(piece) { throw NetworkProblem(failure) }
      output += session.takeOutput()
    }
    return output
  }

  /// Decrypts what has come from the network; empty is the end of the stream. What must be sent
  /// because of it goes out with the next `encrypt`.
  ///
  /// - Returns: what was said, and why nothing more will follow.
  mutating func decrypt(_ raw: [UInt8]) -> (said: [UInt8], end: NetworkProblem?) {
    if raw.isEmpty { session.end() } else { session.receive(raw) }
    var said: [UInt8] = []
    while true {
      switch session.read(into: &said, atMost: 16_384) {
      case .done: continue
      case .needsWrite: unsent += session.takeOutput()
      case .needsRead: return (said, nil)
      case .failed(let failure): return (said, NetworkProblem(failure))
      }
    }
  }

  /// Does what a step asked for; true when it was done already.
  private mutating func moved(
    _ step: TLSStep, until deadline: ContinuousClock.Instant
  ) async throws -> Bool {
    switch step {
    case .done: return true
    case .failed(let failure): throw NetworkProblem(failure)
    case .needsWrite: try await connection.write(session.takeOutput(), until: deadline)
    case .needsRead:
      let bytes = try await connection.read(atMost: 16_384, until: deadline)
      lastArrival = .now
      if bytes.isEmpty { session.end() } else { session.receive(bytes) }
    }
    return false
  }
}
