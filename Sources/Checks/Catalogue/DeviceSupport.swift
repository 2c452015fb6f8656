internal import Hygiene
internal import Platform

/// Whether the maker of the operating system still repairs it.
///
/// Reads os-release(5) and compares with a dated table for Debian, Ubuntu and Linux Mint, or with the
/// end that the system itself names (Fedora).
struct DeviceSupport: Check {
  let id: CheckID = "device-support"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<SupportFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    // os-release(5): the second stands in where the first is missing.
    let text = try device.files.text("/etc/os-release") ?? device.files.text("/usr/lib/os-release")
    guard let text else { throw CheckRefusal(.unknown(because: .notPresent)) }
    return [Observation("", SupportFacts(release: text, today: device.now.day))]
  }

  func judge(_ facts: SupportFacts) -> Outcome {
    guard let end = facts.end else { return .unknown(because: DeviceReasons.otherSystem) }
    // A clock before the day of the table is wrong, and a wrong clock proves nothing.
    guard let tableDate = Day(facts.tableDate), facts.today >= tableDate else {
      return .unknown(because: "clock")
    }
    if facts.today > end { return .problem }
    return facts.endsSoon ? .concern : .good
  }

  var examples: [(SupportFacts, Outcome)] {
    let today = Day("2026-12-01") ?? Day(sinceEpoch: 0)
    func facts(_ release: String) -> SupportFacts { SupportFacts(release: release, today: today) }
    return [
      (facts("ID=debian\nVERSION_ID=\"12\"\n"), .good),
      (facts("ID=debian\nVERSION_ID=\"11\"\n"), .problem),
      (facts("ID=ubuntu\nVERSION_ID='20.04'\n"), .problem),
      (facts("ID=linuxmint\nVERSION_ID=\"21.3\"\n"), .good),
      (facts("ID=fedora\nVERSION_ID=42\nSUPPORT_END=2027-01-15\n"), .concern),
      (facts("ID=debian\nPRETTY_NAME=sid\n"), .unknown(because: DeviceReasons.otherSystem)),
      (facts("ID=arch\n"), .unknown(because: DeviceReasons.otherSystem)),
      (
        SupportFacts(release: "ID=debian\nVERSION_ID=12\n", today: Day(sinceEpoch: 0)),
        .unknown(because: "clock")
      ),
    ]
  }
}

/// Which system this is, and until when it is repaired.
struct SupportFacts: Hashable, Codable, Sendable {
  /// Such as `debian 12`.
  let system: String
  let end: Day?
  let today: Day
  /// When the table of ends was made.
  let tableDate: String
  /// Whether there is less than a quarter left to move on.
  let endsSoon: Bool

  init(release: String, today: Day) {
    func value(_ name: String) -> String {
      let line = release.lines.last { $0.trimmed.hasPrefix("\(name)=") }
      return line.map {
        cleaned($0.trimmed.dropFirst(name.count + 1).filter { !"\"'".contains($0) })
      }
        ?? ""
    }
    system = [value("ID"), value("VERSION_ID")].filter { !$0.isEmpty }.joined(separator: " ")
    end = Day(value("SUPPORT_END")) ?? SupportTable.end(of: value("ID"), value("VERSION_ID"))
    self.today = today
    tableDate = SupportTable.date
    endsSoon = end.map { $0 < today.after(days: 90) } ?? false
  }
}

extension Day {
  fileprivate func after(days: Int) -> Day {
    guard let start = Timestamp("\(self)T00:00:00Z") else { return self }
    return Timestamp(secondsSinceEpoch: start.secondsSinceEpoch + days * 86_400).day
  }
}
