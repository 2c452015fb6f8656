internal import Disks
internal import Hygiene
internal import Platform

/// An encrypting map that lies between a path and its disks.
struct CryptLayer: Hashable, Sendable {
  /// The device-mapper name, for `/etc/crypttab`. Never a fact.
  let name: String?
  let type: String
  /// nil when the header could not be read.
  let header: LUKSHeader?
}

/// The way from a path or a device through every layer to every place where its bytes lie.
///
/// Each leg of a mirror, a volume group or a file system of many disks is its own trail: one leg
/// in clear is enough to read the data.
struct StorageWalk {
  let computer: Computer
  private(set) var trails: [StorageTrail] = []
  private(set) var layers: [CryptLayer] = []

  // A stack of layers is three to eight high; a disk array has tens of legs.
  private static let deepest = 32
  private static let mostTrails = 256

  /// Where the walk stands, and what it has met on the way.
  struct Position {
    var steps: [StorageStep]
    var ancestors: Set<FileStatus.Device> = []
    var isCovered = false
    /// A layer on the way could not be looked into.
    var doubt: Reason?
    var fileLevel: String?
    /// How many paths it went through: a loop device may lie in a loop device.
    var depth = 0

    func adding(_ step: StorageStep) -> Position {
      var next = self
      next.steps.append(step)
      next.depth += 1
      return next
    }
  }

  init(on computer: Computer) { self.computer = computer }

  var files: any Files { computer.files }

  mutating func end(_ position: Position, _ end: StorageTrail.End, because reason: Reason? = nil) {
    guard trails.count <= Self.mostTrails else { return }
    let isFull = trails.count == Self.mostTrails
    let trail =
      if isFull {
        StorageTrail(position.steps, .unknown, because: .unknownLayer)
      } else if position.isCovered {
        StorageTrail(position.steps, .covered)
      } else if end == .exposed, let doubt = position.doubt {
        StorageTrail(position.steps, .unknown, because: doubt)
      } else {
        StorageTrail(
          position.steps, end, because: reason, fileLevel: position.fileLevel)
      }
    trails.append(trail)
  }

  /// Follows a block device down to the disks.
  mutating func descend(into number: FileStatus.Device?, from position: Position) {
    guard let number, let device = BlockDevice(number, in: files) else {
      return end(position, .unknown, because: .unknownLayer)
    }
    guard position.depth <= Self.deepest, trails.count < Self.mostTrails,
      !position.ancestors.contains(number)
    else { return end(position, .unknown, because: .unknownLayer) }
    var next = position
    next.ancestors.insert(number)
    switch device.kind {
    case .crypt(let type):
      descend(through: device, encryptedAs: type, from: next)
    case .unlabelledMap: descend(throughUnlabelled: device, from: next)
    case .map(let kind):
      follow(device, from: next.adding(StorageStep(device.name, kind)))
    case .partition:
      next = next.adding(StorageStep(device.name, "partition"))
      descend(into: computer.number(at: normalized("\(device.folder)/..")), from: next)
    case .loop:
      followLoop(device, from: next.adding(StorageStep(device.name, "loop")))
    case .zram:
      followMemory(device, from: next.adding(StorageStep(device.name, "zram")))
    case .raid: follow(device, from: next.adding(StorageStep(device.name, "raid")))
    case .bcache: followCache(device, from: next.adding(StorageStep(device.name, "bcache")))
    case .disk:
      let kind = device.isUSB ? "usb disk" : "disk"
      follow(device, from: next.adding(StorageStep(device.name, kind)))
    case .remote: end(next.adding(StorageStep(device.name, "network disk")), .remote)
    case .memory: end(next.adding(StorageStep(device.name, "memory")), .memory)
    case .opaque:
      next.doubt = .unknownLayer
      follow(device, from: next.adding(StorageStep(device.name, "unknown")))
    }
  }

  private func parts(of device: BlockDevice) -> [FileStatus.Device?] {
    let names = (try? files.list("\(device.folder)/slaves")) ?? []
    return names.map { computer.number(at: "\(device.folder)/slaves/\($0)") }
  }

  /// All legs of a device; without legs the device itself is where the bytes lie.
  private mutating func follow(_ device: BlockDevice, from position: Position) {
    let parts = parts(of: device)
    guard !parts.isEmpty else {
      // A map, an array or a cache without parts is not a disk: something is hidden.
      return device.kind == .disk
        ? end(position, .exposed)
        : end(position, .unknown, because: position.doubt ?? .unknownLayer)
    }
    for part in parts { descend(into: part, from: position) }
  }

  private mutating func descend(
    through device: BlockDevice, encryptedAs type: String, from position: Position
  ) {
    let reader = HeaderReader(computer: computer)
    let header = parts(of: device).lazy.compactMap { $0.flatMap(reader.header) }.first
    // A label can be wrong: what the kernel does with the map decides, if it tells.
    let targets = reader.targets(of: device.number) ?? ["crypt"]
    let isCrypt = Set(targets) == ["crypt"] || header?.isInTransition == true
    let isNull = header?.cipher.hasPrefix("cipher_null") ?? false
    let doubts = isCrypt ? [] : ["but in truth \(cleaned(targets.joined(separator: "+")))"]
    let note = ([type] + (header?.facts ?? []) + doubts).joined(separator: ", ")
    var next = position.adding(StorageStep(device.name, "crypt", note: note))
    if isCrypt && !isNull {
      next.isCovered = true
      layers.append(CryptLayer(name: device.mapName(in: files), type: type, header: header))
    }
    follow(device, from: next)
  }

  private mutating func descend(throughUnlabelled device: BlockDevice, from position: Position) {
    let targets = HeaderReader(computer: computer).targets(of: device.number)
    if let targets, Set(targets) == ["crypt"] {
      var next = position.adding(StorageStep(device.name, "crypt", note: "unlabelled"))
      next.isCovered = true
      layers.append(CryptLayer(name: nil, type: "unlabelled", header: nil))
      return follow(device, from: next)
    }
    var next = position.adding(StorageStep(device.name, "map", note: "unlabelled"))
    // Known segments that only rearrange blocks leave no doubt about what lies below.
    let isHarmless = targets.map { Set($0).isSubset(of: ["linear", "striped", "mirror"]) } ?? false
    if !isHarmless { next.doubt = .unlabelledMap }
    follow(device, from: next)
  }

  private mutating func followLoop(_ device: BlockDevice, from position: Position) {
    guard let text = try? files.text("\(device.folder)/loop/backing_file") else {
      return end(position, .unknown, because: .notPermitted)
    }
    descend(intoFile: withoutDeletionMark(text.trimmed), from: position)
  }

  private mutating func followMemory(_ device: BlockDevice, from position: Position) {
    // Without write-back in the kernel the file is not there.
    let backing = (try? files.text("\(device.folder)/backing_dev"))?.trimmed ?? "none"
    guard backing != "none" else { return end(position, .memory) }
    descend(into: computer.device(named: backing), from: position)
  }

  /// `slaves` names only the backing disk: a cache on a disk in clear leaks too.
  private mutating func followCache(_ device: BlockDevice, from position: Position) {
    follow(device, from: position)
    for set in (try? files.list("/sys/fs/bcache")) ?? [] where set.contains("-") {
      let folder = "/sys/fs/bcache/\(set)"
      for cache in (try? files.list(folder)) ?? []
      where cache.hasPrefix("cache") && cache.last?.isNumber == true {
        descend(into: computer.number(at: "\(folder)/\(cache)/.."), from: position)
      }
    }
  }
}
