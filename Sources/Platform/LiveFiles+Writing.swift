internal import CLinux
internal import Glibc

extension LiveFiles {
  public func write(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(FileProblem) {
    let folder = parent(of: path)
    let unnamed = unsafe tk_open_unnamed(located(folder))
    if unnamed >= 0 {
      defer { close(unnamed) }
      try fill(unnamed, with: bytes, for: path)
      // A program that is killed up to here leaves nothing at all.
      if replacing, try replace(path, with: unnamed) { return try flush(folder, for: path) }
      if !replacing, unsafe tk_name(unnamed, located(path)) == 0 {
        return try flushNew(path, in: folder)
      }
      guard replacing || errno != EEXIST else { throw problem(path) }
    }
    // The file systems of sticks, and computers without /proc.
    try writeBeside(bytes, path, replacing: replacing)
    if replacing { try flush(folder, for: path) } else { try flushNew(path, in: folder) }
  }

  /// Nobody may find a file that we said was not written.
  private func flushNew(_ path: String, in folder: String) throws(FileProblem) {
    do {
      try flush(folder, for: path)
    } catch {
      unsafe unlink(located(path))
      throw error
    }
  }

  private func fill(
    _ descriptor: Int32, with bytes: [UInt8], for path: String
  ) throws(FileProblem) {
    guard writeAll(bytes, to: descriptor), fsync(descriptor) == 0 else { throw problem(path) }
  }

  /// A name cannot be given in place of a file, so it gets one beside it first. What an earlier
  /// program left between these two calls goes before.
  ///
  /// False when the file system gives names to none.
  private func replace(_ path: String, with unnamed: Int32) throws(FileProblem) -> Bool {
    sweep(beside: path)
    let temporary = temporaryName(for: path)
    guard unsafe tk_name(unnamed, located(temporary)) == 0 else { return false }
    guard unsafe rename(located(temporary), located(path)) == 0 else {
      let problem = problem(path)
      unsafe unlink(located(temporary))
      throw problem
    }
    return true
  }

  private func writeBeside(
    _ bytes: [UInt8], _ path: String, replacing: Bool
  ) throws(FileProblem) {
    sweep(beside: path)
    let temporary = temporaryName(for: path)
    let descriptor = try open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, as: path)
    var isRenamed = false
    defer { if !isRenamed { unsafe unlink(located(temporary)) } }
    do {
      defer { close(descriptor) }
      try fill(descriptor, with: bytes, for: path)
    }
    let result =
      replacing
      ? unsafe rename(located(temporary), located(path))
      : unsafe tk_rename_new(located(temporary), located(path))
    guard result == 0 else { throw problem(path) }
    isRenamed = true
  }

  private func temporaryName(for path: String) -> String {
    "\(path).new-\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }

  /// Removes what programs that are no more left beside a file.
  private func sweep(beside path: String) {
    let start = "\(path.split(separator: "/").last ?? "").new-"
    sweep(parent(of: path)) { $0.hasPrefix(start) }
  }

  public func sweep(_ folder: String) { sweep(folder) { _ in true } }

  private func sweep(_ folder: String, where isMeant: (String) -> Bool) {
    for name in (try? list(folder)) ?? [] where isMeant(name) {
      guard let mark = name.ranges(of: ".new-").last else { continue }
      let numbers = name[mark.upperBound...].split(separator: "-")
      guard numbers.count == 2, UInt32(numbers[1]) != nil, let process = pid_t(numbers[0]),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unsafe unlink(located("\(folder)/\(name)"))
    }
  }

  func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  func flush(_ folder: String, for path: String) throws(FileProblem) {
    let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw problem(path) }
  }
}
