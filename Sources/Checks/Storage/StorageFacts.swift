public import Disks
public import Hygiene

/// What was found about one place where data lies.
///
/// No path, label, serial number, UUID or device-mapper name is kept: they identify a computer in
/// a report that is passed on.
public struct StorageFacts: Hashable, Codable, Sendable {
  /// Every way down to the bytes; empty when there is nothing or when it cannot be seen.
  public let trails: [StorageTrail]
  /// Whether there is anything to look at: a computer may have no swap.
  public let isPresent: Bool
  /// Why nothing can be told from here, whatever the trails say.
  public let obstacle: Reason?
  /// The headers that could be read.
  public let headers: [LUKSHeader]
  /// Encrypting layers whose header could not be read.
  public let unreadHeaders: Int
  public let unlocking: [Unlocking]
  /// Some folders in it are encrypted, the rest is not.
  public let hasEncryptedFolders: Bool
  /// Names from `storage.remarks.<name>`.
  public let remarks: [String]
  /// What the rule makes of all this.
  public let verdict: StorageVerdict

  public init(
    trails: [StorageTrail] = [], isPresent: Bool = true, obstacle: Reason? = nil,
    headers: [LUKSHeader] = [], unreadHeaders: Int = 0, unlocking: [Unlocking] = [],
    hasEncryptedFolders: Bool = false, remarks: [String] = []
  ) {
    (self.trails, self.isPresent, self.obstacle) = (trails, isPresent, obstacle)
    (self.headers, self.unreadHeaders) = (headers, unreadHeaders)
    (self.unlocking, self.hasEncryptedFolders) = (unlocking, hasEncryptedFolders)
    self.remarks = remarks
    verdict = StorageRule.verdict(
      trails: trails, isPresent: isPresent, obstacle: obstacle, headers: headers,
      unreadHeaders: unreadHeaders, unlocking: unlocking,
      hasEncryptedFolders: hasEncryptedFolders)
  }

  /// The evidence, one line for each place where the bytes lie.
  public var chains: [String] { trails.map(\.text) }

  /// The ways down without the name of the place they start from.
  var layout: [[StorageStep]] { trails.map { Array($0.steps.dropFirst()) } }

  /// Why it could not be told.
  public var reason: Reason {
    if verdict == .remote { return .remoteStorage }
    return obstacle ?? trails.lazy.compactMap(\.reason).first ?? .unexplained
  }

  /// The outcome that the verdict stands for.
  public var outcome: Outcome {
    let verdict = StorageRule.verdict(
      trails: trails, isPresent: isPresent, obstacle: obstacle, headers: headers,
      unreadHeaders: unreadHeaders, unlocking: unlocking,
      hasEncryptedFolders: hasEncryptedFolders)
    return switch verdict {
    case .encryptedSecret, .encryptedMap, .volatile, .absent: .good
    case .encryptedAuto, .encryptedWeak, .fileLevel: .concern
    case .notEncrypted, .suspended, .mixed, .inTransition: .problem
    case .remote: .unknown(because: .remoteStorage)
    case .unknown: .unknown(because: reason)
    }
  }

  /// High when headers were read or a disk in clear was reached, medium when only maps were seen.
  public var confidence: Confidence {
    let isVirtual = remarks.contains(Surroundings.Remark.virtualMachine.rawValue)
    return switch verdict {
    case .unknown, .remote: .low
    case .absent: .high
    // Whoever runs the virtual machine may have encrypted, or may copy, the disk under it.
    case _ where isVirtual: .medium
    case .notEncrypted, .mixed, .fileLevel: .high
    default: unreadHeaders > 0 ? .medium : .high
    }
  }
}

/// How a disk is opened without a passphrase being typed. Words: `storage.unlocking.<name>`.
public enum Unlocking: String, Hashable, Codable, Sendable, CaseIterable {
  /// A key file on a disk in clear.
  case exposedKeyFile = "exposed-key-file"
  /// A key file in the start-up files of a `/boot` in clear.
  case bootKeyFile = "boot-key-file"
  /// A key file on a disk that the computer opens by itself.
  case inherited
  case tpm2
  case network
  /// A FIDO2 key or smart card without a PIN.
  case hardware
  /// A script or a token of a kind that this version does not know.
  case other
  /// A new key at every start: nothing can open what was written before.
  case randomKey = "random-key"

  /// Whether whoever holds the computer needs nothing else.
  var isAutomatic: Bool {
    switch self {
    case .exposedKeyFile, .bootKeyFile, .inherited, .tpm2, .network: true
    case .hardware, .other, .randomKey: false
    }
  }
}
