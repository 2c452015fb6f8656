import OpenSSL
import TestKit
import Testing

// The holes of the smallest bucket, as Docs/Formats/SealedRecord.md has them.
private let holes = [59..<123, 176..<216, 249..<261, 269..<65_805, 65_807..<65_823]

@Test func everyChangedFixedByteIsRefusedByTheGate() throws {
  let file = try Fixture.shared.get().record.bytes
  let fixed = file.indices.filter { index in !holes.contains { $0.contains(index) } }
  #expect(fixed.count == 155)
  for index in fixed {
    for bit in 0..<8 {
      var changed = file
      changed[index] ^= 1 << bit
      #expect(SealedRecord(changed) == nil, "byte \(index), bit \(bit)")
    }
  }
}

@Test func everyChangedByteOfAHoleIsRefusedByAuthentication() throws {
  let fixture = try Fixture.shared.get()
  let file = fixture.record.bytes
  #expect(fixture.opens(fixture.record))
  let ends = [269, 270, 65_803, 65_804] + stride(from: 300, to: 65_803, by: 4099)
  for index in Array(holes[0]) + Array(holes[1]) + Array(holes[2]) + ends + Array(holes[4]) {
    var changed = file
    changed[index] ^= 0x10
    // A changed ephemeral key is no longer on the curve, which the gate sees already.
    guard let record = SealedRecord(changed) else {
      #expect(holes[0].contains(index), "byte \(index)")
      continue
    }
    #expect(!holes[0].contains(index), "byte \(index)")
    #expect(throws: OpenSSLError.self, "byte \(index)") { try fixture.key.open(record) { _ in } }
  }
}

@Test func everyOtherLengthIsRefused() throws {
  let file = try Fixture.shared.get().record.bytes
  let cuts = Array(0...300) + stride(from: 301, to: file.count - 40, by: 997)
  for length in cuts + Array((file.count - 40)..<file.count) {
    #expect(SealedRecord(Array(file[..<length])) == nil, "\(length) bytes")
  }
  for more in 1...32 {
    #expect(SealedRecord(file + [UInt8](repeating: 0x20, count: more)) == nil, "\(more) more")
  }
}

@Test func forgeriesAreRefusedByTheGate() throws {
  let fixture = try Fixture.shared.get()
  let scratch = try Scratch()
  try scratch.write(fixture.record.bytes, to: "record")
  try scratch.write(fixture.plaintext, to: "plaintext")
  let made = try run(
    ["/usr/bin/python3", "\(vectors)/forge.py", "record", "plaintext", "."], in: scratch.path)
  try #require(made.status == 0, "\(made.errorText)")
  let names = try scratch.names().filter { $0.hasSuffix(".cms") }
  #expect(names.count > 300)
  for name in names {
    guard let record = SealedRecord(try scratch.read(name)) else { continue }
    // Of the same form as a real one: only its tag can tell.
    #expect(name == "flip.cms", "\(name) passed the gate")
    #expect(throws: OpenSSLError.self) { try fixture.key.open(record) { _ in } }
  }
}

// Why the gate exists: the library under it opens the downgrade and gives chosen text.
@Test func stockOpensslOpensTheDowngradeThatTheGateRefuses() throws {
  let fixture = try Fixture.shared.get()
  let scratch = try Scratch()
  try scratch.write(fixture.record.bytes, to: "record")
  try scratch.write(fixture.plaintext, to: "plaintext")
  try run(
    ["/usr/bin/python3", "\(vectors)/forge.py", "record", "plaintext", "."], in: scratch.path)
  try writePKCS8(of: fixture.key, to: "key.der", in: scratch)
  let opened = try run(
    [
      "openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "downgrade-cfb.cms",
      "-inkey", "key.der", "-keyform", "DER",
    ], in: scratch.path)
  #expect(opened.status == 0)
  #expect(opened.output.split(separator: Array(#""risk":"LOW"   ,"#.utf8)).count == 8)
}

@Test(arguments: SealedRecord.buckets)
func everyBucketIsSealedAndOpened(bucket: Int) throws {
  let fixture = try Fixture(bucket: bucket)
  #expect(fixture.record.bucket == bucket)
  #expect(
    fixture.record.bytes.count == (bucket == 16 << 20 ? SealedRecord.largestFile : bucket + 287))
  #expect(fixture.opens(fixture.record))
}

@Test func aPlaintextThatFillsNoBucketIsNotSealed() throws {
  let certificate = try Fixture.shared.get().certificate
  for size in [0, 1, 65_535, 65_537, 100_000] {
    let plaintext = [UInt8](repeating: 32, count: size)
    #expect(throws: OpenSSLError.self, "\(size) bytes") {
      try plaintext.withUnsafeBytes { try certificate.seal($0) }
    }
  }
}

@Test func anotherKeyDoesNotOpen() throws {
  let fixture = try Fixture.shared.get()
  let other = try RecipientKey.generated()
  #expect(throws: OpenSSLError.self) { try other.open(fixture.record) { _ in } }
}

// More at once than the locked memory holds: it must not look like a damaged file.
@Test func manyAreOpenedAtOnce() async throws {
  let fixture = try Fixture(bucket: 512 << 10)
  await withTaskGroup(of: Bool.self) { group in
    for _ in 0..<16 {
      group.addTask {
        (try? fixture.key.open(fixture.record) { outer in
          (try? fixture.key.open(fixture.record) { inner in
            (try? fixture.key.open(fixture.record) { Array($0) == Array(inner) }) ?? false
              && Array(outer) == Array(inner)
          }) ?? false
        }) ?? false
      }
    }
    for await opened in group { #expect(opened) }
  }
}
