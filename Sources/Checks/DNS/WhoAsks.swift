internal import DNS
internal import Hygiene
internal import Platform

/// From which addresses a resolver asks onward, as names say that answer with whoever asks them.
struct WhoAsks: Codable, Hashable, Sendable {
  /// Addresses of the resolver, or of whoever it passes the question to.
  let addresses: [String]
  /// The network of ours that the resolver tells the servers it asks (RFC 7871); nil when none was
  /// seen.
  let clientSubnet: String?
  /// What went wrong, when nobody said anything.
  let word: FailureWord?

  init(asking asker: DNSAsker, names: DNSNames) async throws {
    let questions =
      try names.whoamiText.map { try DNSQuestion($0, .txt) }
      + names.whoamiAddress.map { try DNSQuestion($0, .a) }
    let answers = try await asker.answers(to: questions)
    let words = answers.flatMap { answer in
      (answer.reply?.answers ?? []).prefix(16).filter { $0.type == .txt || $0.type == .a }
        .flatMap { $0.text.split(whereSeparator: { $0 == "\"" || $0 == " " }) }
    }.map(String.init)
    var seen: Set<String> = []
    addresses = words.compactMap { IPAddress($0)?.description }.filter { seen.insert($0).inserted }
      .prefix(8).map { $0 }
    clientSubnet = words.first { Network(reading: $0) != nil }.map { cleaned($0, atMost: 64) }
    word = answers.lazy.compactMap(\.asked.word).first
  }

  /// For the examples of checks.
  init(_ addresses: [String], clientSubnet: String? = nil, word: FailureWord? = nil) {
    (self.addresses, self.clientSubnet, self.word) = (addresses, clientSubnet, word)
  }

  /// A range of addresses, as `192.0.2.0/24`.
  struct Network: Hashable {
    private let bytes: [UInt8]
    private let bits: Int

    init?(reading text: String) {
      let parts = text.split(separator: "/")
      guard parts.count == 2, let address = IPAddress(String(parts[0])), let bits = Int(parts[1]),
        (1...address.bytes.count * 8).contains(bits)
      else { return nil }
      (bytes, self.bits) = (address.bytes, bits)
    }

    func holds(_ address: IPAddress) -> Bool {
      address.bytes.count == bytes.count
        && (0..<bits).allSatisfy { bit in
          (bytes[bit / 8] ^ address.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
  }
}
