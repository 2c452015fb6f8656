internal import Hygiene
internal import Platform

/// Whether the way out leads through a VPN or Tor. It sends nothing.
///
/// Every other result of the network describes the exit of the tunnel then. A VPN that lets IPv6 go
/// out beside it is a concern. No tunnel is neither good nor bad, and so is Tor that merely waits.
///
/// Reads `/proc/net/route`, `ipv6_route`, `dev` and `tcp`. Routes that WireGuard keeps in a table of
/// its own cannot be read there: then there is an interface, and nothing is concluded.
struct NetTunnel: Check {
  let id: CheckID = "net-tunnel"
  let version = 1
  let family = Family.dns
  let usesNetwork = false

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Tunnel>] {
    [Observation("", Tunnel(from: world.files))]
  }

  func judge(_ tunnel: Tunnel) -> Outcome {
    switch tunnel.kind {
    case .vpn: tunnel.leavesIPv6Outside ? .concern : .good
    case .none: .unknown(because: .notPresent)
    case .tor, .unclear: .unknown(because: DNSReasons.neither)
    }
  }

  var examples: [(Tunnel, Outcome)] {
    [
      (Tunnel(.vpn, "wg0"), .good),
      (Tunnel(.vpn, "tun0", leavesIPv6Outside: true), .concern),
      (Tunnel(.none), .unknown(because: .notPresent)),
      (Tunnel(.tor), .unknown(because: DNSReasons.neither)),
      (Tunnel(.unclear, "ppp0"), .unknown(because: DNSReasons.neither)),
    ]
  }
}
