internal import Hygiene
internal import Platform

/// How this computer finds names, as its files say it.
struct ResolverSetup: Codable, Hashable, Sendable {
  /// Those that programs ask, then those that a program on this computer asks for them.
  var resolvers: [Resolver] = []
  /// Lines of resolv.conf that name a fourth server or no address; the C library ignores them.
  var ignoredLines = 0
  /// Where `/etc/resolv.conf` leads when it is a link.
  var link: String?
  var search: [String] = []
  var options: [String] = []
  /// `DNSOverTLS=` and `DNSSEC=` of systemd-resolved, when it is in use and they are set.
  var dnsOverTLS: String?
  var dnssec: String?
  /// Whether Firefox asks a server of its own over HTTPS, and so does not see what is measured here:
  /// nil when nothing is set, and the browser decides by itself.
  var firefoxAsksByItself: Bool?
  /// The line `hosts:` of nsswitch.conf: what is asked before DNS.
  var hostsLine: String?
  /// How many lines of `/etc/hosts` name another computer: they beat every resolver.
  var fixedHosts = 0

  /// Reads the files and sends nothing. What is missing or unreadable is left out.
  init(from files: any Files) {
    let main = files.resolvConf(at: Self.main)
    let used = main.nameservers.prefix(Self.serverLimit)
    ignoredLines = main.unreadable + main.nameservers.count - used.count
    (search, options) = (main.search, main.options)
    link = (try? files.target(ofLink: Self.main)).map { cleaned($0, atMost: 255) }
    add(Array(used), from: Self.main)
    addUplinks(of: Array(used), from: files)
    hostsLine = Self.hostsLine(in: (try? files.text("/etc/nsswitch.conf", atMost: 65_536)) ?? "")
    fixedHosts = Self.fixedHosts(in: (try? files.text("/etc/hosts")) ?? "")
  }

  static let main = "/etc/resolv.conf"
  /// MAXNS of the C library (resolv.conf(5)).
  private static let serverLimit = 3

  /// Those that programs ask directly.
  var direct: [Resolver] { resolvers.filter { $0.source == Self.main } }
  /// Those behind a program on this computer.
  var uplinks: [Resolver] { resolvers.filter { $0.source != Self.main } }

  private mutating func add(_ addresses: [IPAddress], from source: String) {
    for address in addresses where !resolvers.contains(where: { $0.address == "\(address)" }) {
      resolvers.append(Resolver(Endpoint(address, port: 53), source: source))
    }
  }

  /// A loopback address is a forwarder: systemd-resolved's stub at two fixed addresses, else
  /// dnsmasq and its like, whose servers NetworkManager writes down.
  private mutating func addUplinks(of used: [IPAddress], from files: any Files) {
    let loopback = used.filter(\.isLoopback)
    let stubs = ["127.0.0.53", "127.0.0.54"]
    let isManaged = link?.contains("systemd/resolve/") ?? false
    if isManaged || loopback.contains(where: { stubs.contains("\($0)") }) {
      let path = "/run/systemd/resolve/resolv.conf"
      add(Array(files.resolvConf(at: path).nameservers.prefix(8)), from: path)
      addLinks(from: files)
      readResolved(from: files)
    }
    if loopback.contains(where: { !stubs.contains("\($0)") }) {
      let path = "/run/NetworkManager/no-stub-resolv.conf"
      add(Array(files.resolvConf(at: path).nameservers.prefix(8)), from: path)
    }
  }

  /// What resolved was told for a single interface, and what networkd knows of it: files named by
  /// the interface's number, with lines `SERVERS=` and `DNS=`.
  private mutating func addLinks(from files: any Files) {
    for folder in ["/run/systemd/resolve/netif", "/run/systemd/netif/links"] {
      for name in ((try? files.list(folder)) ?? []).sorted().prefix(64) {
        let path = "\(folder)/\(name)"
        for line in ((try? files.text(path, atMost: 65_536)) ?? "").split(
          whereSeparator: \.isNewline)
        {
          guard let list = ["SERVERS=", "DNS="].first(where: line.hasPrefix) else { continue }
          let addresses = line.dropFirst(list.count).split(separator: " ").prefix(8)
          // Behind the address may stand `#` and the name of its certificate.
          add(addresses.compactMap { IPAddress(String($0.prefix { $0 != "#" })) }, from: path)
        }
      }
    }
  }

