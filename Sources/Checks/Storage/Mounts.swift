internal import Platform

/// One line of `/proc/self/mountinfo` (proc(5)).
struct Mount: Hashable, Sendable {
  let id: Int
  /// Its place in the table: a later one hides an earlier one.
  let index: Int
  let device: FileStatus.Device
  let point: String
  let type: String
  let source: String
  let options: [String]

  /// The value of a super block option such as `upperdir`.
  func option(_ name: String) -> String? {
    options.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
  }

  func holds(_ path: String) -> Bool {
    point == "/" || path == point || path.hasPrefix(point + "/")
  }
}

/// What is mounted where.
struct Mounts: Sendable {
  let all: [Mount]

  /// - Parameter text: as in `/proc/self/mountinfo`; lines that make no sense are left out.
  init(_ text: String) {
    all = text.lines.enumerated().compactMap { index, line in
      Mount(line, at: index)
    }
  }

  /// The mount that holds a path without symbolic links.
  ///
  /// The kernel's own number decides when it fits. Without it (a kernel before 5.8, a tree that
  /// stands for a computer) the longest mount point does, and of several the last.
  /// With an index only the mounts before it are looked at, for the folder under an over-mount.
  func holding(_ path: String, id: Int? = nil, before index: Int = .max) -> Mount? {
    let candidates = all.filter { $0.index < index && $0.holds(path) }
    if let exact = candidates.first(where: { $0.id == id }) { return exact }
    return candidates.max { ($0.point.utf8.count, $0.index) < ($1.point.utf8.count, $1.index) }
  }
}

extension Mount {
  fileprivate init?(_ line: Substring, at index: Int) {
    let fields = line.fields
    // Six fixed fields, any number of tags, a lone hyphen, three fixed fields.
    guard let hyphen = fields.dropFirst(6).firstIndex(of: "-"), fields.count >= hyphen + 4,
      let id = Int(fields[0]), let device = FileStatus.Device(fields[2])
    else { return nil }
    self.init(
      id: id, index: index, device: device, point: unescaped(fields[4]),
      type: String(fields[hyphen + 1]), source: unescaped(fields[hyphen + 2]),
      options: fields[hyphen + 3].split(separator: ",").map { unescaped($0) })
  }
}

extension FileStatus.Device {
  /// - Parameter text: as in sysfs, `major:minor`.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]),
      major >= 0, minor >= 0
    else { return nil }
    self.init(major: major, minor: minor)
  }

  var text: String { "\(major):\(minor)" }
}
