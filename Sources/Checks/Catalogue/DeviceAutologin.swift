internal import Hygiene
internal import Platform

/// Whether the computer opens somebody's account by itself when it is switched on.
///
/// Reads the settings of gdm, lightdm, sddm and greetd, and the units of the consoles.
struct DeviceAutologin: Check {
  let id: CheckID = "device-autologin"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<AutologinFacts>] {
    let device = try Device(world, about: survey)
    var search = AutologinSearch(device.files)
    try search.searchAll()
    // Another program that lets people in has settings of its own.
    if search.opened.isEmpty, !search.knowsManager {
      throw CheckRefusal(.unknown(because: DeviceReasons.otherSystem))
    }
    return [Observation("", AutologinFacts(opened: search.opened, seen: search.seen))]
  }

  func judge(_ facts: AutologinFacts) -> Outcome {
    if !facts.opened.isEmpty { return .problem }
    // A way to log in that this version does not know may open by itself.
    return facts.seen.isEmpty ? .unknown(because: DeviceReasons.otherSystem) : .good
  }

  var examples: [(AutologinFacts, Outcome)] {
    [
      (AutologinFacts(opened: [], seen: ["gdm"]), .good),
      (AutologinFacts(opened: ["gdm"], seen: ["gdm", "lightdm"]), .problem),
      (AutologinFacts(opened: ["getty"], seen: []), .problem),
      (AutologinFacts(opened: [], seen: []), .unknown(because: DeviceReasons.otherSystem)),
    ]
  }
}

/// Which programs let somebody in, and which of them ask nobody.
struct AutologinFacts: Hashable, Codable, Sendable {
  /// Programs that open an account by themselves. Whose it is, is not kept.
  let opened: [String]
  /// The graphical ones that are there.
  let seen: [String]
}

/// Looks through the settings of every program that may let somebody in.
private struct AutologinSearch {
  let files: SystemFiles
  private(set) var opened: [String] = []
  private(set) var seen: [String] = []

  init(_ files: SystemFiles) { self.files = files }

  mutating func searchAll() throws {
    // Debian's file and everybody else's; the template writes spaces around the sign.
    for path in ["/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf", "/etc/gdm/custom.conf"] {
      guard let text = try files.text(path) else { continue }
      let settings = INIText(text)
      for key in ["AutomaticLoginEnable", "TimedLoginEnable"] {
        // What GDM takes for a yes is what GLib does; another word is better asked about.
        if let value = settings.value(key, in: "daemon"), value.asTruth != false {
          opened.append("gdm")
        }
      }
      seen.append("gdm")
    }
    try search(
      "lightdm", files: ["/etc/lightdm/lightdm.conf"],
      folders: [
        "/usr/share/lightdm/lightdm.conf.d", "/etc/xdg/lightdm/lightdm.conf.d",
        "/etc/lightdm/lightdm.conf.d",
      ]
    ) { name, settings in
      (name.hasPrefix("Seat") || name == "SeatDefaults")
        && !(settings["autologin-user"] ?? "").isEmpty
    }
    try search(
      "sddm", files: ["/etc/sddm.conf"],
      folders: [
        "/usr/lib/sddm/sddm.conf.d", "/etc/sddm.conf.d",
      ]
    ) { name, settings in name == "Autologin" && !(settings["User"] ?? "").isEmpty }
    // greetd(5): initial_session opens an account without asking.
    try search("greetd", files: ["/etc/greetd/config.toml"], folders: []) { name, _ in
      name == "initial_session"
    }
    try searchConsoles()
    (opened, seen) = (Set(opened).sorted(), Set(seen).sorted())
  }

  private mutating func search(
    _ name: String, files paths: [String], folders: [String],
    opens: (String, INIText.Section) -> Bool
  ) throws {
    var all = paths
    for folder in folders {
      all += try files.names(in: folder).filter { $0.hasSuffix(".conf") }.map { "\(folder)/\($0)" }
    }
    for path in all {
      guard let text = try files.text(path) else { continue }
      seen.append(name)
      if INIText(text).sections.contains(where: { opens($0.name, $0) }) { opened.append(name) }
    }
  }

  /// Whether the program that is set to let people in is one whose settings were looked at.
  var knowsManager: Bool {
    let unit = files.target(ofLink: "/etc/systemd/system/display-manager.service")
    let path = (try? files.text("/etc/X11/default-display-manager")) ?? nil
    return [unit, path].compactMap { $0 }.allSatisfy { text in
      ["gdm", "lightdm", "sddm", "greetd"].contains { text.contains($0) }
    }
  }

  /// agetty(8) logs in without asking when a unit starts it with `--autologin` or `-a`, and login(1)
  /// does with `-f`.
  private mutating func searchConsoles() throws {
    for folder in ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"] {
      for unit in try files.names(in: folder) where unit.contains("getty@") {
        let path = "\(folder)/\(unit)"
        let paths =
          unit.hasSuffix(".d") ? try files.names(in: path).map { "\(path)/\($0)" } : [path]
        for path in paths {
          let lines = try files.text(path)?.entries ?? []
          if lines.contains(where: { Self.opensByItself($0) }) { opened.append("getty") }
        }
      }
    }
  }

  private static func opensByItself(_ line: String) -> Bool {
    let words = line.fields
    if words.contains(where: { $0.hasPrefix("--autologin") }) { return true }
    return line.hasPrefix("ExecStart=")
      && words.contains { $0 == "-f" || $0.hasPrefix("-a") }
  }
}
