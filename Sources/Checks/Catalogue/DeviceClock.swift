internal import Hygiene
internal import Platform

/// Whether somebody keeps the clock right. With a wrong one certificates cannot be judged, and what
/// is noted down with a time is doubtful.
///
/// Reads when systemd-timesyncd last took the time over, and which services start.
struct DeviceClock: Check {
  let id: CheckID = "device-clock"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<ClockFacts>] {
    let device = try Device(world, about: survey)
    guard try device.files.status(of: "/etc")?.kind == .folder else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    // Touched whenever the time was taken over from a server (systemd-timesyncd(8)).
    let mark = try device.files.status(of: "/run/systemd/timesync/synchronized")?.modified
    let days = mark.map { device.now.secondsSinceEpoch - $0.secondsSinceEpoch }
    let facts = ClockFacts(
      today: device.now.day, days: days.flatMap { $0 < 0 ? nil : $0 / 86_400 },
      keeper: Self.keeper(device.files))
    return [Observation("", facts, confidence: .medium)]
  }

  private static func keeper(_ files: SystemFiles) -> ClockFacts.Keeper {
    func starts(_ unit: String) -> Bool {
      ["multi-user.target.wants", "sysinit.target.wants"].contains {
        files.exists("/etc/systemd/system/\($0)/\(unit).service")
      }
    }
    if starts("systemd-timesyncd") { return .timesyncd }
    let others = ["chrony", "chronyd", "ntpsec", "ntp", "ntpd", "openntpd"]
    return others.contains(where: starts) ? .other : .nobody
  }

  func judge(_ facts: ClockFacts) -> Outcome {
    // No clock that is right is before the day on which this program's tables were made.
    if let table = Day(SupportTable.date), facts.today < table { return .problem }
    if let days = facts.days { return days <= 3 ? .good : .concern }
    switch facts.keeper {
    case .timesyncd: return .unknown(because: DeviceReasons.stale)
    case .other: return .unknown(because: DeviceReasons.onlySettings)
    case .nobody: return .concern
    }
  }

  var examples: [(ClockFacts, Outcome)] {
    let today = Day("2026-12-01") ?? Day(sinceEpoch: 0)
    return [
      (ClockFacts(today: today, days: 0, keeper: .timesyncd), .good),
      (ClockFacts(today: today, days: 20, keeper: .timesyncd), .concern),
      (ClockFacts(today: today, days: nil, keeper: .nobody), .concern),
      (
        ClockFacts(today: today, days: nil, keeper: .timesyncd),
        .unknown(because: DeviceReasons.stale)
      ),
      (
        ClockFacts(today: today, days: nil, keeper: .other),
        .unknown(because: DeviceReasons.onlySettings)
      ),
      (ClockFacts(today: Day(sinceEpoch: 10_957), days: 0, keeper: .timesyncd), .problem),
    ]
  }
}

/// What the clock says, and who sets it.
struct ClockFacts: Hashable, Codable, Sendable {
  enum Keeper: String, Hashable, Codable, Sendable, CaseIterable { case timesyncd, other, nobody }
  let today: Day
  /// Since it was last compared with a server; nil when that is not noted anywhere.
  let days: Int?
  let keeper: Keeper
}
