import Glibc
import Platform
import TestKit
import Testing

/// A real Knot on loopback that serves a root zone as a root server does: it refers onward.
final class DNSKnot: Sendable {
  let endpoint: Endpoint
  private let server: Server

  init() throws {
    let lab = try DNSLab.shared.get()
    let port = try Loopback.freePort()
    let folder = "\(lab.folder)/knot-\(port)"
    try LiveFiles().makeFolder(folder)
    try lab.write(Self.root, to: "knot-\(port)/root.zone")
    try lab.write(
      """
      server:
          rundir: "\(folder)"
          listen: "127.0.0.1@\(port)"
          identity: "ala01"
          version: "one"
          nsid: "ala01-nsid"
      database:
          storage: "\(folder)/db"
      log:
        - target: stderr
          any: warning
      zone:
        - domain: "."
          file: "\(folder)/root.zone"
          journal-content: none

      """, to: "knot-\(port)/knot.conf")
    server = try Server(
      on: port, ["knotd", "-c", "\(folder)/knot.conf"], log: "\(folder)/log")
    endpoint = Endpoint(try #require(IPAddress("127.0.0.1")), port: port)
  }

  private static let root = """
    . 60 IN SOA a.root. root.root. 1 3600 600 86400 60
    . 60 IN NS a.root.
    a.root. 60 IN A 127.0.0.1
    com. 60 IN NS a.gtld.com.
    a.gtld.com. 60 IN A 127.0.0.1

    """
}

/// A real dnsmasq on loopback that asks another resolver.
final class DNSMasq: Sendable {
  let endpoint: Endpoint
  private let server: Server

  init(before resolver: Endpoint, _ options: String...) throws {
    let lab = try DNSLab.shared.get()
    let port = try Loopback.freePort()
    server = try Server(
      on: port,
      [
        "dnsmasq", "--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file=/dev/null",
        "--pid-file=", "--user=", "--listen-address=127.0.0.1", "--bind-interfaces",
        "--port=\(port)", "--server=\(resolver.address)#\(resolver.port)", "--log-facility=-",
      ] + options, log: "\(lab.folder)/dnsmasq-\(port).log")
    endpoint = Endpoint(try #require(IPAddress("127.0.0.1")), port: port)
  }
}
