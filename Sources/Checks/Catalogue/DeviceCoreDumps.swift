internal import Hygiene
internal import Platform

/// Whether the memory of a program that crashes is left on the disk, with what was open in it.
///
/// Reads `core_pattern`, `coredump.conf` and the limit that programs start with.
struct DeviceCoreDumps: Check {
  let id: CheckID = "device-core-dumps"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<CoreDumpFacts>] {
    let device = try Device(world, about: survey)
    guard let pattern = try device.files.text("/proc/sys/kernel/core_pattern")?.trimmed else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    let facts = CoreDumpFacts(
      receiver: CoreDumpFacts.receiver(in: pattern),
      isDiscarded: try Self.isDiscarded(device.files), hasNoRoom: try Self.hasNoRoom(device.files))
    return [Observation("", facts, confidence: .medium)]
  }

  /// coredump.conf(5): the parts by name after the main file; the last `Storage` counts.
  private static func isDiscarded(_ files: SystemFiles) throws -> Bool {
    var parts: [String: String] = [:]
    // A part of one name in /etc stands in for that of the same name further down.
    for folder in ["/usr/lib", "/run", "/etc"].map({ "\($0)/systemd/coredump.conf.d" }) {
      for name in try files.names(in: folder) where name.hasSuffix(".conf") {
        parts[name] = "\(folder)/\(name)"
      }
    }
    let paths = ["/etc/systemd/coredump.conf"] + parts.sorted { $0.key < $1.key }.map(\.value)
    var storage = "external"
    for path in paths {
      if let value = INIText(try files.text(path) ?? "").value("Storage", in: "Coredump") {
        storage = value
      }
    }
    return storage == "none"
  }

  /// Whether files of memory may have no bytes, by the limit of the program that started this one:
  /// saqta has set its own to nothing.
  private static func hasNoRoom(_ files: SystemFiles) throws -> Bool {
    let status = try files.text("/proc/self/status") ?? ""
    let parent = status.lines.first { $0.hasPrefix("PPid:") }?.fields.dropFirst().first
    guard let number = parent.flatMap({ Int($0) }), number > 0 else { return false }
    let limits = try files.text("/proc/\(number)/limits") ?? ""
    let line = limits.lines.first { $0.hasPrefix("Max core file size") }
    return line?.dropFirst("Max core file size".count).fields.first == "0"
  }

  func judge(_ facts: CoreDumpFacts) -> Outcome {
    switch facts.receiver {
    case .nobody: .good
    case .systemd: facts.isDiscarded ? .good : .concern
    case .apport: .concern
    // Only a pipe is used whatever the limit is (core(5)).
    case .file: facts.hasNoRoom ? .good : .concern
    case .other: .unknown(because: DeviceReasons.otherSystem)
    }
  }

  var examples: [(CoreDumpFacts, Outcome)] {
    func facts(_ pattern: String, discarded: Bool = false, noRoom: Bool = false) -> CoreDumpFacts {
      CoreDumpFacts(
        receiver: CoreDumpFacts.receiver(in: pattern), isDiscarded: discarded, hasNoRoom: noRoom)
    }
    return [
      (facts("|/usr/lib/systemd/systemd-coredump %P %u"), .concern),
      (facts("|/usr/lib/systemd/systemd-coredump %P %u", discarded: true), .good),
      (facts("|/usr/share/apport/apport -p%p", noRoom: true), .concern),
      (facts("|/bin/false"), .good),
      (facts("core", noRoom: true), .good),
      (facts("/var/cores/%e"), .concern),
      (facts("|/opt/collect", noRoom: true), .unknown(because: DeviceReasons.otherSystem)),
    ]
  }
}

/// Where the memory of crashed programs goes.
struct CoreDumpFacts: Hashable, Codable, Sendable {
  enum Receiver: String, Hashable, Codable, Sendable, CaseIterable {
    case nobody, file, systemd, apport, other
  }
  let receiver: Receiver
  /// Whether systemd is told to keep nothing.
  let isDiscarded: Bool
  let hasNoRoom: Bool

  static func receiver(in pattern: String) -> Receiver {
    guard pattern.hasPrefix("|") else { return pattern.isEmpty ? .other : .file }
    let program = pattern.dropFirst().fields.first?.split(separator: "/").last ?? ""
    return switch program {
    case "false", "true": .nobody
    case "systemd-coredump": .systemd
    case "apport": .apport
    default: .other
    }
  }
}
