internal import CDisks
internal import Glibc

/// What a LUKS header says about how its volume is unlocked. It holds no key and no identifier.
public struct LUKSHeader: Hashable, Codable, Sendable {
  /// 1 or 2.
  public let version: Int
  /// Such as `aes`; `cipher_null` encrypts nothing.
  public let cipher: String
  /// Such as `xts-plain64`.
  public let mode: String
  /// Bits of the volume key.
  public let keyBits: Int
  /// The slots that open the volume.
  public let slots: [KeySlot]
  public let tokens: [UnlockToken]
  /// The volume is being encrypted, decrypted or re-encrypted: parts of it may be in clear.
  public let isInTransition: Bool
  /// The header demands something that this version of the library does not know.
  public let hasUnknownRequirement: Bool
  /// The first copy of the header is gone; these facts come from the second.
  public let isPrimaryDamaged: Bool

  public init(
    version: Int, cipher: String = "aes", mode: String = "xts-plain64", keyBits: Int = 512,
    slots: [KeySlot], tokens: [UnlockToken] = [], isInTransition: Bool = false,
    hasUnknownRequirement: Bool = false, isPrimaryDamaged: Bool = false
  ) {
    (self.version, self.cipher, self.mode, self.keyBits) = (version, cipher, mode, keyBits)
    (self.slots, self.tokens, self.isInTransition) = (slots, tokens, isInTransition)
    self.hasUnknownRequirement = hasUnknownRequirement
    self.isPrimaryDamaged = isPrimaryDamaged
  }
}

/// One way into a volume, and what guessing at it costs.
public struct KeySlot: Hashable, Codable, Sendable {
  public let number: Int
  /// Such as `argon2id` or `pbkdf2`.
  public let derivation: String
  public let hash: String
  public let iterations: Int
  /// In KiB; 0 for PBKDF2.
  public let memory: Int
  public let threads: Int

  public init(
    number: Int, derivation: String, hash: String, iterations: Int, memory: Int, threads: Int
  ) {
    (self.number, self.derivation, self.hash) = (number, derivation, hash)
    (self.iterations, self.memory, self.threads) = (iterations, memory, threads)
  }
}

extension LUKSHeader {
  /// The most slots that a LUKS2 header may have; LUKS1 has 8.
  private static let mostSlots: Int32 = 32

  /// Reads the header of a device or image without giving the device to the library.
  ///
  /// libcryptsetup mends a damaged header *on the disk* when it may write there; so it sees a copy
  /// in memory.
  ///
  /// - Parameters:
  ///   - descriptor: open for reading; it stays open.
  ///   - size: bytes of the device, from `deviceSize`.
  /// - Returns: the facts of whichever copy of the header is whole.
  /// - Throws: `.noHeader` when there is none or the library refuses it.
  public static func read(_ descriptor: Int32, size: Int) throws(DiskError) -> LUKSHeader {
    let copy = tk_header_copy(descriptor, UInt64(max(0, size)))
    guard copy >= 0 else { throw DiskError(.unreadable, while: "copying the header") }
    defer { close(copy) }
    var device: OpaquePointer?
    let result = unsafe tk_crypt_load(copy, &device)
    defer { if let device = unsafe device { unsafe tk_crypt_free(device) } }
    guard result != -ENOSYS else {
      throw DiskError(.libraryMissing, while: "opening libcryptsetup", code: result)
    }
    guard result >= 0, let loaded = unsafe device else {
      throw DiskError(.noHeader, while: "loading the header", code: result)
    }
    return unsafe LUKSHeader(loaded, isPrimaryDamaged: !startsWithMagic(copy))
  }

  @unsafe private init(_ device: OpaquePointer, isPrimaryDamaged: Bool) {
    version = unsafe tk_crypt_is_luks2(device) != 0 ? 2 : 1
    var requirements: UInt32 = 0
    // LUKS1 has none; a volume being re-encrypted loses its magic and does not load.
    let areKnown =
      unsafe version == 1 || tk_crypt_requirements(device, &requirements) >= 0
    cipher = unsafe text(tk_crypt_cipher(device))
    mode = unsafe text(tk_crypt_cipher_mode(device))
    keyBits = Int(unsafe tk_crypt_key_bytes(device)) * 8
    slots = (0..<Self.mostSlots).compactMap { unsafe KeySlot($0, of: device) }
    tokens = (0..<Self.mostSlots).compactMap { number in
      var json: UnsafePointer<CChar>?
      guard unsafe tk_crypt_token(device, number, &json) >= 0, let found = unsafe json else {
        return nil
      }
      return unsafe UnlockToken(json: String(cString: found))
    }
    // Bits 0 and 1: offline and online re-encryption. Bit 31: not known to the library.
    isInTransition = areKnown && requirements & 3 != 0
    hasUnknownRequirement = !areKnown || requirements & ~3 != 0
    self.isPrimaryDamaged = isPrimaryDamaged
  }
}

extension KeySlot {
  @unsafe fileprivate init?(_ number: Int32, of device: OpaquePointer) {
    var type: UnsafePointer<CChar>?
    var hash: UnsafePointer<CChar>?
    var (iterations, memory, threads): (UInt32, UInt32, UInt32) = (0, 0, 0)
    guard unsafe tk_crypt_slot_is_active(device, number) != 0,
      unsafe tk_crypt_slot_kdf(device, number, &type, &hash, &iterations, &memory, &threads) >= 0
    else { return nil }
    self.number = Int(number)
    derivation = unsafe text(type)
    self.hash = unsafe text(hash)
    (self.iterations, self.memory) = (Int(iterations), Int(memory))
    self.threads = Int(threads)
  }
}

/// A name out of a header, cut short and without control characters.
@unsafe private func text(_ start: UnsafePointer<CChar>?) -> String {
  guard let start = unsafe start else { return "" }
  let found = unsafe String(cString: start)
  return String(String.UnicodeScalarView(found.unicodeScalars.filter(\.isPrintable).prefix(64)))
}

/// Whether a header begins with `LUKS\xba\xbe` (LUKS2 On-Disk Format, section 2.1).
private func startsWithMagic(_ descriptor: Int32) -> Bool {
  var bytes = [UInt8](repeating: 0, count: 6)
  let count = unsafe bytes.withUnsafeMutableBytes {
    unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
  }
  return count == 6 && bytes == Array("LUKS".utf8) + [0xba, 0xbe]
}
