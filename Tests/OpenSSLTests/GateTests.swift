import OpenSSL
import TestKit
import Testing

// Why the gate exists: the library under it opens all of these, and gives chosen text in the first.
@Test(arguments: [
  ("downgrade-cfb", #""risk":"LOW"   ,"#, 8), ("tag-4", ConformanceKit.marker, 1),
  ("icv-12", ConformanceKit.marker, 1), ("kdf-sha1", ConformanceKit.marker, 1),
  ("ukm", ConformanceKit.marker, 1), ("indefinite", ConformanceKit.marker, 1),
  ("trailing-01", ConformanceKit.marker, 1), ("point-hybrid", ConformanceKit.marker, 1),
])
func stockOpensslOpensWhatTheGateRefuses(name: String, text: String, count: Int) throws {
  let kit = try ConformanceKit.shared.get()
  let entry = try #require(kit.records.first { $0.file == "records/\(name).cms" })
  #expect(entry.verdict == .refusedByGate)
  let scratch = try Scratch()
  let key = try run(
    ["/usr/bin/python3", "\(vectors)/opener.py", "key", "\(kit.path)/organisation/1.key"],
    input: kit.passphrase)
  try scratch.write(key.output, to: "key.der")
  let opened = try run(
    [
      "openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in",
      "\(kit.path)/\(entry.file)", "-inkey", "key.der", "-keyform", "DER",
    ], in: scratch.path)
  #expect(opened.status == 0, "\(opened.errorText)")
  #expect(String(decoding: opened.output, as: UTF8.self).ranges(of: text).count == count)
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

/// Another program is written from the page, so its map must be that of a record.
@Test(arguments: [65_536, 8 << 20, 16 << 20])
func theByteMapOfThePageIsThatOfARecord(bucket: Int) throws {
  let file = try Fixture(bucket: bucket).record.bytes
  let isLong = bucket > 8 << 20
  let page = try contentsOfFile("\(packageRoot)/Docs/Formats/SealedRecord.md")
  let rows = String(decoding: page, as: UTF8.self).split(separator: "\n")
    .filter { $0.hasPrefix("| fixed | ") }.map { $0.split(separator: " | ").map(String.init) }
  // The page's text names those of the long shape.
  var lengths = isLong ? [286, 267, 261, 49, 0] : [282, 264, 259, 48, 0]
  var count = 0
  for row in rows {
    var content: [UInt8] = []
    let text = row[3].split(separator: "`")[0].replacing("<20 zero bytes>", with: "zeros")
    for word in text.split(separator: " ") {
      if word.hasPrefix("<N") {
        #expect(isLong || word == "<N+\(lengths[0])>" || lengths[0] == 0)
        let length = bucket + lengths.removeFirst()
        let digits = isLong ? 4 : 3
        content += [0x80 | UInt8(digits)]
        content += (0..<digits).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      } else {
        content +=
          word == "zeros" ? [UInt8](repeating: 0, count: 20) : bytes(hex: String(word)) ?? []
      }
    }
    let ends = row[isLong ? 2 : 1].split { "–, ".contains($0) }.compactMap { end in
      Int(end.split(separator: "+")[0]).map { $0 + (end.hasSuffix("+N") ? bucket : 0) }
    }
    #expect(Array(file[ends[0]...ends[1]]) == content, "\(row)")
    count += content.count
  }
  #expect(lengths == [] && count == (isLong ? 160 : 155))
}
