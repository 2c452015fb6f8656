internal import CLinux
internal import Glibc

/// Opens disks, and images of disks, for reading only.
///
/// A `Files` that can do it says so by conforming; the faces of C libraries get the descriptor.
public protocol Devices: Sendable {
  /// Lends a descriptor of a block device, of a regular file or of `/dev/mapper/control` for the
  /// time of `body`.
  ///
  /// - Throws: `FileProblem` when it cannot be opened, or whatever `body` throws.
  func withDevice<Result>(_ path: String, _ body: (Int32) throws -> Result) throws -> Result
}

extension LiveFiles: Devices {
  public func withDevice<Result>(
    _ path: String, _ body: (Int32) throws -> Result
  ) throws -> Result {
    let kind = try status(of: path, followingLinks: true).kind
    guard kind == .blockDevice || kind == .regular || path == "/dev/mapper/control" else {
      throw FileProblem(.notAFile, path)
    }
    // O_NONBLOCK: opening a drive without a medium must not wait for one.
    let descriptor = unsafe tk_open_at(
      AT_FDCWD, root + path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw FileProblem(.forbidden, path) }
    defer { close(descriptor) }
    return try body(descriptor)
  }
}
