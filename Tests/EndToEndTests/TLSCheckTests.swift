import TestKit
import Testing

/// `saqta check tls` against real servers on loopback.
@Suite struct TLSCheckTests {
  @Test func aGoodServiceASelfSignedOneAndAClosedPortAreToldApart() throws {
    let computer = try Computer()
    try makeCertificates(in: computer.work)
    let good = try server("good", in: computer.work)
    let selfSigned = try server("self", in: computer.work)
    let closed = try Loopback.freePort()

    let trust = ["SSL_CERT_FILE": "\(computer.work)/ca.pem"]
    try computer.write("127.0.0.1:\(good.port)\n", to: "one")
    let known = ["--public-roots", "ca.pem"]
    let fine = try computer.saqta(
      ["check", "tls", "--targets", "one", "--json"] + known, adding: trust)
    #expect(fine.status == 0, "\(fine.errorText)")
    #expect(fine.text.contains(#""outcome":{"is":"good"}"#), "\(fine.text)")
    #expect(fine.errorText.contains("  127.0.0.1, \(good.port)\n"))

    let addresses = [good.port, selfSigned.port, closed].map { "127.0.0.1:\($0)\n" }
    try computer.write(addresses.joined(), to: "all")
    let mixed = try computer.saqta(
      ["check", "tls", "--targets", "all", "--json"] + known, adding: trust)
    // Somebody else's certificate may be an interception; a closed port may be anything.
    #expect(outcomes(in: mixed.text) == ["good", "concern", "unknown"], "\(mixed.text)")
    #expect(mixed.status == 0, "nothing of it is a proven problem")

    // The computer trusts it, and nobody else does.
    let local = try computer.saqta(
      ["check", "tls", "--targets", "one", "--json"], adding: trust)
    #expect(outcomes(in: local.text) == ["concern"], "\(local.text)")
    #expect(local.text.contains("local-root"))

    let stranger = try computer.saqta(["check", "tls", "--targets", "one", "--json"])
    #expect(outcomes(in: stranger.text) == ["concern"], "\(stranger.text)")
  }

  private func outcomes(in json: String) -> [String] {
    json.components(between: #""outcome":{"#, and: "}").compactMap {
      ($0 + "\"").components(between: #""is":""#, and: "\"").first
    }
  }

  private func makeCertificates(in folder: String) throws {
    let script = """
      new() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 "$@"; }
      new -keyout ca.key -out ca.pem -subj /CN=authority
      new -keyout self.key -out self.pem -subj /CN=self -addext subjectAltName=IP:127.0.0.1
      new -keyout good.key -out good.pem -subj /CN=good -addext subjectAltName=IP:127.0.0.1 \
        -addext basicConstraints=critical,CA:FALSE -CA ca.pem -CAkey ca.key
      """
    let made = try run(["sh", "-euc", script], in: folder)
    try #require(made.status == 0, "\(made.errorText)")
  }

  private func server(_ name: String, in folder: String) throws -> Server {
    let port = try Loopback.freePort()
    return try Server(
      on: port,
      [
        "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(folder)/\(name).pem",
        "-key", "\(folder)/\(name).key", "-www",
      ], log: "\(folder)/\(name).log")
  }
}

extension String {
  /// The pieces that stand between two texts.
  fileprivate func components(between start: String, and end: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let opening = rest.firstRange(of: start) {
      rest = rest[opening.upperBound...]
      guard let closing = rest.firstRange(of: end) else { break }
      found.append(String(rest[..<closing.lowerBound]))
    }
    return found
  }
}
