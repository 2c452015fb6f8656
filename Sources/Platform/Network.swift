/// Other computers. Every wait has a deadline, without a default.
///
/// What fails, fails with a `NetworkProblem`, one word of a closed list; a cancelled task with
/// `CancellationError`.
public protocol Network: Sendable {
  /// Asks the system's resolver, as other programs on this computer do: the addresses in its order,
  /// each once. An address in text form is returned as it is, without asking.
  func lookUp(
    _ host: String, until deadline: ContinuousClock.Instant
  ) async throws -> [IPAddress]
  /// Opens one TCP connection.
  func connect(
    to endpoint: Endpoint, until deadline: ContinuousClock.Instant
  ) async throws -> any Connection
  /// A UDP socket that hears only from `endpoint`.
  func datagrams(with endpoint: Endpoint) throws -> any Datagrams
}

/// One TCP connection. Reading and writing at the same time is refused.
public protocol Connection: Sendable {
  /// What has arrived, at most `limit` bytes; empty at the end of the stream.
  func read(atMost limit: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8]
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws
  /// How many routers the packets that are sent from now on may pass; nil is as usual. Where one is
  /// the last, reading fails with `hostUnreachable` (RFC 792, time exceeded).
  func limitHops(to hops: Int?)
  /// Ends the connection at once, so that the kernel repeats nothing (a cut ClientHello must not
  /// be sent again for a minute after we gave up).
  func abort()
  /// Ends the connection politely. After `abort` or a first `close` it does nothing.
  func close()
}

extension Connection {
  public func limitHops(to hops: Int?) {}
}

/// One connected UDP socket. One `receive` at a time.
public protocol Datagrams: Sendable {
  /// - Throws: `NetworkProblem`, `unreachable` when nobody listens on the other side.
  func send(_ bytes: [UInt8]) throws
  /// The next message, at most 65,535 bytes.
  func receive(until deadline: ContinuousClock.Instant) async throws -> [UInt8]
  /// The next message with what its packet says of the way it took.
  func receivePacket(until deadline: ContinuousClock.Instant) async throws -> Packet
  func close()
}

/// One message by UDP.
public struct Packet: Hashable, Sendable {
  /// At most 65,535.
  public let bytes: [UInt8]
  /// How many more routers it might have passed: the TTL of IPv4 (RFC 791 §3.1) or the hop limit of
  /// IPv6 (RFC 8200 §3). Nil when the system did not tell.
  public let hopLimit: Int?

  public init(bytes: [UInt8], hopLimit: Int?) { (self.bytes, self.hopLimit) = (bytes, hopLimit) }
}

extension Datagrams {
  public func receivePacket(until deadline: ContinuousClock.Instant) async throws -> Packet {
    Packet(bytes: try await receive(until: deadline), hopLimit: nil)
  }
}
