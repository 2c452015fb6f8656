import Glibc
import Platform
import TestKit
import Testing

/// A signed zone `lab` of our own, two of whose records were altered after signing.
struct DNSLab: Sendable {
  let folder: String

  /// Made once, because signing is the same for every resolver; removed when the tests end.
  static let shared = Result { try DNSLab() }

  private init() throws {
    var template = Array("/tmp/saqta-dns-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    atexit { if let lab = try? DNSLab.shared.get() { try? LiveFiles().remove(lab.folder) } }
    try write(Self.root, to: "root.zone")
    try write(Self.zone, to: "lab.zone")
    let key = try run(["ldns-keygen", "-a", "ECDSAP256SHA256", "-k", "lab"], in: folder).text
      .split(separator: "\n").map(String.init)
    let name = try #require(key.first)
    let signing = try run(["ldns-signzone", "-o", "lab", "lab.zone", name], in: folder)
    try #require(signing.status == 0, "\(signing.errorText)")
    let signed = try run(["cat", "lab.zone.signed"], in: folder).text
    try write(
      signed.replacing("95.58.0.81\n", with: "95.58.0.181\n")
        .replacing("95.58.0.82\n", with: "95.58.0.182\n"), to: "lab.altered")
    try write(try run(["cat", "\(name).key"], in: folder).text, to: "anchor")
    for number in 1...2 {
      #expect(signed.contains("bad\(number).lab.\t60\tIN\tA\t95.58.0.8\(number)\n"))
    }
  }

  func write(_ text: String, to name: String) throws {
    try LiveFiles().write(Array(text.utf8), to: "\(folder)/\(name)", replacing: true)
  }

  private static let root = """
    . 60 IN SOA a.root. root.root. 1 3600 600 86400 60
    . 60 IN NS a.root.
    a.root. 60 IN A 127.0.0.1

    """

  private static let zone =
    """
    $ORIGIN lab.
    $TTL 60
    @ IN SOA ns.lab. root.lab. 1 3600 600 86400 60
    @ IN NS ns.lab.
    ns IN A 127.0.0.1
    good IN A 95.58.0.80
    bad1 IN A 95.58.0.81
    bad2 IN A 95.58.0.82
    *.wild IN A 95.58.0.83

    """ + (1...120).map { "big IN A 95.58.1.\($0)\n" }.joined()
}

/// A real Unbound on loopback that knows nothing of the world but the lab's zones.
final class DNSUnbound: Sendable {
  let endpoint: Endpoint
  /// Where it takes encrypted questions, if it does.
  let encryptedPort: UInt16
  private let server: Server
  /// The server of dead zones. One that is silent would do, but Unbound waits a minute for it.
  private let failing: DNSPretendResolver

  /// It may leave signatures unchecked, have more `lines` in its section `server`, such as zones
  /// that it invents, and have `dead` zones, whose servers fail. `encrypted` is `tls-port` or
  /// `https-port`; its certificate names desk.example.
  init(
    validates: Bool = true, _ lines: [String] = [], dead: [String] = [], encrypted: String? = nil
  ) throws {
    let lab = try DNSLab.shared.get()
    failing = try DNSPretendResolver { [DNSWire.reply(to: $0, code: 2, address: nil)] }
    let port = try Loopback.freePort()
    let name = "unbound-\(port)"
    let settings = [
      "do-daemonize: no", "username: \"\"", "chroot: \"\"", "pidfile: \"\"", "use-syslog: no",
      "directory: \"\(lab.folder)\"", "interface: 127.0.0.1", "port: \(port)", "do-ip6: no",
      "root-hints: \"\"", "num-threads: 1", "so-reuseport: no", "ede: yes",
      "do-not-query-localhost: no", "trust-anchor-file: \"\(lab.folder)/anchor\"",
      "trust-anchor-signaling: no",
      "module-config: \"\(validates ? "validator " : "")iterator\"",
    ]
    encryptedPort = try Loopback.freePort()
    var encryption: [String] = []
    if let encrypted {
      let good = "\(try TLSCertificates.folder.get())/good"
      encryption = [
        "interface: 127.0.0.1@\(encryptedPort)", "\(encrypted): \(encryptedPort)",
        "tls-service-key: \"\(good).key\"", "tls-service-pem: \"\(good).pem\"",
      ]
    }
    var text = "server:\n" + (settings + lines + encryption).map { "  \($0)\n" }.joined()
    text += "remote-control:\n  control-enable: no\n"
    for (zone, file) in [(".", "root.zone"), ("lab.", "lab.altered")] where !dead.contains(zone) {
      text += "auth-zone:\n  name: \"\(zone)\"\n  zonefile: \"\(lab.folder)/\(file)\"\n"
      text += "  for-downstream: no\n  for-upstream: yes\n  fallback-enabled: no\n"
    }
    for zone in dead {
      text += "forward-zone:\n  name: \"\(zone)\"\n"
      text += "  forward-addr: 127.0.0.1@\(failing.endpoint.port)\n"
    }
    try lab.write(text, to: "\(name).conf")
    server = try Server(
      on: port, ["unbound", "-d", "-c", "\(lab.folder)/\(name).conf"],
      log: "\(lab.folder)/\(name).log")
    endpoint = Endpoint(try #require(IPAddress("127.0.0.1")), port: port)
  }
}
