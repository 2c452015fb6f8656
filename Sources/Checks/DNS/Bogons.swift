internal import Platform

extension IPAddress {
  /// Whether the address means this computer.
  var isLoopback: Bool {
    isV6 ? bytes == IPAddress("::1")?.bytes : bytes.first == 127
  }

  /// Whether no public service can have this address, so that an answer with it is a lie or a
  /// mistake (the list of OONI's probe).
  var isBogon: Bool {
    if isV6 {
      // 6to4 and Teredo carry an IPv4 address: the second hides it by inverting its bits.
      if holds("2002::", 16) { return IPAddress(bytes: Array(bytes[2..<6]))?.isBogon ?? true }
      if holds("2001::", 32) {
        return IPAddress(bytes: bytes[12..<16].map { ~$0 })?.isBogon ?? true
      }
    }
    return (isV6 ? bogonsV6 : bogonsV4).contains { holds($0.0, $0.1) }
  }

  /// Whether the first `count` bits are those of `network`.
  private func holds(_ network: String, _ count: Int) -> Bool {
    guard let network = IPAddress(network), network.isV6 == isV6 else { return false }
    return (0..<count).allSatisfy { bit in
      (bytes[bit / 8] ^ network.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
    }
  }
}

private let bogonsV4 = [
  ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16),
  ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24), ("192.168.0.0", 16),
  ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24), ("224.0.0.0", 4),
  ("240.0.0.0", 4),
]

private let bogonsV6 = [
  ("::ffff:0.0.0.0", 96), ("::", 96), ("100::", 64), ("2001:10::", 28), ("2001:db8::", 32),
  ("fc00::", 7), ("fe80::", 10), ("fec0::", 10), ("ff00::", 8),
]
