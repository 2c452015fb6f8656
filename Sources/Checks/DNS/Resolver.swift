internal import Platform

/// A DNS resolver that this computer asks, or that the person named.
struct Resolver: Codable, Hashable, Sendable {
  /// How far away it is, which decides what its address says about who answers.
  enum Kind: String, Codable, Hashable, Sendable {
    /// A program on this computer, which asks somebody else.
    case loopback
    /// A box nearby that forwards to someone unknown, or an address that no stranger can have.
    case nearby
    case `public`
  }

  let address: String
  let port: UInt16
  let kind: Kind
  /// The file where it was read, or `--resolver`.
  let source: String

  init(_ endpoint: Endpoint, source: String) {
    address = endpoint.address.description
    port = endpoint.port
    kind = endpoint.address.isLoopback ? .loopback : endpoint.address.isBogon ? .nearby : .public
    self.source = source
  }

  /// Nil only when the facts were written by hand.
  var endpoint: Endpoint? { IPAddress(address).map { Endpoint($0, port: port) } }

  var subject: String { endpoint?.description ?? address }
}

extension Resolver {
  /// For the examples of checks.
  init(_ address: String, kind: Kind, source: String) {
    (self.address, port, self.kind, self.source) = (address, 53, kind, source)
  }

  static let example = Resolver("9.9.9.9", kind: .public, source: ResolverSetup.main)
}
