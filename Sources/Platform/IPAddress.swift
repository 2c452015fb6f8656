internal import CLinux
internal import Hygiene

/// An IPv4 or IPv6 address in the one text form of `inet_ntop`, so that equal addresses are equal.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// 4 or 16 bytes in network order.
  public let bytes: [UInt8]
  /// The interface of a link-local address (`%eth0`), else empty.
  let zone: String

  public var isV6: Bool { bytes.count == 16 }

  /// Reads `192.0.2.1`, `2001:db8::1` or `fe80::1%eth0`; nil for anything else, also for the short
  /// and octal forms (`127.1`, `010.0.0.1`) that some programs read differently.
  public init?(_ text: String) {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    let zone = parts.count == 2 ? String(parts[1]) : ""
    guard text.utf8.count <= 64, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
      parts.count < 2 || !zone.isEmpty
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    var length = 0
    let canonical = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { text in
      unsafe text.initialize(repeating: 0)
      guard let start = text.baseAddress else { return "" }
      length = Int(unsafe tk_address_read(String(parts[0]), &bytes, start, text.count))
      return unsafe String(cString: start)
    }
    guard length == 16 || length == 4 && zone.isEmpty else { return nil }
    self.bytes = Array(bytes.prefix(length))
    self.zone = zone
    description = zone.isEmpty ? canonical : "\(canonical)%\(zone)"
  }

  /// An address that came as its bytes, such as from a DNS answer.
  public init?(bytes: [UInt8]) {
    switch bytes.count {
    case 4: self.init(bytes.map { String($0) }.joined(separator: "."))
    case 16:
      let groups = stride(from: 0, to: 16, by: 2).map { index in
        String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
      }
      self.init(groups.joined(separator: ":"))
    default: return nil
    }
  }
}

/// An address and a port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let port: UInt16

  public init(_ address: IPAddress, port: UInt16) { (self.address, self.port) = (address, port) }

  /// Reads `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`.
  ///
  /// - Throws: `UserError`, `network.not-an-endpoint`.
  public init(_ text: String, defaultPort: UInt16) throws(UserError) {
    guard let endpoint = Endpoint(reading: text, defaultPort: defaultPort) else {
      throw UserError(
        "network.not-an-endpoint", ["text": cleaned(text, atMost: 80)], status: .usage)
    }
    self = endpoint
  }

  private init?(reading text: String, defaultPort: UInt16) {
    if let address = IPAddress(text) {
      self.init(address, port: defaultPort)
      return
    }
    guard let (host, port) = splitPort(text) else { return nil }
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    guard let address = IPAddress(isBracketed ? String(host.dropFirst().dropLast()) : host),
      address.isV6 == isBracketed
    else { return nil }
    self.init(address, port: port ?? defaultPort)
  }

  public var description: String { address.isV6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}

/// Splits `HOST:PORT`, `[V6]:PORT`, `HOST` or `[V6]`; nil when the port is no number from 1 to
/// 65535. A bare IPv6 address must be tried before.
package func splitPort(_ text: String) -> (host: String, port: UInt16?)? {
  guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else { return (text, nil) }
  let digits = text[text.index(after: colon)...]
  guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
    let port = UInt16(digits), port > 0
  else { return nil }
  return (String(text[..<colon]), port)
}
