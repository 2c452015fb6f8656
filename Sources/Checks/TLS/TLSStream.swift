internal import OpenSSL
internal import Platform

/// A TLS session on a connection: steps the one and waits for the other.
struct TLSStream: ~Copyable {
  private let connection: any Connection
  private(set) var session: TLSSession

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
      if bytes.isEmpty { session.end() } else { session.receive(bytes) }
    }
    return false
  }
}
