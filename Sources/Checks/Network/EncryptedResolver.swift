public import Platform

/// A resolver that is asked over TLS at a fixed address, so that no answer can be forged on the way:
/// DNS over TLS (RFC 7858) or over HTTPS (RFC 8484).
public struct EncryptedResolver: Hashable, Sendable {
  /// What its certificate must say.
  public let name: String
  public let addresses: [IPAddress]
  /// Of DNS over TLS; DNS over HTTPS is at 443, unless one port was named for both.
  public let port: UInt16?

  public init(name: String, addresses: [IPAddress], port: UInt16? = nil) {
    (self.name, self.addresses, self.port) = (name, addresses, port)
  }

  public static let cloudflare = known("one.one.one.one", "1.1.1.1", "1.0.0.1")
  public static let quad9 = known("dns.quad9.net", "9.9.9.9", "149.112.112.112")
  public static let google = known("dns.google", "8.8.8.8", "8.8.4.4")

  /// One provider, so that nobody learns more than needed; the person may choose another.
  public static let builtIn = [cloudflare]

  private static func known(_ name: String, _ addresses: String...) -> EncryptedResolver {
    EncryptedResolver(name: name, addresses: addresses.compactMap { IPAddress($0) })
  }
}
