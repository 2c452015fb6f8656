internal import CDisks

/// The bytes that a block device or a disk image holds.
///
/// - Parameter descriptor: open for reading.
/// - Returns: nil when the system does not say.
public func deviceSize(_ descriptor: Int32) -> Int? {
  let size = tk_device_size(descriptor)
  return size < 0 ? nil : Int(size)
}

/// Why a disk could not be understood.
public struct DiskError: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// libcryptsetup is not on this computer.
    case libraryMissing = "library-missing"
    /// Not a LUKS header, or one that the library refuses.
    case noHeader = "no-header"
    /// The disk could not be read.
    case unreadable
  }
  public let kind: Kind
  /// What was being done, such as `loading the header`.
  public let action: String
  /// The library's own number, a negated `errno`; 0 when there is none.
  public let code: Int

  init(_ kind: Kind, while action: String, code: Int32 = 0) {
    (self.kind, self.action, self.code) = (kind, action, Int(code))
  }
}
