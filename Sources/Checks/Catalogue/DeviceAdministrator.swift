internal import Hygiene
internal import Platform

/// Whether the account of daily work may change the whole computer.
///
/// Reads `/etc/passwd`, `/etc/group` and the account that runs saqta, under sudo the one that called.
/// Rules of sudo for single accounts stay unseen, so a good outcome confirms nothing.
struct DeviceAdministrator: Check {
  let id: CheckID = "device-administrator"
  let version = 1
  let family = Family.device

  func gather(
    from world: World, about survey: Survey
  ) throws -> [Observation<AdministratorFacts>] {
    // In Qubes every account may become root, and dom0 is what counts.
    let device = try Device(world, about: survey)
    guard let person = device.person else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    guard let groups = try device.files.text("/etc/group", atMost: 1 << 20) else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    let accounts = try device.files.text("/etc/passwd", atMost: 1 << 20) ?? ""
    let primary = accounts.lines.map { $0.split(separator: ":", omittingEmptySubsequences: false) }
      .first { $0.count >= 7 && Int($0[2]) == person.number }?[3]
    let facts = AdministratorFacts(
      isRoot: person.number == 0, isKnown: person.name != nil,
      groups: AdministratorFacts.powerful(
        in: groups, of: person.name, primary: primary.map(String.init)))
    // Rules of sudo for single accounts can be read by root alone.
    return [Observation("", facts, confidence: facts.groups.isEmpty ? .medium : .high)]
  }

  func judge(_ facts: AdministratorFacts) -> Outcome {
    if facts.isRoot { return .problem }
    if !facts.groups.isEmpty { return .concern }
    // Accounts of a directory stand in no file, nor do their groups.
    return facts.isKnown ? .good : .unknown(because: DeviceReasons.otherSystem)
  }

  var examples: [(AdministratorFacts, Outcome)] {
    func facts(_ groups: String, of name: String?, isRoot: Bool = false) -> AdministratorFacts {
      AdministratorFacts(
        isRoot: isRoot, isKnown: name != nil,
        groups: AdministratorFacts.powerful(in: groups, of: name, primary: "1000"))
    }
    return [
      (facts("sudo:x:27:\naudio:x:29:a\n", of: "a"), .good),
      (facts("sudo:x:27:b,a\n", of: "a"), .concern),
      (facts("docker:x:998:a\nwheel:x:10:\n", of: "a"), .concern),
      (facts("sudo:x:27:ab\n", of: "a"), .good),
      (facts("adm:x:1000:\n", of: "a"), .good),
      (facts("sudo:x:1000:\n", of: "a"), .concern),
      (facts("", of: "root", isRoot: true), .problem),
      (facts("sudo:x:27:b\n", of: nil), .unknown(because: DeviceReasons.otherSystem)),
    ]
  }
}

/// What the account may do. Its name is not kept.
struct AdministratorFacts: Hashable, Codable, Sendable {
  let isRoot: Bool
  /// Whether the account stands in the computer's own list.
  let isKnown: Bool
  /// Its groups by which it can become root.
  let groups: [String]

  /// `docker`, `lxd`, `libvirt` and `disk` give root to whoever knows how (their own manuals).
  private static let names: Set = ["sudo", "wheel", "admin", "docker", "lxd", "libvirt", "disk"]

  static func powerful(in text: String, of name: String?, primary: String?) -> [String] {
    text.lines.compactMap { line in
      let parts = line.trimmed.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count >= 4, names.contains(String(parts[0])) else { return nil }
      let isMember = name.map { parts[3].split(separator: ",").contains(Substring($0)) } ?? false
      return isMember || parts[2] == primary ?? "-" ? String(parts[0]) : nil
    }
  }
}
