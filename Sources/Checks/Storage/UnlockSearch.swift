internal import Disks
internal import Platform

/// Looks for ways in which the computer opens its disks by itself, as anybody may see them.
struct UnlockSearch {
  let computer: Computer
  // A key on a disk that is opened by a key on a disk …
  private static let deepest = 4

  init(on computer: Computer) { self.computer = computer }

  /// The ways into these layers, each named once, in the order of `Unlocking`.
  func ways(into layers: [CryptLayer], depth: Int = 0) -> [Unlocking] {
    var found = Set(layers.flatMap { ways(into: $0, depth: depth) })
    if !layers.isEmpty { found.formUnion(waysOnCommandLine()) }
    return Unlocking.allCases.filter(found.contains)
  }

  private func ways(into layer: CryptLayer, depth: Int) -> [Unlocking] {
    let told = layer.header?.unlocking ?? []
    let knowsTPM = layer.header?.tokens.contains { $0.kind == .tpm2 } ?? false
    let entries = computer.crypttab.filter { $0.name == layer.name }
    return told + entries.flatMap { ways(by: $0, knowsTPM: knowsTPM, depth: depth) }
  }

  private func ways(by entry: CrypttabEntry, knowsTPM: Bool, depth: Int) -> [Unlocking] {
    if entry.hasRandomKey { return [.randomKey] }
    var ways: [Unlocking] = []
    // The token in the header knows better whether a PIN is asked for.
    let asksPIN = ["yes", "true", "1"].contains(entry.option("tpm2-pin") ?? "")
    if entry.option("tpm2-device") != nil, !knowsTPM, !asksPIN { ways.append(.tpm2) }
    if entry.option("fido2-device") != nil || entry.option("pkcs11-uri") != nil {
      ways.append(.hardware)
    }
    if let script = entry.option("keyscript") {
      // With a script the third field is its argument and no file. This one asks the person.
      if !script.hasSuffix("decrypt_keyctl") { ways.append(.other) }
    } else if let key = entry.keyFile {
      ways += waysWithKeyFile(at: key, depth: depth)
    }
    return ways
  }

  private func waysWithKeyFile(at path: String, depth: Int) -> [Unlocking] {
    // `path:device` names a file on a disk that is not mounted yet (crypttab(5)).
    guard path.hasPrefix("/"), !path.hasPrefix("/dev/"), !path.contains(":") else {
      return [.other]
    }
    var walk = StorageWalk(on: computer)
    walk.descend(intoFile: path, from: StorageWalk.Position(steps: []))
    if walk.trails.contains(where: { $0.end == .exposed }) { return [.exposedKeyFile] }
    if copiesKeysToBoot, isBootExposed { return [.bootKeyFile] }
    guard depth < Self.deepest else { return [.other] }
    let ways = ways(into: walk.layers, depth: depth + 1)
    return ways.contains(where: \.isAutomatic) ? [.inherited] : []
  }

  /// Whether key files go into the start-up files (cryptsetup-initramfs, `KEYFILE_PATTERN`).
  private var copiesKeysToBoot: Bool {
    let text = (try? computer.files.text("/etc/cryptsetup-initramfs/conf-hook")) ?? ""
    return text.entries.contains { line in
      guard line.hasPrefix("KEYFILE_PATTERN=") else { return false }
      return !line.dropFirst("KEYFILE_PATTERN=".count).filter { $0 != "\"" && $0 != "'" }.isEmpty
    }
  }

  private var isBootExposed: Bool {
    var walk = StorageWalk(on: computer)
    walk.descend(intoFile: "/boot", from: StorageWalk.Position(steps: []))
    return walk.trails.contains { $0.end == .exposed }
  }

  /// Keys and options for the first disks (systemd-cryptsetup-generator(8), Arch's `cryptkey`).
  private func waysOnCommandLine() -> [Unlocking] {
    let line = computer.commandLine
    var ways: [Unlocking] = []
    let keys = ["rd.luks.key", "luks.key", "cryptkey"].flatMap(line.values)
    if !keys.isEmpty { ways.append(isBootExposed ? .bootKeyFile : .other) }
    let options = ["rd.luks.options", "luks.options"].flatMap(line.values)
    if options.contains(where: { $0.contains("tpm2-device=") }) { ways.append(.tpm2) }
    return ways
  }
}
