internal import Hygiene
internal import Platform

/// Whether security updates install themselves, and whether the computer has lately asked for any.
///
/// Only apt is understood. How many updates wait cannot be counted without running apt, so what is
/// looked at is whether anybody would install them.
///
/// Reads apt's settings, the timers, the age of the lists and whether a restart waits.
struct DeviceUpdates: Check {
  let id: CheckID = "device-updates"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<UpdateFacts>] {
    let device = try Device(world, about: survey)
    let files = device.files
    guard try files.status(of: "/var/lib/dpkg/status") != nil,
      try files.status(of: "/etc/apt") != nil
    else { throw CheckRefusal(.unknown(because: DeviceReasons.otherSystem)) }
    let facts = UpdateFacts(
      automatic: try Self.installation(files), age: try Self.age(files, now: device.now),
      needsRestart: files.exists("/run/reboot-required")
        || files.exists("/var/run/reboot-required"))
    return [Observation("", facts, confidence: .medium)]
  }

  private static func installation(_ files: SystemFiles) throws -> UpdateFacts.Installation {
    let settings = try files.aptConfiguration()
    func isOn(_ name: String, else usual: Bool) -> Bool {
      guard let value = settings.value("APT::Periodic::\(name)") else { return usual }
      return value == "always" || (value.prefix { $0.isNumber }.contains { $0 != "0" })
    }
    // The defaults stand at the head of apt.systemd.daily.
    let isWanted =
      isOn("Enable", else: true) && isOn("Update-Package-Lists", else: false)
      && isOn("Unattended-Upgrade", else: false)
    guard settings.isComplete else { return .unclear }
    guard isWanted, try files.status(of: "/usr/bin/unattended-upgrade") != nil else { return .off }
    let timers = ["apt-daily", "apt-daily-upgrade"]
    if timers.contains(where: {
      files.target(ofLink: "/etc/systemd/system/\($0).timer") == "/dev/null"
    }) {
      return .off
    }
    let areEnabled = timers.allSatisfy {
      files.exists("/etc/systemd/system/timers.target.wants/\($0).timer")
    }
    return areEnabled ? .on : .unclear
  }

  /// Days since the lists of packages were last fetched.
  private static func age(_ files: SystemFiles, now: Timestamp) throws -> Int? {
    let stamps = ["update-success-stamp", "update-stamp"].map { "/var/lib/apt/periodic/\($0)" }
    var moments = try stamps.compactMap { try files.status(of: $0)?.modified }
    let lists = "/var/lib/apt/lists"
    for name in try files.names(in: lists) where name.hasSuffix("Release") {
      if let moment = try files.status(of: "\(lists)/\(name)")?.modified { moments.append(moment) }
    }
    // From the future: one of the two clocks is wrong.
    guard let last = moments.max(), last <= now else { return nil }
    return (now.secondsSinceEpoch - last.secondsSinceEpoch) / 86_400
  }

  func judge(_ facts: UpdateFacts) -> Outcome {
    if let age = facts.age, age > 30 { return .problem }
    if facts.automatic == .off || facts.needsRestart { return .concern }
    guard let age = facts.age, age <= 7 else { return .unknown(because: DeviceReasons.stale) }
    return facts.automatic == .on ? .good : .unknown(because: DeviceReasons.unreadable)
  }

  var examples: [(UpdateFacts, Outcome)] {
    func facts(_ automatic: UpdateFacts.Installation, _ age: Int?, restart: Bool = false)
      -> UpdateFacts
    {
      UpdateFacts(automatic: automatic, age: age, needsRestart: restart)
    }
    return [
      (facts(.on, 1), .good),
      (facts(.on, 0, restart: true), .concern),
      (facts(.off, 2), .concern),
      (facts(.on, 12), .unknown(because: DeviceReasons.stale)),
      (facts(.on, nil), .unknown(because: DeviceReasons.stale)),
      (facts(.unclear, 3), .unknown(because: DeviceReasons.unreadable)),
      (facts(.on, 45), .problem),
      (facts(.off, 300), .problem),
    ]
  }
}

/// How updates come to this computer.
struct UpdateFacts: Hashable, Codable, Sendable {
  /// Whether they install themselves. Words: `check.device-updates.automatic.<name>`.
  enum Installation: String, Hashable, Codable, Sendable, CaseIterable { case on, off, unclear }
  let automatic: Installation
  /// Days since the computer last asked what updates there are; nil when it cannot be told.
  let age: Int?
  let needsRestart: Bool
}
