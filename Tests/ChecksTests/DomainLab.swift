import Glibc
import Platform
import TestKit
import Testing

@testable import Checks

/// Three domains on loopback with real servers: `desk.lab` in order, `bare.lab` with nothing,
/// `loose.lab` with the usual mistakes.
final class DomainLab: Sendable {
  let folder: String
  let probe: DomainProbe
  let resolver: Endpoint
  private let servers: [Server]
  /// Only the names of desk.lab lead to all of them.
  let ports: (web: UInt16, clear: UInt16, mail: UInt16, names: UInt16)

  init() throws {
    var template = Array("/tmp/saqta-domain-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    ports = (
      try Loopback.freePort(), try Loopback.freePort(), try Loopback.freePort(),
      try Loopback.freePort()
    )
    let certificates = try TLSCertificates.folder.get()
    let script = DomainLab.script(certificates)
    let made = try run(["/bin/sh", "-c", script], in: folder)
    try #require(made.status == 0, "\(made.errorText)")
    let place = folder
    func write(_ text: String, _ name: String) throws {
      try LiveFiles().write(Array(text.utf8), to: "\(place)/\(name)", replacing: true)
    }
    try write(DomainLab.nginx(place, certificates, ports.web, ports.clear), "nginx.conf")
    try write(DomainLab.unbound(place, ports.names), "unbound.conf")
    try write(DomainLab.mailServer, "mail.py")
    servers = [
      try Server(on: ports.web, ["nginx", "-c", "\(place)/nginx.conf"], log: "\(place)/nginx.log"),
      try Server(
        on: ports.names, ["unbound", "-d", "-c", "\(place)/unbound.conf"],
        log: "\(place)/unbound.log"),
      try Server(
        on: ports.mail,
        [
          "/usr/bin/python3", "\(place)/mail.py", "\(ports.mail)", "\(certificates)/desk.pem",
          "\(certificates)/desk.key",
        ], log: "\(place)/mail.log"),
    ]
    resolver = Endpoint(try #require(IPAddress("127.0.0.1")), port: ports.names)
    var probe = DomainProbe()
    (probe.webPort, probe.clearPort) = (ports.web, ports.clear)
    (probe.mailPort, probe.namePort) = (ports.mail, ports.names)
    probe.authorities = [try TLSCertificates.authority()]
    self.probe = probe
  }

  deinit { try? LiveFiles().remove(folder) }

  /// Makes keys and zones; desk.lab is signed and announced, the others are not.
  private static func script(_ certificates: String) -> String {
    """
    set -e
    PATH=/usr/sbin:/usr/bin:/bin
    openssl genrsa -out dkim.key 2048 2>/dev/null
    dkim=$(openssl rsa -in dkim.key -pubout -outform DER 2>/dev/null | base64 -w0)
    pin=$(openssl x509 -in \(certificates)/desk.pem -pubkey -noout |
      openssl pkey -pubin -outform DER | sha256sum | cut -d' ' -f1)
    soa() { printf '$ORIGIN %s.\\n$TTL 60\\n@ IN SOA ns1 root 1 3600 600 86400 60\\n' $1; }
    {
      soa desk.lab
      cat <<END
    @ IN NS ns1
    @ IN NS ns2
    ns1 IN A 127.0.0.1
    ns1 IN AAAA ::1
    ns2 IN A 127.0.1.1
    @ IN A 127.0.0.1
    @ IN AAAA ::1
    www IN A 127.0.0.1
    mta-sts IN A 127.0.0.1
    mail IN A 127.0.0.1
    mail IN AAAA ::1
    @ IN MX 10 mail
    @ IN TXT "v=spf1 mx include:_spf.desk.lab -" "all"
    @ IN TXT "unrelated=\\195\\040\\027[31m"
    _spf IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"
    _dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@desk.lab"
    _mta-sts IN TXT "v=STSv1; id=20261101"
    _smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@desk.lab"
    sel1._domainkey IN TXT "v=DKIM1; k=rsa; p=" "$(echo $dkim | cut -c1-200)" "$(echo $dkim | cut -c201-)"
    @ IN CAA 0 issue "letsencrypt.org"
    _25._tcp.mail IN TLSA 3 1 1 $pin
    END
    } > desk.zone
    { soa bare.lab; printf '@ IN NS ns1\\nns1 IN A 127.0.0.1\\n@ IN A 127.0.0.3\\n'; } > bare.zone
    {
      soa loose.lab
      cat <<END
    @ IN NS ns1
    @ IN NS ns2
    ns1 IN A 127.0.0.1
    ns2 IN A 127.0.0.2
    @ IN A 127.0.0.2
    @ IN MX 10 mail
    mail IN A 127.0.0.2
    @ IN TXT "v=spf1 mx -all"
    @ IN TXT "v=spf1 ?all"
    _dmarc IN TXT "v=DMARC1; p=none"
    _mta-sts IN TXT "v=STSv1; id=1"
    END
    } > loose.zone
    key=$(ldns-keygen -a ECDSAP256SHA256 -k desk.lab)
    ldns-signzone -o desk.lab desk.zone $key
    top=$(ldns-keygen -a ECDSAP256SHA256 -k lab)
    {
      soa lab
      printf '@ IN NS ns1\\nns1 IN A 127.0.0.1\\n'
      for name in desk bare loose; do
        printf '%s IN NS ns1.%s\\nns1.%s IN A 127.0.0.1\\n' $name $name $name
      done
      ldns-key2ds -n -2 $key.key
    } > lab.zone
    ldns-signzone -o lab lab.zone $top
    cat $top.key > anchor
    printf '. 60 IN SOA a. r. 1 3600 600 86400 60\\n. 60 IN NS a.\\na. 60 IN A 127.0.0.1\\n' > root.zone
    """
  }

  private static func nginx(
    _ place: String, _ certificates: String, _ web: UInt16, _ clear: UInt16
  ) -> String {
    """
    daemon off;
    worker_processes 1;
    pid \(place)/nginx.pid;
    error_log \(place)/nginx.log;
    events {}
    http {
      access_log off;
      client_body_temp_path \(place)/t1; proxy_temp_path \(place)/t2;
      fastcgi_temp_path \(place)/t3; uwsgi_temp_path \(place)/t4; scgi_temp_path \(place)/t5;
      ssl_certificate \(certificates)/desk.pem;
      ssl_certificate_key \(certificates)/desk.key;
      server {
        listen 127.0.0.1:\(web) ssl;
        listen [::1]:\(web) ssl;
        server_name desk.lab www.desk.lab mta-sts.desk.lab;
        ssl_protocols TLSv1.2 TLSv1.3;
        default_type text/plain;
        location = /.well-known/security.txt {
          return 200 "Contact: mailto:security@desk.lab\\r\\nExpires: 2027-06-01T00:00:00Z\\r\\n";
        }
        location = /.well-known/mta-sts.txt {
          return 200 "version: STSv1\\r\\nmode: enforce\\r\\nmx: mail.desk.lab\\r\\nmax_age: 604800\\r\\n";
        }
        location = / { return 200 page; }
        location / { return 404; }
        add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;
      }
      server { listen 127.0.0.1:\(clear); return 301 https://$host$request_uri; }
      server {
        listen 127.0.0.2:\(web) ssl;
        server_name loose.lab;
        ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
        ssl_ciphers ALL:@SECLEVEL=0;
        location = / { return 200 page; }
        location / { return 404; }
        add_header Strict-Transport-Security "max-age=86400" always;
      }
      server { listen 127.0.0.2:\(clear); return 200 page; }
    }
    """
  }

  private static func unbound(_ place: String, _ port: UInt16) -> String {
    let zones = [
      (".", "root.zone"), ("lab.", "lab.zone.signed"), ("desk.lab.", "desk.zone.signed"),
      ("bare.lab.", "bare.zone"), ("loose.lab.", "loose.zone"),
    ]
    return """
      server:
        do-daemonize: no
        username: ""
        chroot: ""
        pidfile: ""
        use-syslog: no
        directory: "\(place)"
        interface: 127.0.0.1
        interface: ::1
        access-control: ::1 allow
        port: \(port)
        root-hints: ""
        num-threads: 1
        so-reuseport: no
        do-not-query-localhost: no
        trust-anchor-file: "\(place)/anchor"
        trust-anchor-signaling: no
        log-servfail: yes
        module-config: "validator iterator"
      remote-control:
        control-enable: no

      """
        + zones.map { name, file in
          """
          auth-zone:
            name: "\(name)"
            zonefile: "\(place)/\(file)"
            for-downstream: no
            for-upstream: yes
            fallback-enabled: no

          """
        }.joined()
  }

  /// Encrypts for desk.lab at 127.0.0.1 and ::1, and takes mail in clear at 127.0.0.2.
  private static let mailServer = #"""
    import socket, ssl, sys, threading
    port, certificate, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def serve(connection, encrypts):
        with connection:
            connection.sendall(b"220-mail\r\n220 ready\r\n")
            lines = connection.makefile("rb")
            for line in lines:
                word = line.strip().upper()
                if word.startswith(b"EHLO"):
                    offer = b"250-STARTTLS\r\n" if encrypts else b""
                    connection.sendall(b"250-mail\r\n" + offer + b"250 SIZE 1000\r\n")
                elif word == b"STARTTLS" and encrypts:
                    connection.sendall(b"220 go\r\n")
                    with context.wrap_socket(connection, server_side=True) as inner:
                        inner.recv(100)
                    return
                else:
                    connection.sendall(b"221 bye\r\n")
                    return

    def listen(family, address, encrypts):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(16)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, encrypts), daemon=True).start()

    for family, address, encrypts in (
        (socket.AF_INET6, "::1", True), (socket.AF_INET, "127.0.0.2", False),
    ):
        threading.Thread(target=listen, args=(family, address, encrypts), daemon=True).start()
    listen(socket.AF_INET, "127.0.0.1", True)
    """#
}
