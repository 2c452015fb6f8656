internal import Disks
internal import Platform

/// Reads LUKS headers, and what maps really do, where this program may open the disk; where it
/// may not, there is none.
struct HeaderReader {
  let computer: Computer

  /// What the segments of a map do; nil when the kernel does not tell us.
  func targets(of number: FileStatus.Device) -> [String]? {
    guard let disks = computer.files as? any Devices else { return nil }
    return try? disks.withDevice("/dev/mapper/control") { control in
      mapTargets(control, major: number.major, minor: number.minor)
    }
  }

  /// The header on a device, or on what lies under it when that only adds checksums.
  func header(on number: FileStatus.Device) -> LUKSHeader? {
    guard let device = BlockDevice(number, in: computer.files) else { return nil }
    if device.kind == .map("integrity") {
      let names = (try? computer.files.list("\(device.folder)/slaves")) ?? []
      return names.lazy.compactMap { name in
        computer.number(at: "\(device.folder)/slaves/\(name)").flatMap(header)
      }.first
    }
    guard let disks = computer.files as? any Devices, let path = path(of: device) else {
      return nil
    }
    return try? disks.withDevice(path) { descriptor in
      guard case .found("crypto_LUKS", _) = try probe(descriptor) else { return nil }
      return try LUKSHeader.read(descriptor, size: deviceSize(descriptor) ?? 0)
    }
  }

  /// The device file, if it is one for this very device.
  private func path(of device: BlockDevice) -> String? {
    let event = (try? computer.files.text("\(device.folder)/uevent")) ?? ""
    let named = event.lines.first { $0.hasPrefix("DEVNAME=") }?.dropFirst("DEVNAME=".count)
    let path = "/dev/\(named.map(String.init) ?? device.name)"
    let status = try? computer.files.status(of: path, followingLinks: true)
    switch status?.kind {
    case .blockDevice: return status?.special == device.number ? path : nil
    case .regular: return path
    default: return nil
    }
  }
}

extension LUKSHeader {
  /// What a chain prints of a header: cipher, and what a guess at each slot costs.
  var facts: [String] {
    let ciphers = ["\(cipher)-\(mode) \(keyBits)"]
    let costs = slots.map { slot in
      slot.memory > 0
        ? "\(slot.derivation) t\(slot.iterations) m\(slot.memory)K p\(slot.threads)"
        : "\(slot.derivation) \(slot.iterations)"
    }
    return ciphers + costs + (isPrimaryDamaged ? ["primary header damaged"] : [])
  }
}
