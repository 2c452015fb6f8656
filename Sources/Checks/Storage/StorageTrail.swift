public import Hygiene

/// One layer between a file and the metal.
public struct StorageStep: Hashable, Codable, Sendable {
  /// The kernel's name or the file system's type: never a path, a label or an identifier of a disk.
  public let name: String
  /// What kind of layer it is, such as `crypt` or `disk`; nil for the thing looked at.
  public let kind: String?
  /// What is worth knowing of it, such as `luks2, argon2id t4 m316M p2`.
  public let note: String?

  public init(_ name: String, _ kind: String? = nil, note: String? = nil) {
    (self.name, self.kind, self.note) = (name, kind, note)
  }

  /// Such as `dm-0 [crypt luks2]`.
  public var text: String {
    guard let kind else { return name }
    return "\(name) [\(note.map { "\(kind) \($0)" } ?? kind)]"
  }
}

/// One way down from a path to a place where its bytes lie, with all the layers between.
public struct StorageTrail: Hashable, Codable, Sendable {
  /// What protects the bytes where they lie.
  public enum End: String, Hashable, Codable, Sendable, CaseIterable {
    /// An encrypting layer was passed.
    case covered
    /// None was.
    case exposed
    /// They lie in memory and are gone with the power.
    case memory
    /// They lie on another computer.
    case remote
    case unknown
  }
  public let steps: [StorageStep]
  public let end: End
  /// Why it is unknown.
  public let reason: Reason?
  /// The layer that encrypts single files, such as `ecryptfs`; names and sizes stay readable.
  public let fileLevel: String?

  public init(
    _ steps: [StorageStep], _ end: End, because reason: Reason? = nil, fileLevel: String? = nil
  ) {
    (self.steps, self.end, self.reason, self.fileLevel) = (steps, end, reason, fileLevel)
  }

  /// The evidence as a person may check it: `home -> ext4 -> dm-0 [crypt luks2] -> sda [disk]`.
  public var text: String { steps.map(\.text).joined(separator: " -> ") }
}
