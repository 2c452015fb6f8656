public import Hygiene
public import Platform

/// Whether the memory that is written to a disk in hibernation can be read by whoever takes it.
///
/// It holds the keys of the encrypted disks: in clear it undoes them all.
public struct StorageHibernation: Check {
  public let id: CheckID = "storage-hibernation"
  public let version = 1
  public let family = Family.storage

  public init() {}

  public func gather(
    from world: World, about survey: Survey
  ) throws -> [Observation<StorageFacts>] {
    let facts = facts(on: Computer(world.files))
    return [Observation("hibernation", facts, confidence: facts.confidence)]
  }

  private func facts(on computer: Computer) -> StorageFacts {
    let measurement = StorageMeasurement(on: computer)
    if let obstacle = computer.surroundings.obstacle {
      return measurement.refused(because: obstacle)
    }
    switch Hibernation(on: computer) {
    case .impossible: return measurement.nothing
    case .unknown: return measurement.refused(because: .notPresent)
    case .device(let number): return measurement.facts(ofDevice: number, called: "hibernation")
    case .anySwap: return worstSwap(on: computer, by: measurement)
    }
  }

  /// Memory cannot hold itself, so areas in memory do not count.
  private func worstSwap(
    on computer: Computer, by measurement: StorageMeasurement
  ) -> StorageFacts {
    guard let table = try? computer.files.text("/proc/swaps") else {
      return measurement.refused(because: .notPresent)
    }
    let areas = SwapArea.active(in: table).map { measurement.facts(of: $0, called: "hibernation") }
    let targets = areas.filter { $0.verdict != .volatile }
    let worst = targets.filter { $0.verdict.rank != nil }
      .min { ($0.verdict.rank ?? 0) < ($1.verdict.rank ?? 0) }
    // What is bad is bad whatever the others are; what is good is not while another is unknown.
    if let worst, worst.outcome != .good { return worst }
    return targets.first { $0.verdict.rank == nil } ?? worst ?? measurement.nothing
  }

  public func judge(_ facts: StorageFacts) -> Outcome { facts.outcome }

  public var examples: [(StorageFacts, Outcome)] {
    let image = StorageStep("hibernation")
    let disk = StorageStep("sda", "disk")
    let map = StorageStep("dm-1", "crypt", note: "luks2")
    return [
      (StorageFacts(isPresent: false), .good),
      (StorageFacts(trails: [StorageTrail([image, disk], .exposed)]), .problem),
      (
        StorageFacts(trails: [StorageTrail([image, map, disk], .covered)], unreadHeaders: 1), .good
      ),
      (StorageFacts(obstacle: .notPresent), .unknown(because: .notPresent)),
    ]
  }
}
