import OpenSSL
import TestKit
import Testing

/// All that damage can do to one record: each byte changed, each length cut.
@Suite struct EveryByteTests {
  private let fixture: Fixture
  private let file: [UInt8]

  init() throws {
    fixture = try Fixture.shared.get()
    file = fixture.record.bytes
  }

  /// Of the ciphertext both ends and every 13th byte: 13 meets all places in a block of 16. All
  /// of it, half a minute, with `EVERY_BYTE=1`.
  @Test func noChangedByteIsOpened() throws {
    let isThorough = environmentVariable("EVERY_BYTE") == "1"
    let ciphertext = 269..<65_805
    let chosen = file.indices.filter { index in
      isThorough || !ciphertext.dropFirst(256).dropLast(256).contains(index) || index % 13 == 0
    }
    var changed = file
    var (gated, refused) = (0, 0)
    for index in chosen {
      changed[index] ^= UInt8(1 << (index % 8))
      defer { changed[index] = file[index] }
      guard let record = SealedRecord(changed) else {
        gated += 1
        continue
      }
      do {
        _ = try fixture.key.open(record) { $0.count }
        Issue.record("byte \(index)")
      } catch {
        refused += 1
      }
    }
    // The fixed bytes and the ephemeral key; wrapped key, nonce, ciphertext and tag.
    #expect((gated, refused) == (155 + 64, chosen.count - 155 - 64))
    #expect(chosen.count > 5_700)
  }

  @Test func noPartOfARecordPassesTheGate() throws {
    var cut = file
    while cut.popLast() != nil { #expect(SealedRecord(cut) == nil, "\(cut.count) bytes") }
  }

  /// Lengths differ from bucket to bucket, and 16 MiB has a longer form.
  @Test(arguments: SealedRecord.buckets)
  func noChangedFixedBytePassesInAnyBucket(size: Int) throws {
    var file = try Fixture(bucket: size).record.bytes
    let long = size > 8 << 20
    let holes =
      long
      ? [62..<126, 179..<219, 253..<265, 274..<(274 + size), (276 + size)..<(292 + size)]
      : [59..<123, 176..<216, 249..<261, 269..<(269 + size), (271 + size)..<(287 + size)]
    let fixed = (Array(0..<280) + file.indices.suffix(20)).filter { index in
      !holes.contains { $0.contains(index) }
    }
    #expect(fixed.count == (long ? 160 : 155))
    for index in fixed {
      for bit in 0..<8 {
        file[index] ^= 1 << bit
        #expect(SealedRecord(file) == nil, "byte \(index), bit \(bit)")
        file[index] ^= 1 << bit
      }
    }
    #expect(SealedRecord(file) != nil)
  }
}
