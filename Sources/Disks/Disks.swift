internal import CDisks

/// The bytes that a block device or a disk image holds.
///
/// - Parameter descriptor: open for reading.
/// - Returns: nil when the system does not say.
public func deviceSize(_ descriptor: Int32) -> Int? {
  let size = tk_device_size(descriptor)
  return size < 0 ? nil : Int(size)
}

/// What the segments of a device-mapper map do, such as `crypt` or `linear`.
///
/// A map's label can be wrong or missing; this is what the kernel really does. No key is asked for.
///
/// - Parameters:
///   - control: `/dev/mapper/control`, open.
///   - major: of the map's device number.
///   - minor: of the map's device number.
/// - Returns: nil without the right to ask, or for what is no map.
public func mapTargets(_ control: Int32, major: Int, minor: Int) -> [String]? {
  guard let major = UInt32(exactly: major), let minor = UInt32(exactly: minor) else { return nil }
  var names = [CChar](repeating: 0, count: 1 << 14)
  let count = unsafe tk_map_targets(control, major, minor, &names, names.count)
  guard count >= 0 else { return nil }
  let text = String(decoding: names.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return text.split(separator: "\n").map(String.init)
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
