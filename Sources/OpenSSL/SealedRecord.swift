internal import COpenSSL

/// A file that is, byte for byte, of profile S1 except in its five holes: the byte gate.
///
/// There is no other way to make one, and libcrypto parses nothing else as a record
/// (Docs/Formats/SealedRecord.md).
public struct SealedRecord: Hashable, Sendable {
  /// Plaintext sizes: 64 KiB, doubled up to 16 MiB.
  public static let buckets = (0...8).map { 65_536 << $0 }
  /// Size of the largest file in bytes.
  public static let largestFile = 16_777_508

  public let bytes: [UInt8]
  /// Size of the padded plaintext in bytes.
  public let bucket: Int

  /// Nil for every file that the gate refuses; there is no reason to tell.
  public init?(_ bytes: [UInt8]) {
    guard let profile = profiles[bytes.count], profile.template.matches(bytes),
      isOnP256(bytes[profile.point])
    else { return nil }
    (self.bytes, bucket) = (bytes, profile.bucket)
  }
}

private struct Profile: Sendable {
  let bucket: Int
  let template: ByteTemplate
  /// Where the ephemeral key X‖Y is, its leading 04 included.
  let point: Range<Int>

  init(bucket: Int) {
    self.bucket = bucket
    // Lengths up to 8 MiB and the headers around them need 3 bytes, 16 MiB needs 4.
    let long = bucket > 8 << 20
    func length(_ more: Int, _ moreWhenLong: Int) -> ByteTemplate.Part {
      .length(bucket + (long ? moreWhenLong : more), bytes: long ? 4 : 3)
    }
    template = ByteTemplate([
      .fixed("30"), length(282, 286), .fixed("060b2a864886f70d0109100117 a0"), length(264, 267),
      .fixed("30"), length(259, 261),
      .fixed("020100 3181b6 a181b3 020103 a051 a14f 3009 06072a8648ce3d0201 0342 00 04"),
      .hole(64),
      .fixed("3015 06062b8104010b01 300b 060960864801650304012d 3044 3042 a016 0414"),
      .fixed(String(repeating: "00", count: 20)), .fixed("0428"),
      .hole(40),
      .fixed("30"), length(48, 49),
      .fixed("06092a864886f70d010701 301e 060960864801650304012e 3011 040c"),
      .hole(12),
      .fixed("020110 80"), length(0, 0),
      .hole(bucket),
      .fixed("0410"),
      .hole(16),
    ])
    point = long ? 61..<126 : 58..<123
  }
}

private let profiles: [Int: Profile] = Dictionary(
  uniqueKeysWithValues: SealedRecord.buckets.map { bucket in
    let profile = Profile(bucket: bucket)
    return (profile.template.size, profile)
  })

/// Whether 04‖X‖Y is a point of P-256; libcrypto looks again when it derives the key.
private func isOnP256(_ point: ArraySlice<UInt8>) -> Bool {
  ERR_clear_error()
  defer { ERR_clear_error() }
  guard let group = unsafe curve.group, let made = unsafe EC_POINT_new(group) else { return false }
  defer { unsafe EC_POINT_free(made) }
  return unsafe point.withUnsafeBufferPointer {
    unsafe EC_POINT_oct2point(group, made, $0.baseAddress, $0.count, nil)
  } == 1
}

/// The curve's tables, made once and only read afterwards, which OpenSSL allows from any thread.
@safe private final class Curve: @unchecked Sendable {
  @unsafe let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)
}
private let curve = Curve()
