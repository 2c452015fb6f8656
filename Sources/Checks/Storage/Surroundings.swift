public import Hygiene
internal import Platform

/// What kind of computer this is, as far as it decides what can be seen of the disks.
struct Surroundings: Hashable, Sendable {
  /// Why nothing about disks can be told from here; nil when something can.
  let obstacle: Reason?
  /// Facts that qualify every result.
  let remarks: [Remark]

  /// Something that qualifies a result. Words: `storage.remarks.<name>`.
  enum Remark: String, Hashable, Codable, Sendable, CaseIterable {
    /// The disk of a virtual machine: what lies under it cannot be seen.
    case virtualMachine = "virtual-machine"
    /// Started from a stick that forgets: only what was stored elsewhere remains.
    case liveSystem = "live-system"
  }
}

extension Surroundings {
  init(_ files: any Files, started commandLine: KernelCommandLine) {
    obstacle = Self.obstacle(files)
    var remarks: [Remark] = []
    if Self.isVirtualMachine(files) { remarks.append(.virtualMachine) }
    if Self.isLive(files, commandLine) { remarks.append(.liveSystem) }
    self.remarks = remarks
  }

  private static func obstacle(_ files: any Files) -> Reason? {
    // WSL first: it also looks like a container.
    let version = (try? files.text("/proc/version")) ?? ""
    if version.lowercased().contains("microsoft") { return .hostDecides }
    if files.exists("/usr/share/qubes/marker-vm") { return .measuredElsewhere }
    let marks = [
      "/run/systemd/container", "/.dockerenv", "/.flatpak-info", "/run/.containerenv",
      "/opt/google/cros-containers",
    ]
    if marks.contains(where: files.exists) { return .container }
    if let own = try? files.target(ofLink: "/proc/self/ns/mnt"),
      let first = try? files.target(ofLink: "/proc/1/ns/mnt"), own != first
    {
      return .container
    }
    return nil
  }

  private static func isVirtualMachine(_ files: any Files) -> Bool {
    let names = ["sys_vendor", "product_name"].compactMap {
      try? files.text("/sys/class/dmi/id/\($0)").lowercased()
    }
    guard names.isEmpty else {
      let makers = [
        "qemu", "vmware", "virtualbox", "innotek", "kvm", "xen", "bochs", "parallels",
        "virtual machine", "amazon ec2", "google compute engine", "openstack",
      ]
      return names.contains { name in makers.contains { name.contains($0) } }
    }
    if files.exists("/sys/hypervisor/type") { return true }
    let processors = (try? files.text("/proc/cpuinfo")) ?? ""
    return processors.lines.first { $0.hasPrefix("flags") }?
      .fields.contains("hypervisor") ?? false
  }

  private static func isLive(_ files: any Files, _ commandLine: KernelCommandLine) -> Bool {
    let release = (try? files.text("/etc/os-release")) ?? ""
    return commandLine.has("boot=live") || files.exists("/run/live/medium")
      || release.lines.contains { $0 == "ID=tails" || $0 == "ID=\"tails\"" }
  }
}

extension Reason {
  /// In a container the paths are not the computer's.
  public static let container: Reason = "container"
  /// Another operating system outside this one holds the disk (WSL, shared folders of a VM).
  public static let hostDecides: Reason = "host-decides"
  /// Qubes: the disk is encrypted in dom0, to be checked there.
  public static let measuredElsewhere: Reason = "measured-elsewhere"
  /// The bytes lie on another computer.
  public static let remoteStorage: Reason = "remote-storage"
  /// A tool of the file system would be needed, such as `zfs`.
  public static let toolMissing: Reason = "tool-missing"
  /// A map without a label: VeraCrypt or made by hand; only root could look into it.
  public static let unlabelledMap: Reason = "unlabelled-map"
  /// A file system or a layer that this version does not know.
  public static let unknownLayer: Reason = "unknown-layer"
}
