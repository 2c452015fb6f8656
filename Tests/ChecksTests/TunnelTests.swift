import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// The kernel's tables of computers with and without a VPN.
@Suite struct TunnelTests {
  private static let head =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
  private static let home = """
    wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
    wlan0\t0000A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0

    """
  private static let devices = """
    Inter-|   Receive                    |  Transmit
     face |bytes    packets errs drop    |bytes
        lo: 100 1 0 0
     wlan0: 100 1 0 0

    """
  private static let nowhere = String(repeating: "0", count: 32)

  private func tunnel(
    _ routes: String = home, six: String = "", devices: String = devices, tcp: String = ""
  ) -> Tunnel {
    Tunnel(
      from: TextFiles(texts: [
        "/proc/net/route": Self.head + routes, "/proc/net/ipv6_route": six,
        "/proc/net/dev": devices, "/proc/net/tcp": tcp,
      ]))
  }

  private func six(_ interface: String, metric: String = "00000400") -> String {
    "\(Self.nowhere) 00 \(Self.nowhere) 00 fe800000000000000000000000000001 \(metric) 00000001 "
      + "00000000 00000003 \(interface)\n"
  }

  @Test func aComputerAtHomeHasNone() {
    #expect(tunnel().kind == .none)
    #expect(tunnel("").kind == .none)
  }

  @Test func theRouteWithTheLowestMetricCounts() {
    let vpn = "tun0\t00000000\t0108080A\t0003\t0\t0\t50\t00000000\t0\t0\t0\n"
    let spare = "tun0\t00000000\t0108080A\t0003\t0\t0\t900\t00000000\t0\t0\t0\n"
    #expect(tunnel(Self.home + vpn).kind == .vpn)
    #expect(tunnel(Self.home + vpn).interface == "tun0")
    #expect(tunnel(Self.home + spare).kind == .none)
  }

  @Test func twoHalvesOverTheDefaultRouteAreAVPN() {
    let halves = """
      tun0\t00000000\t0108080A\t0003\t0\t0\t0\t00000080\t0\t0\t0
      tun0\t00000080\t0108080A\t0003\t0\t0\t0\t00000080\t0\t0\t0

      """
    let found = tunnel(Self.home + halves)
    #expect(found.kind == .vpn)
    #expect(found.carries(try! #require(IPAddress("9.9.9.9"))) == true)
    #expect(found.carries(try! #require(IPAddress("192.168.0.1"))) == false)
    #expect(found.carries(try! #require(IPAddress("2620:fe::fe"))) == nil)
  }

  @Test func aRouteThatIsDownOrRejectsIsNone() {
    for flags in ["0002", "0201"] {
      #expect(
        tunnel(Self.home + "tun0\t00000000\t0\t\(flags)\t0\t0\t5\t00000000\t0\t0\t0\n").kind
          == .none
      )
    }
  }

  @Test func iPv6BesideTheVPNIsSeen() {
    let vpn = "wg0\t00000000\t00000000\t0001\t0\t0\t5\t00000000\t0\t0\t0\n"
    #expect(tunnel(Self.home + vpn, six: six("wlan0")).leavesIPv6Outside)
    #expect(!tunnel(Self.home + vpn, six: six("wg0")).leavesIPv6Outside)
    #expect(
      !tunnel(Self.home + vpn, six: six("wg0", metric: "00000001") + six("wlan0")).leavesIPv6Outside
    )
    #expect(!tunnel(Self.home + vpn).leavesIPv6Outside)
    #expect(!tunnel(six: six("wlan0")).leavesIPv6Outside)
    #expect(tunnel("", six: six("wg0")).kind == .vpn)
    #expect(tunnel(six: six("wg0")).kind == .unclear)
  }

  @Test func whatCannotBeToldIsUnclear() {
    #expect(tunnel(devices: Self.devices + "   wg0: 1 1 0 0\n").kind == .unclear)
    let line = "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
    let found = tunnel(line, devices: Self.devices + "  ppp0: 1 1 0 0\n")
    #expect((found.kind, found.interface) == (.unclear, "ppp0"))
  }

  @Test func torIsSeenWhereItListens() {
    let head = "  sl  local_address rem_address   st tx_queue\n"
    func line(_ place: String, _ state: String) -> String {
      head + "   0: \(place) 00000000:0000 \(state) 00000000:00000000\n"
    }
    #expect(tunnel(tcp: line("0100007F:235A", "0A")).kind == .tor)
    #expect(tunnel(tcp: line("0100007F:23BE", "0A")).kind == .tor)
    #expect(tunnel(tcp: line("0100007F:235A", "01")).kind == .none)
    #expect(tunnel(tcp: line("0100007F:235B", "0A")).kind == .none)
  }

  @Test func nonsenseIsNoTunnel() {
    for text in ["", "tun0", "tun0\tx\ty\t0003\t0\t0\tz\t0\n", "\u{0}\u{1B}[2J\n\n\n"] {
      #expect(tunnel(text, six: text, devices: text, tcp: text).kind == .none)
    }
  }

  @Test func theTableOfRoutesStaysOutOfTheReport() async throws {
    var world = World.unplugged
    world.clock = FixedClock()
    world.files = TextFiles(texts: ["/proc/net/route": Self.head + Self.home])
    let evidence = await NetTunnel().run(in: world, about: Survey(home: "/home/a"))
    #expect(evidence.map(\.outcome) == [.unknown(because: .notPresent)])
    #expect(
      evidence.map(\.facts) == [
        .object(["kind": .text("none"), "leavesIPv6Outside": .bool(false)])
      ])
  }
}
