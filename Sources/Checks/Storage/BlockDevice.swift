internal import Platform

/// A block device, as sysfs describes it to anybody.
struct BlockDevice: Sendable {
  enum Kind: Hashable, Sendable {
    /// A map that encrypts, by the type in its uuid, such as `luks2`.
    case crypt(String)
    /// A map that does not.
    case map(String)
    /// A map without a uuid: native VeraCrypt, or made by hand.
    case unlabelledMap
    case raid, loop, bcache, zram, partition, disk
    /// The bytes lie on another computer.
    case remote
    case memory
    /// Made by the kernel of something that sysfs does not tell.
    case opaque
  }
  let number: FileStatus.Device
  /// The kernel's name, such as `dm-0`.
  let name: String
  /// Its folder under `/sys/devices`.
  let folder: String
  let kind: Kind

  /// - Returns: nil when sysfs does not know the device.
  init?(_ number: FileStatus.Device, in files: any Files) {
    let place = "/sys/dev/block/\(number.text)"
    guard let target = try? files.target(ofLink: place) else { return nil }
    folder = normalized("/sys/dev/block/\(target)")
    name = String(folder.split(separator: "/").last ?? "")
    self.number = number
    kind = Self.kind(named: name, at: folder, in: files)
  }

  /// The words with which the maps begin that really encrypt. `CRYPT-` alone proves nothing:
  /// verity, integrity and half-made maps carry it too.
  private static let encrypting = [
    "CRYPT-LUKS1-": "luks1", "CRYPT-LUKS2-": "luks2", "CRYPT-PLAIN-": "plain",
    "CRYPT-TCRYPT-": "tcrypt", "CRYPT-BITLK-": "bitlocker", "CRYPT-FVAULT2-": "filevault2",
    "CRYPT-LOOPAES-": "loopaes",
  ]
  private static let others = [
    "CRYPT-VERITY-": "verity", "CRYPT-INTEGRITY-": "integrity", "LVM-": "lvm",
    "mpath-": "multipath", "DMRAID-": "raid", "part": "partition",
  ]

  private static func kind(named name: String, at folder: String, in files: any Files) -> Kind {
    if files.exists("\(folder)/dm") {
      return map(uuid: (try? files.text("\(folder)/dm/uuid").trimmed) ?? "")
    }
    if files.exists("\(folder)/partition") { return .partition }
    if files.exists("\(folder)/loop/backing_file") { return .loop }
    if files.exists("\(folder)/md") { return .raid }
    if isNumbered(name, after: "zram") { return .zram }
    if isNumbered(name, after: "bcache") { return .bcache }
    if isNumbered(name, after: "ram") { return .memory }
    let isNetworked = ["nbd", "rbd", "drbd"].contains { isNumbered(name, after: $0) }
    let isFarAway = folder.contains("/session") || folder.contains("/nvme-fabrics/")
    if isNetworked || isFarAway { return .remote }
    return folder.hasPrefix("/sys/devices/virtual/block/") ? .opaque : .disk
  }

  private static func map(uuid: String) -> Kind {
    if uuid.isEmpty { return .unlabelledMap }
    if let type = encrypting.first(where: { uuid.hasPrefix($0.key) }) { return .crypt(type.value) }
    return .map(others.first { uuid.hasPrefix($0.key) }?.value ?? "map")
  }

  private static func isNumbered(_ name: String, after stem: String) -> Bool {
    name.hasPrefix(stem) && name.dropFirst(stem.count).first?.isNumber == true
  }

  /// Whether it hangs on a USB port.
  var isUSB: Bool { folder.contains("/usb") }

  /// The device-mapper name. People choose it, so it never becomes a fact.
  func mapName(in files: any Files) -> String? {
    (try? files.text("\(folder)/dm/name"))?.trimmed
  }
}
