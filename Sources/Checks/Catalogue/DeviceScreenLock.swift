internal import Hygiene
internal import Platform

/// Whether the screen locks itself when nobody is there.
///
/// Encryption does not help while the computer is on and open. GNOME and KDE Plasma are understood.
///
/// Reads the person's dconf or `kscreenlockerrc`. Settings that an administrator or a distribution has
/// laid over or under them are not weighed: then it is unknown.
struct DeviceScreenLock: Check {
  let id: CheckID = "device-screen-lock"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<ScreenLockFacts>] {
    let device = try Device(world, about: survey)
    let names = (device.environment["XDG_CURRENT_DESKTOP"] ?? "").split(separator: ":")
      .map { $0.lowercased() }
    let facts: ScreenLockFacts
    if names.contains("gnome") || names == ["ubuntu"] {
      facts = try gnome(device)
    } else if names == ["kde"] {
      facts = try plasma(device)
    } else {
      throw CheckRefusal(.unknown(because: DeviceReasons.otherSystem))
    }
    return [Observation("", facts, confidence: .medium)]
  }

  /// The defaults are those of gsettings-desktop-schemas: lock at once after five minutes.
  private func gnome(_ device: Device) throws -> ScreenLockFacts {
    let settings = try DesktopSettings(device.files, home: try device.home())
    // GNOME locks only what its own display manager has opened.
    let manager = try device.files.text("/etc/X11/default-display-manager") ?? "gdm"
    guard !settings.areLayered, manager.contains("gdm") else {
      throw CheckRefusal(.unknown(because: DeviceReasons.onlySettings))
    }
    let vendor = try vendorDefaults(device.files)
    func value<T>(
      _ name: String, else usual: T, _ read: (DconfDatabase.Value) -> T?
    ) throws -> T {
      guard let value = settings["/org/gnome/desktop/\(name)"] else {
        guard !vendor.contains(name.split(separator: "/").last ?? "") else {
          throw CheckRefusal(.unknown(because: DeviceReasons.onlySettings))
        }
        return usual
      }
      guard let read = read(value) else {
        throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
      }
      return read
    }
    let number: (DconfDatabase.Value) -> Int? = {
      if case .number(let count) = $0 { count } else { nil }
    }
    let truth: (DconfDatabase.Value) -> Bool? = {
      if case .truth(let truth) = $0 { truth } else { nil }
    }
    let isOn =
      try value("screensaver/lock-enabled", else: true, truth)
      && value("screensaver/idle-activation-enabled", else: true, truth)
    let isAllowed = try !value("lockdown/disable-lock-screen", else: false, truth)
    let idle = try value("session/idle-delay", else: 300, number)
    let delay = try value("screensaver/lock-delay", else: 0, number)
    return ScreenLockFacts(
      desktop: "GNOME",
      minutes: isOn && isAllowed && idle > 0 ? (idle + delay + 59) / 60 : nil)
  }

  /// The text of the files by which distributions change the defaults of GNOME.
  private func vendorDefaults(_ files: SystemFiles) throws -> String {
    let folder = "/usr/share/glib-2.0/schemas"
    let names = try files.names(in: folder).filter { $0.hasSuffix(".gschema.override") }
    return try names.map { try files.text("\(folder)/\($0)") ?? "" }.joined(separator: "\n")
  }

  /// kscreenlocker's settings: on after five minutes, with some seconds of grace.
  private func plasma(_ device: Device) throws -> ScreenLockFacts {
    let path = "\(try device.home())/.config/kscreenlockerrc"
    let text = try device.files.text(path) ?? ""
    // KDE's files of the system lie under these, and [$i] makes a setting fixed there.
    guard !device.files.exists("/etc/xdg/kscreenlockerrc"), !text.contains("[$") else {
      throw CheckRefusal(.unknown(because: DeviceReasons.onlySettings))
    }
    let settings = INIText(text)
    let isOn = settings.value("Autolock", in: "Daemon").map { $0.asTruth } ?? true
    let minutes = settings.value("Timeout", in: "Daemon").map { Int($0) } ?? 5
    let grace = settings.value("LockGrace", in: "Daemon").map { Int($0) } ?? 5
    guard let isOn, let minutes, let grace, (0...100_000).contains(minutes),
      (-1...1_000_000).contains(grace)
    else { throw CheckRefusal(.unknown(because: DeviceReasons.unreadable)) }
    // A grace of less than nothing asks for no password at all.
    return ScreenLockFacts(
      desktop: "KDE Plasma",
      minutes: isOn && minutes > 0 && grace >= 0 ? minutes + (grace + 30) / 60 : nil)
  }

  func judge(_ facts: ScreenLockFacts) -> Outcome {
    guard let minutes = facts.minutes else { return .problem }
    return minutes <= 15 ? .good : .concern
  }

  var examples: [(ScreenLockFacts, Outcome)] {
    [
      (ScreenLockFacts(desktop: "GNOME", minutes: 5), .good),
      (ScreenLockFacts(desktop: "KDE Plasma", minutes: 15), .good),
      (ScreenLockFacts(desktop: "GNOME", minutes: 60), .concern),
      (ScreenLockFacts(desktop: "GNOME", minutes: nil), .problem),
      (ScreenLockFacts(desktop: "KDE Plasma", minutes: nil), .problem),
    ]
  }
}

/// When the screen locks itself.
struct ScreenLockFacts: Hashable, Codable, Sendable {
  let desktop: String
  /// After how many minutes without a touch; nil when it never does.
  let minutes: Int?
}
