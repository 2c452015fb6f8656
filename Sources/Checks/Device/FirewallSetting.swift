internal import Hygiene
internal import Platform

/// What the settings say of the firewall. Only root may see the rules that the kernel really has.
struct FirewallSetting {
  /// Words: `check.device-firewall.state.<name>`.
  enum State: String, Hashable, Codable, Sendable, CaseIterable {
    /// A firewall that lets nothing in by default is set up to start, and the kernel filters.
    case on
    /// None that is known is set up.
    case off
    /// There is something that only root could look into.
    case unclear
  }
  let state: State
  /// The program that sets it up: `ufw`, `firewalld` or `nftables`.
  let program: String

  init(_ files: SystemFiles) throws(CheckRefusal) {
    let filters = try Self.kernelFilters(files)
    func starts(_ unit: String) -> Bool {
      ["multi-user.target.wants", "sysinit.target.wants", "basic.target.wants"].contains {
        files.exists("/etc/systemd/system/\($0)/\(unit).service")
      }
    }
    if let text = try files.text("/etc/ufw/ufw.conf"), starts("ufw"),
      Self.shell("ENABLED", in: text)?.lowercased() == "yes"
    {
      let policy = Self.shell(
        "DEFAULT_INPUT_POLICY", in: try files.text("/etc/default/ufw") ?? "")
      let isClosed = ["DROP", "REJECT"].contains(policy)
      (state, program) = (isClosed && filters == true ? .on : .unclear, "ufw")
    } else if starts("firewalld"), let text = try files.text("/etc/firewalld/firewalld.conf") {
      // Which doors a zone opens can be changed; those of Fedora Workstation let most in.
      let zone = INIText(text).value("DefaultZone", in: "") ?? "public"
      let isClosed =
        ["public", "block", "drop", "external", "dmz"].contains(zone)
        && !files.exists("/etc/firewalld/zones/\(zone).xml")
      (state, program) = (isClosed && filters == true ? .on : .unclear, "firewalld")
    } else if ["nftables", "netfilter-persistent", "iptables", "shorewall"].contains(where: starts)
    {
      (state, program) = (.unclear, "nftables")
    } else {
      // Some other program may have made rules, if the kernel has loaded what they need.
      (state, program) = (filters == false ? .off : .unclear, "")
    }
  }

  /// Whether the kernel has loaded a filter; nil when that cannot be seen.
  ///
  /// A filter that is built in stands in no list of modules: then the list says nothing.
  private static func kernelFilters(_ files: SystemFiles) throws(CheckRefusal) -> Bool? {
    guard let text = try files.text("/proc/modules", atMost: 1 << 20) else { return nil }
    let names = text.lines.compactMap { $0.fields.first.map(String.init) }
    guard !names.isEmpty else { return nil }
    let filters: Set = ["nf_tables", "iptable_filter", "ip6table_filter", "ip_tables", "ebtables"]
    if !filters.isDisjoint(with: names) { return true }
    let release = try files.text("/proc/sys/kernel/osrelease")?.trimmed ?? ""
    guard !release.isEmpty, !release.contains("/"),
      let builtIn = try files.text("/lib/modules/\(release)/modules.builtin", atMost: 1 << 20)
    else { return nil }
    return builtIn.lines.contains { line in
      filters.contains { line.hasSuffix("/\($0).ko") }
    } ? nil : false
  }

  /// The value of a setting in a text that a shell reads.
  private static func shell(_ name: String, in text: String) -> String? {
    let line = text.entries.last { $0.hasPrefix("\(name)=") }
    return line?.dropFirst(name.count + 1).filter { $0 != "\"" && $0 != "'" }
  }
}
