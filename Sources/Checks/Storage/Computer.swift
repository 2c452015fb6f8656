internal import Platform

/// The parts of a computer that decide where bytes come to lie, read once.
struct Computer: Sendable {
  let files: any Files
  let mounts: Mounts
  let crypttab: [CrypttabEntry]
  let commandLine: KernelCommandLine
  let surroundings: Surroundings

  init(_ files: any Files) {
    self.files = files
    func text(_ path: String) -> String { (try? files.text(path)) ?? "" }
    mounts = Mounts(text("/proc/self/mountinfo"))
    crypttab = CrypttabEntry.all(in: text("/etc/crypttab"))
    commandLine = KernelCommandLine(text("/proc/cmdline"))
    surroundings = Surroundings(files, started: commandLine)
  }

  /// The number of a device from a name such as `/dev/sda2`, `UUID=…` or `8:2`.
  func device(named name: String) -> FileStatus.Device? {
    if let number = FileStatus.Device(name) { return number }
    let folders = [
      "UUID=": "by-uuid", "PARTUUID=": "by-partuuid", "LABEL=": "by-label",
      "PARTLABEL=": "by-partlabel",
    ]
    if let tag = folders.first(where: { name.hasPrefix($0.key) }) {
      let value = name.dropFirst(tag.key.count).filter { $0 != "\"" }
      guard !value.contains("/") else { return nil }
      return device(named: "/dev/disk/\(tag.value)/\(value)")
    }
    guard name.hasPrefix("/dev/") else { return nil }
    if let status = try? files.status(of: name, followingLinks: true), status.kind == .blockDevice {
      return status.special
    }
    // The link tells the kernel's name even where there is no device file.
    let link = try? files.target(ofLink: name)
    let folder = String(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])
    let path = normalized(link.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" } ?? name)
    return path.hasPrefix("/dev/mapper/")
      ? mapped(as: String(path.dropFirst("/dev/mapper/".count)))
      : number(at: "/sys/class/block/\(path.dropFirst("/dev/".count))")
  }

  /// The number in the file `dev` of a folder of sysfs.
  func number(at folder: String) -> FileStatus.Device? {
    (try? files.text("\(folder)/dev")).flatMap { FileStatus.Device($0.trimmed) }
  }

  private func mapped(as name: String) -> FileStatus.Device? {
    let maps = ((try? files.list("/sys/class/block")) ?? []).filter { $0.hasPrefix("dm-") }
    let folder = maps.map { "/sys/class/block/\($0)" }.first {
      (try? files.text("\($0)/dm/name"))?.trimmed == name
    }
    return folder.flatMap(number)
  }
}
