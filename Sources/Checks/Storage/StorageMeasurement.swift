internal import Disks
internal import Hygiene
internal import Platform

/// Measures one place on a computer: walks to the disks, reads what may be read, and records it.
struct StorageMeasurement {
  let computer: Computer
  // A home with more folders than this is not searched for encrypted ones to the end.
  private static let mostChildren = 1000

  init(on computer: Computer) { self.computer = computer }

  /// Facts that say only why there are none.
  func refused(because reason: Reason) -> StorageFacts {
    facts(obstacle: reason)
  }

  /// Facts that say that there is nothing to look at.
  var nothing: StorageFacts { facts(isPresent: false) }

  func facts(ofFolder path: String, called name: String) -> StorageFacts {
    guard (try? computer.files.status(of: path, followingLinks: true)) != nil else {
      return refused(because: .notPresent)
    }
    return facts(called: name, hasEncryptedFolders: hasEncryptedFolders(path)) { walk, start in
      walk.descend(intoFile: path, from: start)
    }
  }

  func facts(of area: SwapArea, called name: String) -> StorageFacts {
    facts(called: name) { walk, start in walk.descend(into: area, from: start) }
  }

  func facts(ofDevice number: FileStatus.Device, called name: String) -> StorageFacts {
    facts(called: name) { walk, start in walk.descend(into: number, from: start) }
  }

  private func facts(
    called name: String, hasEncryptedFolders: Bool = false,
    walking: (inout StorageWalk, StorageWalk.Position) -> Void
  ) -> StorageFacts {
    if let obstacle = computer.surroundings.obstacle { return refused(because: obstacle) }
    var walk = StorageWalk(on: computer)
    walking(&walk, StorageWalk.Position(steps: [StorageStep(name)]))
    var layers: [CryptLayer] = []
    for layer in walk.layers where !layers.contains(layer) { layers.append(layer) }
    return facts(
      trails: walk.trails, layers: layers,
      unlocking: UnlockSearch(on: computer).ways(into: layers),
      hasEncryptedFolders: hasEncryptedFolders)
  }

  private func facts(
    trails: [StorageTrail] = [], isPresent: Bool = true, obstacle: Reason? = nil,
    layers: [CryptLayer] = [], unlocking: [Unlocking] = [], hasEncryptedFolders: Bool = false
  ) -> StorageFacts {
    StorageFacts(
      trails: trails, isPresent: isPresent, obstacle: obstacle,
      headers: layers.compactMap(\.header),
      unreadHeaders: layers.count { $0.header == nil }, unlocking: unlocking,
      hasEncryptedFolders: hasEncryptedFolders,
      remarks: computer.surroundings.remarks.map(\.rawValue))
  }

  /// Whether single folders are encrypted (fscrypt) in a home that is not.
  private func hasEncryptedFolders(_ path: String) -> Bool {
    let own = try? computer.files.status(of: path, followingLinks: true)
    guard own?.isEncrypted == false else { return false }
    let names = ((try? computer.files.list(path)) ?? []).prefix(Self.mostChildren)
    return names.contains { name in
      let status = try? computer.files.status(of: "\(path)/\(name)", followingLinks: false)
      return status?.kind == .folder && status?.isEncrypted == true
    }
  }
}
