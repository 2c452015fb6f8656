/// Whether somebody who takes the computer can read the data. Words: `storage.verdict.<name>`.
///
/// The names are part of the report format.
public enum StorageVerdict: String, Hashable, Codable, Sendable, CaseIterable {
  /// Every place is a disk in clear, and nothing encrypts single files.
  case notEncrypted = "not-encrypted"
  /// Encrypted with a key that lies in clear beside the data.
  case suspended
  /// Some of the places are in clear: to be treated as readable.
  case mixed
  /// Being encrypted or decrypted right now: to be treated as readable.
  case inTransition = "in-transition"
  /// The contents of files are encrypted; names, sizes, dates and other folders are not.
  case fileLevel = "file-level"
  /// Encrypted, but the computer opens it by itself when it is switched on.
  case encryptedAuto = "encrypted-auto"
  /// Encrypted, with a passphrase that is cheap to guess at.
  case encryptedWeak = "encrypted-weak"
  /// Encrypted as far as can be seen without reading the header: *probably*.
  case encryptedMap = "encrypted-map"
  /// Encrypted, and every way in needs something that only the owner knows.
  case encryptedSecret = "encrypted-secret"
  /// In memory only: gone with the power.
  case volatile
  /// There is nothing that could be read: no swap, no hibernation.
  case absent
  /// On another computer, where it is not measured.
  case remote
  case unknown

  /// 0 for the worst; nil for what is not ranked, because it says nothing or nothing bad.
  public var rank: Int? {
    switch self {
    case .volatile, .absent, .remote, .unknown: nil
    default: Self.allCases.firstIndex(of: self)
    }
  }
}

/// The verdict that stands for several, and what could not be measured.
public struct StorageHeadline: Hashable, Codable, Sendable {
  /// The worst of those that are known; nil when none is ranked.
  public let worst: StorageVerdict?
  /// Names of the subjects that are unknown or on another computer.
  public let notMeasured: [String]

  /// - Parameter verdicts: by subject, such as `home` and `swap 1`.
  public init(of verdicts: [(subject: String, verdict: StorageVerdict)]) {
    worst = verdicts.map(\.verdict).filter { $0.rank != nil }
      .min { ($0.rank ?? 0) < ($1.rank ?? 0) }
    notMeasured = verdicts.filter { $0.verdict == .unknown || $0.verdict == .remote }
      .map(\.subject)
  }
}