  /// Reads what is set for Firefox: `network.trr.mode` of the person's profiles (2 and 3 ask by
  /// HTTPS, 5 and 0 do not) and `DNSOverHTTPS` of the policies.
  mutating func readFirefox(of home: String, from files: any Files) {
    let policies = [
      "/etc/firefox/policies/policies.json", "/usr/lib/firefox/distribution/policies.json",
    ]
    for path in policies {
      let text = (try? files.text(path, atMost: 1 << 18)) ?? ""
      guard let place = text.firstRange(of: "\"DNSOverHTTPS\"") else { continue }
      let rest = text[place.upperBound...].prefix(400).filter { !$0.isWhitespace }
      if rest.contains("\"Enabled\":true") { firefoxAsksByItself = true }
      if rest.contains("\"Enabled\":false") { firefoxAsksByItself = false }
    }
    let profiles = (try? BrowserProfiles(files: SystemFiles(files), home: home).all()) ?? []
    for profile in profiles where profile.place == .firefox {
      let text = (try? files.text("\(profile.path)/prefs.js", atMost: 1 << 20)) ?? ""
      let mark = "user_pref(\"network.trr.mode\", "
      guard let line = text.split(whereSeparator: \.isNewline).last(where: { $0.hasPrefix(mark) })
      else { continue }
      switch line.dropFirst(mark.count).prefix(while: \.isNumber) {
      case "2", "3": firefoxAsksByItself = true
      case "0", "5": firefoxAsksByItself = firefoxAsksByItself ?? false
      default: break
      }
    }
  }

  /// resolved.conf(5): the main file first, then the files of the folders by name; the last counts.
  private mutating func readResolved(from files: any Files) {
    let folders = ["/usr/lib", "/run", "/etc"].map { "\($0)/systemd/resolved.conf.d" }
    var parts: [String: String] = [:]
    for folder in folders {
      for name in (try? files.list(folder)) ?? [] where name.hasSuffix(".conf") {
        parts[name] = "\(folder)/\(name)"
      }
    }
    let paths = ["/etc/systemd/resolved.conf"] + parts.sorted { $0.key < $1.key }.map(\.value)
    for path in paths {
      for line in ((try? files.text(path, atMost: 65_536)) ?? "").split(whereSeparator: \.isNewline)
      {
        let sides = line.split(separator: "=", maxSplits: 1).map { trimmed($0) }
        guard sides.count == 2 else { continue }
        if sides[0] == "DNSOverTLS" { dnsOverTLS = cleaned(sides[1], atMost: 32) }
        if sides[0] == "DNSSEC" { dnssec = cleaned(sides[1], atMost: 32) }
      }
    }
  }

  private static func hostsLine(in text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("hosts:") {
      let words = line.dropFirst("hosts:".count).prefix { $0 != "#" }
      return cleaned(trimmed(words), atMost: 255)
    }
    return nil
  }

  private static func fixedHosts(in text: String) -> Int {
    text.split(whereSeparator: \.isNewline).count { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count > 1, let address = IPAddress(String(words[0])) else { return false }
      return !address.isLoopback && address.bytes[0] != 0xff && address.bytes[0] != 0xfe
    }
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  text.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
}

extension Files {
  fileprivate func resolvConf(at path: String) -> ResolvConf {
    ResolvConf((try? text(path, atMost: 65_536)) ?? "")
  }
}

extension ResolverSetup {
  /// For the examples of checks.
  init(main: [String], behind: [String], in file: String) {
    add(main.compactMap { IPAddress($0) }, from: Self.main)
    add(behind.compactMap { IPAddress($0) }, from: file)
  }
}
