public import Hygiene
public import Platform

/// Whether the person's own files can be read by whoever takes the computer.
///
/// The question is about a path and not about the computer: that *some* encrypted disk exists says
/// nothing about the one that holds the files.
public struct StorageHome: Check {
  public let id: CheckID = "storage-home"
  public let version = 1
  public let family = Family.storage

  public init() {}

  public func gather(
    from world: World, about survey: Survey
  ) throws -> [Observation<StorageFacts>] {
    let computer = Computer(world.files)
    let measurement = StorageMeasurement(on: computer)
    let home = measurement.facts(ofFolder: survey.home, called: "home")
    // A live system forgets its home; what was stored lies where its stick keeps it.
    let kept = computer.surroundings.remarks.contains(.liveSystem) ? persistence(computer) : []
    let folders =
      kept.enumerated().map { (name: "persistence \($0 + 1)", path: $1) }
      + HomeFolders(of: survey.home, on: computer).elsewhere
      .map { (name: "home: \($0.name)", path: $0.path) }
    let others = folders.map { ($0.name, measurement.facts(ofFolder: $0.path, called: $0.name)) }
    // Another mount of the same disks says nothing new.
    let news = others.filter { _, facts in facts.layout != home.layout }
    return ([("home", home)] + news).map { Observation($0, $1, confidence: $1.confidence) }
  }

  private func persistence(_ computer: Computer) -> [String] {
    let places = ["/live/persistence/", "/run/live/persistence/", "/lib/live/mount/persistence/"]
    return computer.mounts.all.map(\.point).filter { point in
      places.contains { point.hasPrefix($0) }
    }
  }

  public func judge(_ facts: StorageFacts) -> Outcome { facts.outcome }

  public var examples: [(StorageFacts, Outcome)] {
    let home = StorageStep("home")
    let disk = StorageStep("sda", "disk")
    let map = StorageStep("dm-0", "crypt", note: "luks2")
    let covered = StorageTrail([home, map, disk], .covered)
    let exposed = StorageTrail([home, disk], .exposed)
    return [
      (StorageFacts(trails: [exposed]), .problem),
      (StorageFacts(trails: [covered], unreadHeaders: 1), .good),
      (StorageFacts(trails: [covered, exposed], unreadHeaders: 1), .problem),
      (StorageFacts(trails: [covered], unreadHeaders: 1, unlocking: [.tpm2]), .concern),
      (
        StorageFacts(trails: [StorageTrail([home, disk], .exposed, fileLevel: "fscrypt")]),
        .concern
      ),
      (StorageFacts(trails: [exposed], hasEncryptedFolders: true), .problem),
      (StorageFacts(trails: [StorageTrail([home], .memory)]), .good),
      (
        StorageFacts(trails: [StorageTrail([home], .remote)]),
        .unknown(because: .remoteStorage)
      ),
      (
        StorageFacts(trails: [covered, StorageTrail([home], .unknown, because: .toolMissing)]),
        .unknown(because: .toolMissing)
      ),
      (StorageFacts(obstacle: .container), .unknown(because: .container)),
      (StorageFacts(), .unknown(because: .unexplained)),
    ]
  }
}
