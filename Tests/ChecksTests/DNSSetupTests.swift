import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Finding the resolvers in the files of different computers.
@Suite struct DNSSetupTests {
  private func setup(_ files: [String: String], links: [String: String] = [:]) -> ResolverSetup {
    ResolverSetup(from: TextFiles(texts: files, links: links))
  }

  private func lines(_ setup: ResolverSetup) -> [String] {
    setup.resolvers.map { "\($0.address) \($0.kind.rawValue) \($0.source)" }
  }

  @Test func aPlainFile() {
    let found = setup([
      "/etc/resolv.conf": """
      # made by hand
      domain first.example
      search office.example example.org
      nameserver 95.56.0.1
      nameserver\t192.168.1.1
      nameserver 2001:4860:4860::8888
      nameserver 9.9.9.9
      nameserver 127.1
       nameserver 8.8.8.8
      ;nameserver 8.8.4.4
      options edns0 trust-ad
      options timeout:2
      """
    ])
    #expect(
      lines(found) == [
        "95.56.0.1 public /etc/resolv.conf", "192.168.1.1 nearby /etc/resolv.conf",
        "2001:4860:4860::8888 public /etc/resolv.conf",
      ])
    #expect(found.ignoredLines == 2)
    #expect(found.search == ["office.example", "example.org"])
    #expect(found.options == ["edns0", "trust-ad", "timeout:2"])
    #expect(found.link == nil)
  }

  @Test func theStubOfSystemdLeadsToTheRealOnes() {
    let found = setup(
      [
        "/etc/resolv.conf": "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch lan\n",
        "/run/systemd/resolve/resolv.conf": "nameserver 192.168.1.1\nnameserver fe80::1%wlan0\n",
        "/etc/systemd/resolved.conf": "[Resolve]\n#DNSSEC=yes\nDNSOverTLS = no\n",
        "/etc/systemd/resolved.conf.d/10-vpn.conf": "[Resolve]\nDNSOverTLS=opportunistic\n",
        "/usr/lib/systemd/resolved.conf.d/20-distro.conf": "[Resolve]\nDNSSEC=allow-downgrade\n",
      ], links: ["/etc/resolv.conf": "../run/systemd/resolve/stub-resolv.conf"])
    #expect(
      lines(found) == [
        "127.0.0.53 loopback /etc/resolv.conf",
        "192.168.1.1 nearby /run/systemd/resolve/resolv.conf",
        "fe80::1%wlan0 nearby /run/systemd/resolve/resolv.conf",
      ])
    #expect(found.link == "../run/systemd/resolve/stub-resolv.conf")
    #expect(found.dnsOverTLS == "opportunistic")
    #expect(found.dnssec == "allow-downgrade")
  }

  @Test func aFileOfTheSameNameInEtcReplacesTheDistributions() {
    let found = setup([
      "/etc/resolv.conf": "nameserver 127.0.0.54\n",
      "/usr/lib/systemd/resolved.conf.d/10.conf": "[Resolve]\nDNSSEC=yes\n",
      "/etc/systemd/resolved.conf.d/10.conf": "[Resolve]\nDNSSEC=no\n",
    ])
    #expect(found.dnssec == "no")
  }

  @Test func aForwarderOfNetworkManagerLeadsToTheRealOnes() {
    let found = setup([
      "/etc/resolv.conf": "nameserver 127.0.0.1\nnameserver ::1\n",
      "/run/NetworkManager/no-stub-resolv.conf": "nameserver 95.56.0.1\nnameserver 127.0.0.1\n",
      "/run/systemd/resolve/resolv.conf": "nameserver 8.8.8.8\n",
    ])
    #expect(
      lines(found) == [
        "127.0.0.1 loopback /etc/resolv.conf", "::1 loopback /etc/resolv.conf",
        "95.56.0.1 public /run/NetworkManager/no-stub-resolv.conf",
      ])
  }

  @Test func whatIsAskedBeforeDNSIsNoted() {
    let found = setup([
      "/etc/nsswitch.conf": """
      passwd: files
      hosts:   files mdns4_minimal [NOTFOUND=return] dns # by the installer
      """,
      "/etc/hosts": """
      127.0.0.1 localhost
      ::1 localhost ip6-localhost
      ff02::1 ip6-allnodes
      fe00::0 ip6-localnet
      127.0.1.1 laptop
      192.168.1.5 printer
      95.58.0.80 news.example www.news.example # pinned
      # 1.2.3.4 off
      0.0.0.0 tracker.example
      nonsense
      """,
    ])
    #expect(found.hostsLine == "files mdns4_minimal [NOTFOUND=return] dns")
    #expect(found.fixedHosts == 3)
    #expect(found.resolvers.isEmpty)
  }

  @Test func controlCharactersNeverBecomeFacts() {
    let found = setup([
      "/etc/resolv.conf": "search \u{1B}[2J.example\noptions \u{7}\nnameserver \u{1B}[1m\n",
      "/etc/nsswitch.conf": "hosts: files\u{1B}[2J\n",
    ])
    #expect(found.search == ["\u{FFFD}[2J.example"])
    #expect(found.options == ["\u{FFFD}"])
    #expect(found.hostsLine == "files\u{FFFD}[2J")
    #expect(found.ignoredLines == 1)
  }

  @Test func aComputerWithoutFilesIsUnknownNotGood() async {
    var world = World.unplugged
    (world.files, world.clock) = (TextFiles(texts: [:]), FixedClock())
    let survey = Survey(home: "/home/a")
    for check in [DNSResolvers(), DNSAlive(), DNSNXDomain(), DNSSECValidation()] as [any Check] {
      let evidence = await check.run(in: world, about: survey)
      #expect(evidence.map(\.outcome) == [.unknown(because: .notPresent)], "\(check.id)")
      #expect(check.contacts(for: survey, in: world).isEmpty)
    }
  }

  @Test func onlyTheChecksThatSendNeedConsentAndTheyNameTheirResolvers() throws {
    var world = World.unplugged
    world.files = TextFiles(texts: ["/etc/resolv.conf": "nameserver 9.9.9.9\n"])
    let configured = Survey(home: "/home/a")
    let named = Survey(
      resolvers: [Endpoint(try #require(IPAddress("127.0.0.1")), port: 25_353)], home: "/home/a")
    #expect(!DNSResolvers().usesNetwork)
    #expect(DNSResolvers().contacts(for: named, in: world).isEmpty)
    for check in [DNSAlive(), DNSNXDomain(), DNSSECValidation()] as [any Check] {
      #expect(check.usesNetwork)
      #expect(
        check.contacts(for: configured, in: world).first
          == Contact(host: "9.9.9.9", port: 53, visible: .name))
      #expect(
        check.contacts(for: named, in: world)
          == [Contact(host: "127.0.0.1", port: 25_353, visible: .name)])
    }
  }

  @Test func serversOfSingleInterfacesAreFound() {
    let found = setup([
      "/etc/resolv.conf": "nameserver 127.0.0.53\n",
      "/run/systemd/resolve/netif/3":
        "# made by resolved\nSERVERS=95.56.0.9 2a00:56::9#dns.example\n",
      "/run/systemd/netif/links/2": "ADMIN_STATE=configured\nDNS=192.168.1.1 nonsense\n",
    ])
    #expect(
      lines(found) == [
        "127.0.0.53 loopback /etc/resolv.conf", "95.56.0.9 public /run/systemd/resolve/netif/3",
        "2a00:56::9 public /run/systemd/resolve/netif/3",
        "192.168.1.1 nearby /run/systemd/netif/links/2",
      ])
  }

  @Test(arguments: [
    ("", String?.none, Bool?.none), ("user_pref(\"network.trr.mode\", 3);\n", nil, true),
    ("user_pref(\"network.trr.mode\", 5);\n", nil, false),
    ("user_pref(\"network.trr.mode\", 1);\n", nil, nil),
    ("user_pref(\"other\", 3);\n", nil, nil),
    ("", "{\"policies\": {\"DNSOverHTTPS\": {\n \"Enabled\": true}}}", true),
    ("", "{\"policies\": {\"DNSOverHTTPS\": {\"Enabled\": false}}}", false),
    ("user_pref(\"network.trr.mode\", 2);\n", "{\"DNSOverHTTPS\": {\"Enabled\": false}}", true),
  ])
  func whetherFirefoxAsksByItself(
    _ preferences: String, _ policies: String?, _ asks: Bool?
  ) throws {
    var texts = ["/home/a/.mozilla/firefox/one.default/prefs.js": preferences]
    texts["/etc/firefox/policies/policies.json"] = policies
    let tree = try DeviceTree(texts)
    let files = LiveFiles(root: tree.root)
    var found = ResolverSetup(from: files)
    found.readFirefox(of: "/home/a", from: files)
    #expect(found.firefoxAsksByItself == asks)
  }

  @Test func everyExampleIsJudgedAsItSays() {
    for check in catalogue where check.family == .dns || check.id == "net-tunnel" {
      #expect(check.brokenExamples == [])
      #expect(!check.examples.isEmpty)
    }
  }

  @Test func bogonsAreToldFromPublicAddresses() {
    let bogons = [
      "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1",
      "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.1", "198.19.255.255", "198.51.100.1",
      "203.0.113.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "100::1",
      "2001:10::1", "2001:db8::1", "fd00::1", "fe80::1", "fec0::1", "ff02::1", "2002:a00:1::",
      "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ]
    let publics = [
      "1.1.1.1", "100.128.0.1", "172.32.0.1", "192.1.0.1", "198.20.0.1", "223.255.255.255",
      "2001:4860:4860::8888", "2002:808:808::", "2606:4700:4700::1111",
      "2001:0:4136:e378:8000:63bf:f7f7:f7f7",
    ]
    #expect(bogons.filter { IPAddress($0)?.isBogon != true } == [])
    #expect(publics.filter { IPAddress($0)?.isBogon != false } == [])
  }
}

/// A computer whose files are texts.
struct TextFiles: Files {
  let texts: [String: String]
  var links: [String: String] = [:]

  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] {
    guard let text = texts[path] else { throw FileProblem(.missing, path) }
    guard text.utf8.count <= limit else { throw FileProblem(.tooLarge, path) }
    return Array(text.utf8)
  }

  func list(_ path: String) throws(FileProblem) -> [String] {
    texts.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }
      .sorted()
  }

  func target(ofLink path: String) throws(FileProblem) -> String {
    guard let target = links[path] else { throw FileProblem(.missing, path) }
    return target
  }

  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    throw FileProblem(.missing, path)
  }
  func realPath(_ path: String) throws(FileProblem) -> String { throw FileProblem(.missing, path) }
  func makeFolder(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func remove(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
}
