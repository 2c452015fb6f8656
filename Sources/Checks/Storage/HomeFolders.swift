internal import Platform

/// The folders of a person that may lie elsewhere than the home itself.
///
/// A home may be encrypted and its documents may be a link to, or the mount point of, a disk that
/// is not.
struct HomeFolders {
  let computer: Computer
  let home: String

  /// A folder, and a name for it that says nothing about the person.
  struct Folder: Hashable, Sendable {
    let name: String
    let path: String
  }

  private static let usual = [
    "desktop": "Desktop", "documents": "Documents", "download": "Downloads", "music": "Music",
    "pictures": "Pictures", "videos": "Videos",
  ]
  private static let profiles = [
    "firefox": ".mozilla", "thunderbird": ".thunderbird", "chrome": ".config/google-chrome",
    "chromium": ".config/chromium",
  ]
  /// File systems that show what lies elsewhere, or nothing that lasts.
  private static let passing: Set = ["tmpfs", "autofs", "fuse.portal", "fuse.gvfsd-fuse", "nsfs"]

  init(of home: String, on computer: Computer) { (self.home, self.computer) = (home, computer) }

  /// Those that another mount holds than the home's, in the order of their names.
  var elsewhere: [Folder] {
    let own = mount(of: home)
    var paths = Self.usual.merging(Self.profiles) { $1 }.mapValues { "\(home)/\($0)" }
    paths.merge(chosen) { $1 }
    let linked = paths.sorted { $0.key < $1.key }.compactMap { name, path -> Folder? in
      guard let mount = mount(of: path), mount != own, !Self.passing.contains(mount.type) else {
        return nil
      }
      return Folder(name: name, path: path)
    }
    let known = Set(linked.compactMap { mount(of: $0.path) })
    let mounted = computer.mounts.all.filter {
      $0.point.hasPrefix(place(of: home) + "/") && !Self.passing.contains($0.type)
        && !known.contains($0) && mount(of: $0.point) == $0
    }
    return linked
      + mounted.enumerated().map { Folder(name: "mount \($0 + 1)", path: $1.point) }
  }

  /// What `user-dirs.dirs` says (xdg-user-dirs): the names are in the person's language.
  private var chosen: [String: String] {
    let text = (try? computer.files.text("\(home)/.config/user-dirs.dirs", atMost: 1 << 16)) ?? ""
    var paths: [String: String] = [:]
    for line in text.entries {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].hasPrefix("XDG_"), parts[0].hasSuffix("_DIR") else {
        continue
      }
      let name = parts[0].dropFirst(4).dropLast(4).lowercased()
      let value = parts[1].filter { $0 != "\"" }
      guard Self.usual[name] != nil else { continue }
      if value.hasPrefix("$HOME/") { paths[name] = "\(home)/\(value.dropFirst(6))" }
      if value.hasPrefix("/") { paths[name] = value }
    }
    return paths
  }

  private func place(of path: String) -> String {
    (try? computer.files.realPath(path)) ?? normalized(path)
  }

  private func mount(of path: String) -> Mount? {
    guard let status = try? computer.files.status(of: path, followingLinks: true) else {
      return nil
    }
    return computer.mounts.holding(place(of: path), id: status.mountID)
  }
}
