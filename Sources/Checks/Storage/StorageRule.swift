internal import Disks
internal import Hygiene

/// The verdict on what was found: a pure function.
enum StorageRule {
  static func verdict(
    trails: [StorageTrail], isPresent: Bool, obstacle: Reason?, headers: [LUKSHeader],
    unreadHeaders: Int, unlocking: [Unlocking], hasEncryptedFolders: Bool
  ) -> StorageVerdict {
    if obstacle != nil { return .unknown }
    guard isPresent else { return .absent }
    let ends = Set(trails.map(\.end))
    let exposed = trails.filter { $0.end == .exposed }
    if !exposed.isEmpty {
      if exposed.allSatisfy({ $0.fileLevel != nil }), ends.isSubset(of: [.exposed, .covered]) {
        return .fileLevel
      }
      return ends == [.exposed] && exposed.allSatisfy({ $0.fileLevel == nil })
        && !hasEncryptedFolders ? .notEncrypted : .mixed
    }
    if ends.isEmpty || ends.contains(.unknown) { return .unknown }
    if ends.contains(.remote) { return .remote }
    let covered = strength(
      headers: headers, unreadHeaders: unreadHeaders, unlocking: unlocking)
    // Memory whose pages go to a covered swap is still memory; a doubtful swap shows through.
    if ends.contains(.memory) { return ends == [.memory] || covered.isSound ? .volatile : covered }
    return covered
  }

  /// How strong an encryption is that covers every place; the worst that any header says.
  private static func strength(
    headers: [LUKSHeader], unreadHeaders: Int, unlocking: [Unlocking]
  ) -> StorageVerdict {
    if headers.contains(where: \.isInTransition) { return .inTransition }
    if unlocking.contains(where: \.isAutomatic) { return .encryptedAuto }
    if headers.contains(where: \.isWeak) { return .encryptedWeak }
    let isPlain = unreadHeaders == 0 && !unlocking.contains { $0 == .hardware || $0 == .other }
    let isUnderstood = headers.allSatisfy { !$0.hasUnknownRequirement && !$0.slots.isEmpty }
    return isPlain && isUnderstood ? .encryptedSecret : .encryptedMap
  }
}

extension StorageVerdict {
  fileprivate var isSound: Bool { self == .encryptedSecret || self == .encryptedMap }
}

extension LUKSHeader {
  /// The least memory in KiB that RFC 9106 §4 recommends for Argon2id where memory is scarce.
  private static let leastMemory = 64 << 10

  /// Whether a typed passphrase is cheap to guess at.
  var isWeak: Bool {
    if version == 1 || cipher.hasPrefix("des") || keyBits < 128 { return true }
    // A slot of a token holds a long random key: there is nothing to guess.
    let owned = Set(tokens.flatMap(\.slots))
    return slots.filter { !owned.contains($0.number) }.contains {
      !$0.derivation.hasPrefix("argon2") || $0.memory < Self.leastMemory
    }
  }

  /// How the active slots are opened other than by typing.
  var unlocking: [Unlocking] {
    let active = Set(slots.map(\.number))
    return tokens.filter { !active.isDisjoint(with: $0.slots) }.compactMap { token in
      switch (token.kind, token.needsSecret) {
      case (.recovery, _), (.tpm2, true), (.hardware, true): nil
      case (.tpm2, _): .tpm2
      case (.network, _): .network
      case (.hardware, _): .hardware
      case (.other, _): .other
      }
    }
  }
}
