internal import CLinux
internal import Glibc
internal import Hygiene

/// The real file system, seen from a root.
public struct LiveFiles: Files {
  let root: String

  /// - Parameter root: "" for the whole computer, or a folder that stands for one.
  public init(root: String = "") { self.root = root }

  func located(_ path: String) -> String { root + path }

  public func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] {
    // O_NONBLOCK: opening a FIFO that somebody left here must not wait for its other end.
    let descriptor = try open(
      path, O_RDONLY | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW))
    defer { close(descriptor) }
    let status = try describe("/proc/self/fd/\(descriptor)", followingLinks: true, as: path)
    guard status.kind == .regular else { throw FileProblem(.notAFile, path) }
    guard status.size <= limit else { throw FileProblem(.tooLarge, path) }
    // In one go where the size is true, one byte more to see that nothing follows.
    var bytes =
      try nextPiece(of: descriptor, atMost: max(status.size + 1, 4096), as: path) ?? []
    guard bytes.count <= limit else { throw FileProblem(.tooLarge, path) }
    // Files of /proc and /sys say 0 or 4096 whatever they hold, so the limit holds while reading.
    while let piece = try nextPiece(of: descriptor, atMost: 1 << 16, as: path) {
      bytes.append(contentsOf: piece)
      guard bytes.count <= limit else { throw FileProblem(.tooLarge, path) }
    }
    return bytes
  }

  private func nextPiece(
    of descriptor: Int32, atMost size: Int, as path: String
  ) throws(FileProblem) -> [UInt8]? {
    var result = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      repeat {
        result = unsafe Glibc.read(descriptor, buffer.baseAddress, size)
      } while result < 0 && errno == EINTR
      count = max(0, result)
    }
    guard result >= 0 else { throw problem(path) }
    return piece.isEmpty ? nil : piece
  }

  public func list(_ path: String) throws(FileProblem) -> [String] {
    guard let folder = unsafe opendir(located(path)) else { throw problem(path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  public func status(
    of path: String, followingLinks: Bool
  ) throws(FileProblem) -> FileStatus {
    try describe(located(path), followingLinks: followingLinks, as: path)
  }

  private func describe(
    _ location: String, followingLinks: Bool, as path: String
  ) throws(FileProblem) -> FileStatus {
    var raw = tk_status()
    guard unsafe tk_status_of(location, followingLinks ? 1 : 0, &raw) == 0 else {
      throw problem(path)
    }
    let kind: FileStatus.Kind =
      switch raw.mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFBLK: .blockDevice
      default: .other
      }
    return FileStatus(
      kind: kind, size: Int(clamping: raw.size), mode: Int(raw.mode & 0o7777),
      owner: Int(raw.owner),
      device: .init(major: Int(raw.device_major), minor: Int(raw.device_minor)),
      special: .init(major: Int(raw.special_major), minor: Int(raw.special_minor)),
      mountID: raw.mount_id == 0 ? nil : Int(raw.mount_id),
      isEncrypted: raw.attributes & 2 == 0 ? nil : raw.attributes & 1 == 1,
      modified: Timestamp(secondsSinceEpoch: Int(raw.modified)))
  }

  public func target(ofLink path: String) throws(FileProblem) -> String {
    let location = located(path)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return }
        count = max(0, unsafe readlink(location, start, text.count))
      }
    }
    guard !bytes.isEmpty else { throw problem(path) }
    return String(decoding: bytes, as: UTF8.self)
  }

  public func realPath(_ path: String) throws(FileProblem) -> String {
    guard let resolved = unsafe realpath(located(path), nil) else { throw problem(path) }
    defer { unsafe free(resolved) }
    let text = unsafe String(cString: resolved)
    return text.hasPrefix(root) ? String(text.dropFirst(root.count)) : text
  }

  public func makeFolder(_ path: String) throws(FileProblem) {
    var built = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      built += "/\(part)"
      guard unsafe mkdir(located(built), 0o700) != 0, errno != EEXIST else { continue }
      let refusal = errno
      // Above the home there may be folders that may not be made again, only entered.
      if refusal == EROFS || refusal == EACCES, exists(built) { continue }
      errno = refusal
      throw problem(path)
    }
    guard try status(of: path, followingLinks: true).kind == .folder else {
      throw FileProblem(.notAFile, path)
    }
  }

  public func append(
    _ bytes: [UInt8], to path: String, keeping kept: Int
  ) throws(FileProblem) {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOFOLLOW)
    defer { close(descriptor) }
    let status = try describe("/proc/self/fd/\(descriptor)", followingLinks: true, as: path)
    guard status.kind == .regular, status.size >= kept else { throw FileProblem(.notAFile, path) }
    guard ftruncate(descriptor, kept) == 0, lseek(descriptor, kept, SEEK_SET) == kept,
      writeAll(bytes, to: descriptor), fsync(descriptor) == 0
    else {
      let problem = problem(path)
      _ = ftruncate(descriptor, kept)
      throw problem
    }
    if kept == 0 { try flush(parent(of: path), for: path) }
  }

  public func locking<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
    // Closing is unlocking; so is the end of the process, however it comes.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw problem(folder) }
    }
    return try body()
  }

  public func hold(_ folder: String) throws(FileProblem) -> HeldFolder? {
    let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
    let held = HeldFolder(descriptor)
    // A file system without locks is no reason to stop anybody.
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK ? nil : held
  }

  public func remove(_ path: String) throws(FileProblem) {
    let kind = try status(of: path, followingLinks: false).kind
    if kind == .folder {
      for name in try list(path) { try remove("\(path)/\(name)") }
      guard unsafe rmdir(located(path)) == 0 else { throw problem(path) }
    } else {
      guard unsafe unlink(located(path)) == 0 else { throw problem(path) }
    }
  }

  /// `name` is what a problem is told about, if that is another path.
  func open(
    _ path: String, _ flags: Int32, as name: String? = nil
  ) throws(FileProblem) -> Int32 {
    let descriptor = unsafe tk_open_at(AT_FDCWD, located(path), flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw problem(name ?? path) }
    return descriptor
  }

  /// What `errno` says, as a problem with `path`.
  func problem(_ path: String) -> FileProblem {
    let kind: FileProblem.Kind =
      switch errno {
      case ENOENT, ENOTDIR: .missing
      case EACCES, EPERM, EROFS: .forbidden
      case EEXIST: .exists
      // A limit on the size of files (ulimit -f) is one more way of having no room.
      case ENOSPC, EDQUOT, EFBIG: .full
      case ELOOP, EISDIR: .notAFile
      default: .unreadable
      }
    return FileProblem(kind, path)
  }
}
