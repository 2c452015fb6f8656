internal import Hygiene
internal import Platform

extension StorageWalk {
  private static let networked: Set = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "afs", "lustre", "gfs2",
    "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.davfs", "davfs",
  ]
  /// Folders shared by the host of a virtual machine.
  private static let shared: Set = ["hostfs", "vboxsf", "prl_fs", "fuse.vmhgfs-fuse", "drvfs"]
  /// File systems whose source is the folder that holds the encrypted files.
  private static let fileLevel: Set = [
    "ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs",
  ]

  /// Follows a path, whose own step is in `position` already, to the disks.
  ///
  /// With an index only the mounts before it are looked at: what a mount was made of lies there.
  mutating func descend(
    intoFile path: String, before index: Int = .max, from position: Position
  ) {
    guard path.hasPrefix("/") else { return end(position, .unknown, because: .unknownLayer) }
    let status = try? files.status(of: path, followingLinks: true)
    let place = (try? files.realPath(path)) ?? normalized(path)
    // The number belongs to the topmost mount, so it is no help under an over-mount.
    let id = index == .max ? status?.mountID : nil
    guard let mount = computer.mounts.holding(place, id: id, before: index) else {
      return end(position, .unknown, because: .notPresent)
    }
    var next = position.adding(StorageStep(cleaned(mount.type)))
    if status?.isEncrypted == true { next.fileLevel = "fscrypt" }
    descend(into: mount, from: next)
  }

  private mutating func descend(into mount: Mount, from position: Position) {
    var next = position
    switch mount.type {
    case "btrfs": descend(intoMembersOf: mount, from: next)
    case "bcachefs":
      // It encrypts by itself, which no table shows.
      next.doubt = .toolMissing
      for member in mount.source.split(separator: ":") {
        descend(into: computer.device(named: String(member)), from: next)
      }
    case "zfs": end(next, .unknown, because: .toolMissing)
    case "overlay": descend(intoLayersOf: mount, from: next)
    case "tmpfs", "ramfs", "rootfs": descendIntoMemory(from: next)
    case "fuseblk": descend(into: computer.device(named: mount.source), from: next)
    case let type where Self.fileLevel.contains(type):
      next.fileLevel = type.hasPrefix("fuse.") ? String(type.dropFirst(5)) : type
      descend(intoFile: mount.source, before: mount.index, from: next)
    case let type where Self.networked.contains(type): end(next, .remote)
    case let type where Self.shared.contains(type): end(next, .unknown, because: .hostDecides)
    default: descend(intoDeviceOf: mount, from: next)
    }
  }

  private mutating func descend(intoDeviceOf mount: Mount, from position: Position) {
    guard mount.device.major != 0 else {
      return end(position, .unknown, because: .unknownLayer)
    }
    descend(into: mount.device, from: position)
    // A journal on another disk holds data too (ext4(5), xfs(5)).
    for name in ["journal_path", "logdev", "rtdev"].compactMap(mount.option) {
      descend(into: computer.device(named: name), from: position)
    }
  }

  /// The table of mounts names one member of a btrfs; sysfs names them all.
  private mutating func descend(intoMembersOf mount: Mount, from position: Position) {
    let source = computer.device(named: mount.source)
    let folders = ((try? files.list("/sys/fs/btrfs")) ?? []).map { "/sys/fs/btrfs/\($0)/devices" }
    for folder in folders {
      let members = ((try? files.list(folder)) ?? []).map { computer.number(at: "\(folder)/\($0)") }
      guard let source, members.contains(source) else { continue }
      for member in members { descend(into: member, from: position) }
      return
    }
    descend(into: source, from: position)
    end(position, .unknown, because: .unknownLayer)
  }

  /// New files land in the upper layer; without one the lower ones are all there is.
  private mutating func descend(intoLayersOf mount: Mount, from position: Position) {
    let layers =
      mount.option("upperdir").map { [$0] }
      ?? (mount.option("lowerdir") ?? "").split(separator: ":").map(String.init)
    if layers.isEmpty { end(position, .unknown, because: .unknownLayer) }
    for layer in layers { descend(intoFile: layer, before: mount.index, from: position) }
  }

  /// Pages of a file system in memory may be swapped out.
  private mutating func descendIntoMemory(from position: Position) {
    end(position, .memory)
    for area in SwapArea.active(in: (try? files.text("/proc/swaps")) ?? "") {
      descend(into: area, from: position.adding(StorageStep("swap")))
    }
  }

  mutating func descend(into area: SwapArea, from position: Position) {
    switch area.kind {
    case .device: descend(into: computer.device(named: area.path), from: position)
    case .file: descend(intoFile: area.path, from: position)
    }
  }
}
