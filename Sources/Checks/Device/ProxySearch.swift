internal import Hygiene
internal import Platform

/// Looks for proxies wherever programs take them from.
struct ProxySearch {
  let device: Device
  private(set) var settings: [ProxyFacts.Setting] = []

  init(device: Device) { self.device = device }

  private mutating func add(_ kind: ProxyFacts.Kind, at place: ProxyFacts.Place) {
    let setting = ProxyFacts.Setting(place: place, kind: kind)
    if !settings.contains(setting) { settings.append(setting) }
  }

  /// The environment, now and of every new session, and apt.
  mutating func searchSystem() throws {
    let variables = Array(device.environment) + (try sessionVariables())
    for (name, value) in variables where !value.isEmpty {
      let names: Set = ["http_proxy", "https_proxy", "all_proxy", "ftp_proxy"]
      if names.contains(name.lowercased()) { add(Self.kind(ofAddress: value), at: .system) }
    }
    let apt = try device.files.aptConfiguration()
    for (name, value) in apt.values(below: "Acquire") where !value.isEmpty && value != "DIRECT" {
      guard let last = name.components.last, last.hasPrefix("proxy") else { continue }
      add(last == "proxy" ? Self.kind(ofAddress: value) : .script, at: .packages)
    }
    guard apt.isComplete else {
      throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
    }
  }

  /// What new sessions get: pam_env(8), environment.d(5), and what shells read at login.
  private func sessionVariables() throws -> [(key: String, value: String)] {
    var paths = ["/etc/environment", "/etc/profile", "\(try device.home())/.profile"]
    let folders = [
      ("/etc/environment.d", ".conf"), ("\(try device.home())/.config/environment.d", ".conf"),
      ("/etc/profile.d", ".sh"),
    ]
    for (folder, ending) in folders {
      paths += try device.files.names(in: folder).filter { $0.hasSuffix(ending) }
        .map { "\(folder)/\($0)" }
    }
    return try paths.flatMap { path -> [(key: String, value: String)] in
      (try device.files.text(path) ?? "").entries.compactMap { line in
        let parts = line.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let name = parts[0].fields.last else { return nil }
        return (String(name), parts[1].filter { $0 != "\"" && $0 != "'" })
      }
    }
  }

  /// GNOME's settings and KDE's.
  mutating func searchDesktop() throws {
    let home = try device.home()
    let desktop = try DesktopSettings(device.files, home: home)
    switch desktop["/system/proxy/mode"] {
    case nil, .text("none"): break
    case .text("manual"):
      for scheme in ["http", "https", "socks", "ftp"] {
        if case .text(let host) = desktop["/system/proxy/\(scheme)/host"], !host.isEmpty {
          add(Self.kind(ofAddress: host), at: .desktop)
        }
      }
    case .text("auto"):
      // Without an address GNOME asks the network.
      if case .text(let address) = desktop["/system/proxy/autoconfig-url"], !address.isEmpty {
        add(.script, at: .desktop)
      } else {
        add(.automatic, at: .desktop)
      }
    default: throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
    }
    guard !desktop.areLayered else {
      throw CheckRefusal(.unknown(because: DeviceReasons.onlySettings))
    }
    let text = try device.files.text("\(home)/.config/kioslaverc") ?? ""
    // KProtocolManager::ProxyType: none, manual, script, discovery, environment.
    switch INIText(text).value("ProxyType", in: "Proxy Settings") ?? "0" {
    case "0", "4": break
    case "1": add(.fixed, at: .desktop)
    case "2": add(.script, at: .desktop)
    case "3": add(.automatic, at: .desktop)
    default: throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
    }
  }

  /// Firefox's own settings, and what policies order.
  mutating func searchBrowsers() throws {
    let profiles = try BrowserProfiles(files: device.files, home: try device.home()).all()
    for profile in profiles where profile.place != .chromium {
      for name in ["prefs.js", "user.js"] {
        let text = try device.files.text("\(profile.path)/\(name)", atMost: 4 << 20) ?? ""
        addPreferences(text)
      }
    }
    let policies = BrowserPolicies(device.files)
    for policy in policies.firefox {
      switch policy["Proxy"]?["Mode"]?.text {
      case "manual": add(.fixed, at: .policy)
      case "autoConfig": add(.script, at: .policy)
      case "autoDetect": add(.automatic, at: .policy)
      default: break
      }
    }
    for policy in policies.chromium {
      let mode = policy["ProxySettings"]?["ProxyMode"]?.text ?? policy["ProxyMode"]?.text
      switch mode {
      case "fixed_servers": add(.fixed, at: .policy)
      case "pac_script": add(.script, at: .policy)
      case "auto_detect": add(.automatic, at: .policy)
      default: break
      }
    }
    guard policies.isComplete else {
      throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
    }
  }

  /// `network.proxy.type`: 0 none, 1 by hand, 2 a script, 4 ask the network, 5 as the system.
  private mutating func addPreferences(_ text: String) {
    func value(_ name: String) -> String? {
      let line = text.lines.last { $0.hasPrefix("user_pref(\"network.proxy.\(name)\",") }
      return line?.split(separator: ",", maxSplits: 1).last
        .map { String($0.trimmed.prefix { $0 != ")" }.filter { $0 != "\"" }) }
    }
    switch value("type") {
    case "1":
      let hosts = ["http", "ssl", "socks"].compactMap(value).filter { !$0.isEmpty }
      for host in hosts { add(Self.kind(ofAddress: host), at: .firefox) }
    case "2": add(.script, at: .firefox)
    case "4": add(.automatic, at: .firefox)
    default: break
    }
  }

  /// Whether an address such as `http://name:word@host:3128` is this computer's own.
  private static func kind(ofAddress text: String) -> ProxyFacts.Kind {
    let rest = text.split(separator: "://", maxSplits: 1).last.map(String.init) ?? text
    let authority = rest.prefix { $0 != "/" }
    let endpoint = authority.split(separator: "@").last.map(String.init) ?? ""
    let host = splitPort(endpoint)?.host ?? endpoint
    let bare = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host
    let isOwn = bare == "localhost" || IPAddress(bare)?.isLoopback == true
    return isOwn ? .local : .fixed
  }
}

extension String {
  fileprivate var components: [String] {
    split(separator: ":").map(String.init)
  }
}
