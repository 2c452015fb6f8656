import Glibc
import Platform
import TestKit
import Testing

/// A root of our own and zones below it, signed in every way and in none.
struct SignedZones: Sendable {
  let folder: String
  /// The key of the root, as in a zone file.
  let anchor: String

  /// Made once; removed when the tests end.
  static let shared = Result { try SignedZones() }

  private init() throws {
    var template = Array("/tmp/saqta-zones-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    atexit {
      if let zones = try? SignedZones.shared.get() { try? LiveFiles().remove(zones.folder) }
    }
    let made = try run(["/bin/sh", "-c", script, "sh", folder])
    try #require(made.status == 0, "no zones were signed; see \(folder)/log")
    anchor = try run(["cat", "\(folder)/anchor"]).text
  }

  static let names = [
    ".", "lab.", "sub.lab.", "foreign.lab.", "old.lab.", "bare.lab.", "hash.", "bare.hash.",
    "open.",
    "bare.open.", "plain.",
  ]

  /// What delv, another's validator, thinks of a name: its first line, such as `; fully validated`.
  func judged(_ name: String, by resolver: Endpoint) throws -> String {
    let key = anchor.split(separator: ";")[0].split(whereSeparator: \.isWhitespace)
    let line = "trust-anchors { . static-key \(key[3]) \(key[4]) \(key[5]) \"\(key[6])\"; };"
    try LiveFiles().write(Array(line.utf8), to: "\(folder)/bind.keys", replacing: true)
    let ran = try run([
      "delv", "-a", "\(folder)/bind.keys", "+root=.", "@\(resolver.address)", "-p",
      "\(resolver.port)", name, "A",
    ])
    let lines = (ran.text + ran.errorText).split(separator: "\n").map(String.init)
    return lines.first { $0.hasPrefix("; ") || $0.hasPrefix(";; resolution failed") } ?? ""
  }
}

/// A real Unbound that knows these zones and leaves their signatures to whoever asks.
final class SignedUnbound: Sendable {
  let endpoint: Endpoint
  let encryptedPort: UInt16
  private let server: Server

  /// It may have more `lines` in its section `server`, such as lies.
  init(_ lines: [String] = []) throws {
    let folder = try SignedZones.shared.get().folder
    let port = try Loopback.freePort()
    encryptedPort = try Loopback.freePort()
    let good = "\(try TLSCertificates.folder.get())/good"
    let settings = [
      "do-daemonize: no", "username: \"\"", "chroot: \"\"", "pidfile: \"\"", "use-syslog: no",
      "directory: \"\(folder)\"", "interface: 127.0.0.1", "port: \(port)", "do-ip6: no",
      "interface: 127.0.0.1@\(encryptedPort)", "tls-port: \(encryptedPort)",
      "tls-service-key: \"\(good).key\"", "tls-service-pem: \"\(good).pem\"",
      "root-hints: \"\"", "num-threads: 1", "so-reuseport: no", "do-not-query-localhost: no",
      "module-config: \"iterator\"",
    ]
    var text = "server:\n" + (settings + lines).map { "  \($0)\n" }.joined()
    text += "remote-control:\n  control-enable: no\n"
    for zone in SignedZones.names {
      let file = zone == "." ? "root" : String(zone.dropLast())
      text += "auth-zone:\n  name: \"\(zone)\"\n  zonefile: \"\(folder)/\(file).signed\"\n"
      text += "  for-downstream: no\n  for-upstream: yes\n  fallback-enabled: no\n"
    }
    let path = "\(folder)/unbound-\(port).conf"
    try LiveFiles().write(Array(text.utf8), to: path, replacing: true)
    server = try Server(
      on: port, ["unbound", "-d", "-c", path], log: "\(folder)/unbound-\(port).log")
    endpoint = Endpoint(try #require(IPAddress("127.0.0.1")), port: port)
  }
}

private let script = #"""
  set -e
  cd "$1"
  exec > log 2>&1
  key() { ldns-keygen -a ECDSAP256SHA256 -k "$1"; }
  # zone, options of the signer; the records come on standard input
  sign() {
    zone=$1 file=${1%.}; shift
    file=${file:-root}
    { printf '$ORIGIN %s\n$TTL 60\n@ SOA ns.%s root.%s 1 3600 600 86400 60\n@ NS ns.%s\nns A 127.0.0.1\n' \
        "$zone" "${zone#.}" "${zone#.}" "${zone#.}"; cat; } > "$file.zone"
    name=$(key "$zone")
    ldns-signzone -i 20200101 -e 20370101 "$@" -o "$zone" -f "$file.signed" "$file.zone" "$name"
    cat "$name.ds" >> "$file.ds"
    echo "$name" > "$file.key"
  }
  plain() {
    file=${1%.}
    { printf '$ORIGIN %s\n$TTL 60\n@ SOA ns.%s root.%s 1 3600 600 86400 60\n@ NS ns.%s\nns A 127.0.0.1\n' \
        "$1" "$1" "$1" "$1"; cat; } > "$file.signed"
  }
  delegate() { printf '%s NS ns.%s\nns.%s A 127.0.0.1\n' "$1" "$1" "$1"; }
  sign sub.lab. <<END
  @ A 95.58.0.70
  www A 95.58.0.71
  END
  sign foreign.lab. <<END
  www A 95.58.0.72
  END
  sign old.lab. -e 20250101 <<END
  www A 95.58.0.73
  END
  plain bare.lab. <<END
  www A 95.58.0.74
  END
  { for zone in sub foreign old bare; do delegate $zone.lab.; done
    cat sub.lab.ds old.lab.ds
    # Of another key than the zone has.
    sed 's/^sub/foreign/' sub.lab.ds
    cat <<END
  good A 95.58.0.80
  bad A 95.58.0.81
  forged A 95.58.0.82
  denied A 95.58.0.83
  alias CNAME www.sub.lab.
  *.wild A 95.58.0.84
  deep.empty A 95.58.0.85
  END
  } | sign lab.
  sed -i 's/95\.58\.0\.81/95.58.0.181/' lab.signed
  plain bare.hash. <<END
  www A 95.58.0.90
  END
  { delegate bare.hash.; echo 'good A 95.58.0.91'; echo 'deep.empty A 95.58.0.92'; } | sign hash. -n -t 5 -s beef
  plain bare.open. <<END
  www A 95.58.0.93
  END
  { delegate bare.open.; echo 'good A 95.58.0.94'; } | sign open. -n -p
  plain plain. <<END
  www A 95.58.0.95
  END
  { for zone in lab hash open plain; do delegate $zone.; done; cat lab.ds hash.ds open.ds; } | sign .
  grep -h DNSKEY "$(cat root.key).key" > anchor
  """#
