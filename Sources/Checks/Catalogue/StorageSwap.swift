public import Hygiene
public import Platform

/// Whether pages of memory that were moved to a disk can be read by whoever takes it.
///
/// Swap keeps passwords and pieces of documents after the power is off.
public struct StorageSwap: Check {
  public let id: CheckID = "storage-swap"
  public let version = 1
  public let family = Family.storage

  public init() {}

  public func gather(
    from world: World, about survey: Survey
  ) throws -> [Observation<StorageFacts>] {
    let computer = Computer(world.files)
    let measurement = StorageMeasurement(on: computer)
    if let obstacle = computer.surroundings.obstacle {
      return [observation("swap", measurement.refused(because: obstacle))]
    }
    guard let table = try? world.files.text("/proc/swaps") else {
      return [observation("swap", measurement.refused(because: .notPresent))]
    }
    let areas = SwapArea.active(in: table) + unused(on: computer, beside: table)
    if areas.isEmpty { return [observation("swap", measurement.nothing)] }
    return areas.enumerated().map { index, area in
      let name = area.isActive ? "swap \(index + 1)" : "swap \(index + 1), not in use"
      return observation(name, measurement.facts(of: area, called: "swap \(index + 1)"))
    }
  }

  private func observation(_ name: String, _ facts: StorageFacts) -> Observation<StorageFacts> {
    Observation(name, facts, confidence: facts.confidence)
  }

  /// Swap that `/etc/fstab` names and that is not in use: old pages are still in it.
  private func unused(on computer: Computer, beside table: String) -> [SwapArea] {
    let active = SwapArea.active(in: table)
    let devices = active.filter { $0.kind == .device }
      .compactMap { computer.device(named: $0.path) }
    let paths = Set(active.map(\.path))
    let named = SwapArea.configured(in: (try? computer.files.text("/etc/fstab")) ?? "")
    return named.compactMap { name in
      if let device = computer.device(named: name) {
        guard !devices.contains(device) else { return nil }
        return SwapArea(path: device.text, kind: .device, isActive: false)
      }
      // A disk that is not there any more has nothing to tell.
      guard name.hasPrefix("/"), !name.hasPrefix("/dev/"), !paths.contains(name),
        computer.files.exists(name)
      else { return nil }
      return SwapArea(path: name, kind: .file, isActive: false)
    }
  }

  public func judge(_ facts: StorageFacts) -> Outcome { facts.outcome }

  public var examples: [(StorageFacts, Outcome)] {
    let swap = StorageStep("swap 1")
    let map = StorageStep("dm-1", "crypt", note: "plain")
    let disk = StorageStep("sda", "disk")
    let covered = StorageTrail([swap, map, disk], .covered)
    return [
      (StorageFacts(isPresent: false), .good),
      (StorageFacts(trails: [StorageTrail([swap, disk], .exposed)]), .problem),
      (StorageFacts(trails: [covered], unreadHeaders: 1, unlocking: [.randomKey]), .good),
      (StorageFacts(trails: [covered], unreadHeaders: 1, unlocking: [.exposedKeyFile]), .concern),
      (StorageFacts(trails: [StorageTrail([swap], .memory)]), .good),
      (
        StorageFacts(trails: [StorageTrail([swap], .unknown, because: .unlabelledMap)]),
        .unknown(because: .unlabelledMap)
      ),
    ]
  }
}
