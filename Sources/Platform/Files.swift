public import Hygiene

/// A view of the file system from some root: a fixture tree is a computer.
///
/// Paths are absolute. Nothing is read without a limit, nothing is written in place.
public protocol Files: Sendable {
  /// The whole file. Devices, pipes and folders are refused.
  ///
  /// - Throws: `FileProblem`, `.tooLarge` before reading when it has more than `limit` bytes.
  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8]
  /// The names in a folder, sorted, without `.` and `..`.
  func list(_ path: String) throws(FileProblem) -> [String]
  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus
  /// The text of a symbolic link.
  func target(ofLink path: String) throws(FileProblem) -> String
  /// The path without symbolic links.
  func realPath(_ path: String) throws(FileProblem) -> String
  /// Makes a folder and those above it, each with mode 0700.
  func makeFolder(_ path: String) throws(FileProblem)
  /// Writes a temporary file of mode 0600 beside `path`, flushes it, renames it, flushes the
  /// folder. A crash leaves the old state or the new one.
  ///
  /// - Throws: `.exists` when the file is there and may not be replaced.
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem)
  /// Cuts a file to `kept` bytes, adds some, and flushes it; makes it when `kept` is 0. After an
  /// error the file has the bytes that were to be kept. Two must not do this at once: `locking`.
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem)
  /// Does something while no other program holds the same folder's lock. The lock leaves nothing
  /// behind, and goes with the program that holds it.
  func locking<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result
  /// Removes what programs that are no more left in a folder when a write was broken off.
  func sweep(_ folder: String)
  /// Holds a folder for longer, without waiting; nil when somebody else holds it.
  func hold(_ folder: String) throws(FileProblem) -> HeldFolder?
  /// Removes a file, or a folder with all that is in it.
  func remove(_ path: String) throws(FileProblem)
}

extension Files {
  /// A file of our own: a symbolic link in its place is refused.
  public func read(_ path: String, atMost limit: Int) throws(FileProblem) -> [UInt8] {
    try read(path, atMost: limit, followingLinks: false)
  }

  /// A text file of the system, which may well be a link, such as `/etc/resolv.conf`.
  public func text(_ path: String, atMost limit: Int = 1 << 20) throws(FileProblem) -> String {
    String(decoding: try read(path, atMost: limit, followingLinks: true), as: UTF8.self)
  }

  /// A view that nobody else writes to needs no lock.
  public func locking<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result {
    try body()
  }

  public func sweep(_ folder: String) {}

  /// Nor a hold.
  public func hold(_ folder: String) throws(FileProblem) -> HeldFolder? { HeldFolder() }

  public func exists(_ path: String) -> Bool {
    (try? status(of: path, followingLinks: false)) != nil
  }
}

/// What a file is.
public struct FileStatus: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case regular, folder, link, blockDevice, other }
  public struct Device: Hashable, Sendable {
    public let major: Int, minor: Int
    public init(major: Int, minor: Int) { (self.major, self.minor) = (major, minor) }
  }
  public let kind: Kind
  public let size: Int
  /// Permission bits.
  public let mode: Int
  public let owner: Int
  /// The device that holds the file.
  public let device: Device
  /// The device that the file stands for, when it is a device file.
  public let special: Device
  /// As in `/proc/self/mountinfo`; nil on kernels before 5.8.
  public let mountID: Int?
  /// Whether the file system says that the file is encrypted (fscrypt); nil when it cannot say.
  public let isEncrypted: Bool?
  /// When the content last changed; nil when the view does not say.
  public let modified: Timestamp?

  public init(
    kind: Kind, size: Int = 0, mode: Int = 0o600, owner: Int = 0,
    device: Device = .init(major: 0, minor: 0), special: Device = .init(major: 0, minor: 0),
    mountID: Int? = nil, isEncrypted: Bool? = nil,
    modified: Timestamp? = nil
  ) {
    (self.kind, self.size, self.mode, self.owner) = (kind, size, mode, owner)
    (self.device, self.special) = (device, special)
    (self.mountID, self.isEncrypted, self.modified) = (mountID, isEncrypted, modified)
  }
}

/// Why a file could not be read or written.
public struct FileProblem: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case missing, forbidden, tooLarge = "too-large", exists, full, notAFile = "not-a-file"
    case unreadable
  }
  public let kind: Kind
  public let path: String

  public init(_ kind: Kind, _ path: String) { (self.kind, self.path) = (kind, path) }
}
