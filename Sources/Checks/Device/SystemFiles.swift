internal import Hygiene
internal import Platform

/// The files of a computer as its own programs see them.
///
/// A link leads to a place below the same root and never out of it, every reading has a limit, and
/// a file that is there and cannot be read is told apart from one that is missing: what it would
/// have said is then unknown, and nothing may be called good without it.
struct SystemFiles: Sendable {
  private let files: any Files
  // As many as the kernel follows (path_resolution(7)).
  private static let mostLinks = 40
  private static let mostNames = 20_000

  init(_ files: any Files) { self.files = files }

  /// The bytes; nil when nothing is there.
  func bytes(_ path: String, atMost limit: Int = 1 << 18) throws(CheckRefusal) -> [UInt8]? {
    do throws(FileProblem) {
      return try files.read(place(of: path), atMost: limit)
    } catch {
      if error.kind == .missing { return nil }
      throw CheckRefusal(error)
    }
  }

  func text(_ path: String, atMost limit: Int = 1 << 18) throws(CheckRefusal) -> String? {
    try bytes(path, atMost: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in a folder; none when it is missing.
  func names(in folder: String) throws(CheckRefusal) -> [String] {
    do throws(FileProblem) {
      let names = try files.list(place(of: folder))
      guard names.count <= Self.mostNames else { throw FileProblem(.tooLarge, folder) }
      return names
    } catch {
      if error.kind == .missing { return [] }
      throw CheckRefusal(error)
    }
  }

  /// What is at the end of the links; nil when nothing is.
  func status(of path: String) throws(CheckRefusal) -> FileStatus? {
    do throws(FileProblem) {
      return try files.status(of: place(of: path), followingLinks: false)
    } catch {
      if error.kind == .missing { return nil }
      throw CheckRefusal(error)
    }
  }

  /// Whether something of that name is there, were it a link to nothing.
  func exists(_ path: String) -> Bool {
    guard let entry = try? entry(of: path) else { return false }
    return files.exists(entry)
  }

  /// The text of a link; nil for anything else.
  func target(ofLink path: String) -> String? {
    guard let entry = try? entry(of: path) else { return nil }
    return try? files.target(ofLink: entry)
  }

  /// The path with the links in its folder followed, and not its own.
  private func entry(of path: String) throws(FileProblem) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    let folder = try place(of: String(path[..<slash]))
    return (folder == "/" ? "" : folder) + path[slash...]
  }

  /// The path with every link in it followed, as if the root were `/`.
  func place(of path: String) throws(FileProblem) -> String {
    var (done, links): ([String], Int) = ([], 0)
    var left = Array(path.split(separator: "/").map(String.init).reversed())
    while let part = left.popLast() {
      if part == "." { continue }
      if part == ".." {
        _ = done.popLast()
        continue
      }
      let next = "/" + (done + [part]).joined(separator: "/")
      guard try files.status(of: next, followingLinks: false).kind == .link else {
        done.append(part)
        continue
      }
      links += 1
      guard links <= Self.mostLinks else { throw FileProblem(.notAFile, path) }
      let target = try files.target(ofLink: next)
      if target.hasPrefix("/") { done = [] }
      left += target.split(separator: "/").map(String.init).reversed()
    }
    return "/" + done.joined(separator: "/")
  }
}

extension CheckRefusal {
  /// A file that decides is there and could not be read.
  init(_ problem: FileProblem) {
    self.init(
      .unknown(because: problem.kind == .forbidden ? .notPermitted : DeviceReasons.unreadable))
  }
}

/// Reasons that only the device checks have.
enum DeviceReasons {
  /// This system runs inside another one, which decides.
  static let insideAnother: Reason = "inside-another"
  /// A file that decides is damaged, too large or no file.
  static let unreadable: Reason = "unreadable"
  /// A kind of system or desktop whose settings this version cannot read.
  static let otherSystem: Reason = "other-system"
  /// What is written down does not show what the running system really does.
  static let onlySettings: Reason = "only-settings"
  /// The computer has not asked for updates lately, so what it knows is old.
  static let stale: Reason = "stale"
  /// Root's own settings say nothing of the person's.
  static let rootAlone: Reason = "root-alone"
  /// A program on this computer stands in between, and who chose it cannot be seen.
  static let localProxy: Reason = "local-proxy"
}
