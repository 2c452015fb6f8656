extension IPAddress {
  /// Whether no public service can have this address: private, loopback, link-local,
  /// documentation, multicast and reserved ranges (IANA special-purpose registries, RFC 6890).
  ///
  /// `64:ff9b::/96` is judged by the IPv4 address inside (RFC 6052), and so are 6to4 and Teredo.
  public var isBogon: Bool {
    if !isV6 { return IPAddress.isBogonV4(bytes[...]) }
    if IPAddress.rangesV6.contains(where: { $0.holds(bytes[...]) }) { return true }
    switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
    case (0, 0x64, 0xff, 0x9b): return IPAddress.isBogonV4(bytes[12...])
    case (0x20, 0x02, _, _): return IPAddress.isBogonV4(bytes[2..<6])
    // Teredo keeps the client's address with every bit turned over (RFC 4380 §4).
    case (0x20, 0x01, 0, 0): return IPAddress.isBogonV4(bytes[12...].map { ~$0 }[...])
    default: return false
    }
  }

  /// Whether it is this computer itself.
  public var isLoopback: Bool {
    isV6 ? bytes == [UInt8](repeating: 0, count: 15) + [1] : bytes.first == 127
  }

  private struct Range {
    let prefix: [UInt8]
    let bits: Int

    func holds(_ bytes: ArraySlice<UInt8>) -> Bool {
      (0..<bits).allSatisfy { bit in
        let own = bit / 8 < prefix.count ? prefix[bit / 8] : 0
        return (own ^ bytes[bytes.startIndex + bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
      }
    }
  }

  private static func isBogonV4(_ bytes: ArraySlice<UInt8>) -> Bool {
    rangesV4.contains { $0.holds(bytes) }
  }

  private static let rangesV4: [Range] = [
    Range(prefix: [0], bits: 8), Range(prefix: [10], bits: 8), Range(prefix: [100, 64], bits: 10),
    Range(prefix: [127], bits: 8), Range(prefix: [169, 254], bits: 16),
    Range(prefix: [172, 16], bits: 12), Range(prefix: [192, 0, 0], bits: 24),
    Range(prefix: [192, 0, 2], bits: 24), Range(prefix: [192, 168], bits: 16),
    Range(prefix: [198, 18], bits: 15), Range(prefix: [198, 51, 100], bits: 24),
    Range(prefix: [203, 0, 113], bits: 24), Range(prefix: [224], bits: 4),
    Range(prefix: [240], bits: 4),
  ]

  private static let rangesV6: [Range] = [
    // ::/96 holds the unspecified address and loopback too.
    Range(prefix: [], bits: 96),
    Range(prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], bits: 96),
    Range(prefix: [1], bits: 64), Range(prefix: [0x20, 0x01, 0, 0x10], bits: 28),
    Range(prefix: [0x20, 0x01, 0x0d, 0xb8], bits: 32), Range(prefix: [0xfc], bits: 7),
    Range(prefix: [0xfe, 0x80], bits: 10), Range(prefix: [0xfe, 0xc0], bits: 10),
    Range(prefix: [0xff], bits: 8),
  ]
}
