internal import Hygiene
internal import Platform

/// Whether the way out of this computer leads through a VPN or Tor, as the kernel's lists say it.
///
/// Everything that is measured on the network then describes the exit, not the network around the
/// person.
struct Tunnel: Codable, Hashable, Sendable {
  enum Kind: String, Codable, Hashable, Sendable {
    case none
    /// The way out leads through an interface of a VPN.
    case vpn
    /// Tor waits for programs on this computer. Only those that ask it go through it.
    case tor
    /// There is such an interface, and its routes are not in the table that can be read, or it is
    /// PPP, which may as well be the line itself.
    case unclear
  }

  let kind: Kind
  /// The interface, such as `wg0`.
  let interface: String?
  /// IPv6 goes out beside the VPN.
  let leavesIPv6Outside: Bool
  /// Of IPv4, the narrowest first; not kept in the report.
  private let routes: [Route]

  private enum CodingKeys: String, CodingKey { case kind, interface, leavesIPv6Outside }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    kind = try values.decode(Kind.self, forKey: .kind)
    interface = try values.decodeIfPresent(String.self, forKey: .interface)
    leavesIPv6Outside = try values.decode(Bool.self, forKey: .leavesIPv6Outside)
    routes = []
  }

  /// Reads the kernel's tables and sends nothing. What is missing counts as empty.
  init(from files: any Files) {
    func text(_ path: String) -> String { (try? files.text(path, atMost: 1 << 20)) ?? "" }
    routes = Route.four(text("/proc/net/route")).sorted { $0.isBefore($1) }
    let six = Route.six(text("/proc/net/ipv6_route")).sorted { $0.isBefore($1) }
    let out = routes.first { $0.holds(Self.somewhere) }
    let outSix = six.first
    let names = Self.interfaces(text("/proc/net/dev"))
    let listens = Self.listensForTor(text("/proc/net/tcp"))
    // IPv6 alone through a tunnel, with IPv4 beside it, may be a line of its own and no VPN.
    let tunnelled = (out ?? outSix).flatMap { Self.isTunnel($0.interface) ? $0 : nil }
    let possible = (names + [outSix?.interface].compactMap { $0 })
      .first { Self.isTunnel($0) || Self.isPPP($0) }
    if let tunnelled {
      (kind, interface) = (.vpn, cleaned(tunnelled.interface, atMost: 32))
    } else if let possible {
      (kind, interface) = (.unclear, cleaned(possible, atMost: 32))
    } else {
      (kind, interface) = (listens ? .tor : .none, nil)
    }
    leavesIPv6Outside =
      out.map { Self.isTunnel($0.interface) } ?? false
      && outSix.map { !Self.isTunnel($0.interface) } ?? false
  }

  /// For the examples of checks.
  init(_ kind: Kind, _ interface: String? = nil, leavesIPv6Outside: Bool = false) {
    (self.kind, self.interface, routes) = (kind, interface, [])
    self.leavesIPv6Outside = leavesIPv6Outside
  }

  /// Whether packets to this address go through the VPN; nil when the tables do not tell.
  func carries(_ address: IPAddress) -> Bool? {
    guard kind == .vpn, !address.isV6 else { return nil }
    return routes.first { $0.holds(address.bytes) }.map { Self.isTunnel($0.interface) }
  }

  /// A public address that nobody would give a route of its own: some VPNs leave the default route
  /// alone and lay two halves over it.
  private static let somewhere: [UInt8] = [9, 9, 9, 9]
  /// The marks of the programs that make tunnels: OpenVPN, WireGuard, Tailscale, Proton, NordVPN,
  /// Mullvad, Cloudflare, strongSwan.
  private static let marks = [
    "tun", "tap", "wg", "tailscale", "proton", "nordlynx", "nordtun", "mullvad", "warp",
    "CloudflareWARP", "ipsec", "xfrm", "utun",
  ]

  private static func isTunnel(_ name: String) -> Bool { marks.contains { name.hasPrefix($0) } }
  private static func isPPP(_ name: String) -> Bool { name.hasPrefix("ppp") }

  /// proc(5): two lines of heads, then `name: numbers`.
  private static func interfaces(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).dropFirst(2).prefix(256).compactMap { line in
      line.split(separator: ":").first.map { String($0.drop { $0 == " " }) }
    }
  }

  /// Whether something listens at 127.0.0.1:9050 or 9150, where Tor and Tor Browser wait.
  private static func listensForTor(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).dropFirst().prefix(20_000).contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 3 && fields[3] == "0A"
        && ["0100007F:235A", "0100007F:23BE"].contains(fields[1])
    }
  }
}

/// One line of a table of routes.
private struct Route: Hashable, Sendable {
  let interface: String
  let target: [UInt8]
  let bits: Int
  let metric: Int

  /// The narrowest route counts, of equals the one with the lower metric.
  func isBefore(_ other: Route) -> Bool { (-bits, metric) < (-other.bits, other.metric) }

  func holds(_ address: [UInt8]) -> Bool {
    target.count == address.count
      && (0..<bits).allSatisfy { bit in
        (target[bit / 8] ^ address[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
      }
  }

  /// `/proc/net/route`: numbers are 32-bit words of this computer, which is little-endian; flag 1
  /// is "up", 0x200 "reject".
  static func four(_ text: String) -> [Route] {
    text.split(whereSeparator: \.isNewline).dropFirst().prefix(10_000).compactMap { line in
      let fields = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      guard fields.count >= 8, let target = UInt32(fields[1], radix: 16),
        let flags = Int(fields[3], radix: 16), flags & 0x201 == 1, let metric = Int(fields[6]),
        let mask = UInt32(fields[7], radix: 16)
      else { return nil }
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: target >> (8 * UInt32($0))) }
      return Route(
        interface: String(fields[0]), target: bytes, bits: mask.nonzeroBitCount, metric: metric)
    }
  }

  /// `/proc/net/ipv6_route`: only the routes that hold everything, or its half, are of use.
  static func six(_ text: String) -> [Route] {
    text.split(whereSeparator: \.isNewline).prefix(10_000).compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 10, let bits = Int(fields[1], radix: 16), bits <= 3,
        let metric = Int(fields[5], radix: 16), let flags = Int(fields[8], radix: 16),
        flags & 0x201 == 1, fields[9] != "lo"
      else { return nil }
      return Route(interface: String(fields[9]), target: [], bits: bits, metric: metric)
    }
  }
}
