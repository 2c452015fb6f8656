internal import Platform

/// Where the computer writes its memory when it hibernates.
enum Hibernation: Hashable, Sendable {
  case impossible
  /// The device that the next start resumes from.
  case device(FileStatus.Device)
  /// No device is set: the kernel or systemd takes an active swap area.
  case anySwap
  /// sysfs is not there to ask.
  case unknown

  /// As `/sys/power` and the settings for the start say (power/swsusp.rst of the kernel).
  init(on computer: Computer) {
    let files = computer.files
    func text(_ path: String) -> String { ((try? files.text(path)) ?? "").trimmed }
    guard files.exists("/sys/power") else {
      self = .unknown
      return
    }
    guard text("/sys/power/state").fields.contains("disk"),
      !text("/sys/power/disk").contains("[disabled]"), !computer.commandLine.has("nohibernate"),
      !computer.commandLine.has("hibernate=no")
    else {
      self = .impossible
      return
    }
    let kernel = FileStatus.Device(text("/sys/power/resume"))
    let configured = text("/etc/initramfs-tools/conf.d/resume").entries
      .filter { $0.hasPrefix("RESUME=") }.map { String($0.dropFirst("RESUME=".count)) }
    let names = computer.commandLine.values(of: "resume") + configured
    if let kernel, kernel != .init(major: 0, minor: 0) {
      self = .device(kernel)
    } else if let device = names.lazy.compactMap(computer.device).first {
      self = .device(device)
    } else {
      self = .anySwap
    }
  }
}
