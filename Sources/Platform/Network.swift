/// Other computers. Every wait has a deadline, without a default.
public protocol Network: Sendable {
  /// Asks the system's resolver, as other programs on this computer do.
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

public protocol Connection: Sendable {
  /// What has arrived, at most `limit` bytes; empty at the end of the stream.
  func read(atMost limit: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8]
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws
  /// Ends the connection at once, so that the kernel repeats nothing (a cut ClientHello must not
  /// be sent again for a minute after we gave up).
  func abort()
  func close()
}

public protocol Datagrams: Sendable {
  func send(_ bytes: [UInt8]) throws
  func receive(until deadline: ContinuousClock.Instant) async throws -> [UInt8]
  func close()
}

/// An IPv4 or IPv6 address in the text form of `inet_ntop`.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public let isV6: Bool

  init(checked description: String) {
    self.description = description
    isV6 = description.contains(":")
  }
}

/// An address and a port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let port: UInt16

  public init(_ address: IPAddress, port: UInt16) { (self.address, self.port) = (address, port) }

  public var description: String { address.isV6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
