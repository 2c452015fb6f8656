import OpenSSL
import TestKit
import Testing

/// A folder with our record, its plaintext, the certificate as PEM and the private key.
private func laidOut(_ fixture: Fixture) throws -> Scratch {
  let scratch = try Scratch()
  try scratch.write(fixture.record.bytes, to: "record.cms")
  try scratch.write(fixture.plaintext, to: "plaintext")
  try scratch.write(fixture.certificate.der, to: "a.cert")
  try run(
    ["openssl", "x509", "-inform", "DER", "-in", "a.cert", "-out", "a.pem"], in: scratch.path)
  try writePKCS8(of: fixture.key, to: "key.der", in: scratch)
  return scratch
}

@Test(arguments: [65_536, 1 << 20, 16 << 20])
func stockOpensslAndTheIndependentOpenerOpenWhatWeSealed(bucket: Int) throws {
  let fixture = try Fixture(bucket: bucket)
  let scratch = try laidOut(fixture)
  let stock = try run(
    [
      "openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "record.cms", "-inkey",
      "key.der", "-keyform", "DER",
    ], in: scratch.path)
  #expect(stock.status == 0, "\(stock.errorText)")
  #expect(stock.output == fixture.plaintext)
  let independent = try run(
    ["/usr/bin/python3", "\(vectors)/opener.py", "record", "record.cms", "key.der"],
    in: scratch.path)
  #expect(independent.status == 0, "\(independent.errorText)")
  #expect(independent.output == fixture.plaintext)
}

@Test func weOpenWhatStockOpensslSealed() throws {
  let fixture = try Fixture.shared.get()
  let scratch = try laidOut(fixture)
  let made = try run(
    [
      "openssl", "cms", "-encrypt", "-binary", "-in", "plaintext", "-outform", "DER",
      "-aes-256-gcm", "-keyid", "-recip", "a.pem", "-keyopt", "ecdh_kdf_md:sha256",
    ], in: scratch.path)
  #expect(made.status == 0, "\(made.errorText)")
  let record = try #require(SealedRecord(made.output))
  #expect(fixture.opens(record))
}

/// The kit is sealed by a third program, which was written from the page.
@Test func stockOpensslOpensTheSoundRecordsOfTheKit() throws {
  let kit = try ConformanceKit.shared.get()
  let scratch = try Scratch()
  let key = try run(
    ["/usr/bin/python3", "\(vectors)/opener.py", "key", "\(kit.path)/organisation/1.key"],
    input: kit.passphrase)
  try scratch.write(key.output, to: "key.der")
  for entry in kit.records where entry.verdict == .opens {
    let opened = try run(
      [
        "openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in",
        "\(kit.path)/\(entry.file)", "-inkey", "key.der", "-keyform", "DER",
      ], in: scratch.path)
    #expect(hex(sha256(opened.output)) == entry.released, "\(entry)")
  }
}

// The recipe of Docs/Formats/KeyFile.md, word for word.
@Test func theKeyIsRecoveredWithStockToolsOnly() throws {
  let fixture = try Fixture.shared.get()
  let scratch = try laidOut(fixture)
  let passphrase = "seven plain words"
  let file = try Array(passphrase.utf8).withUnsafeBytes {
    try fixture.key.locked(under: $0, cost: 17, salt: [UInt8](repeating: 0xA5, count: 16))
  }
  try scratch.write(file.bytes, to: "org.key")
  let page = String(
    decoding: try contentsOfFile("\(packageRoot)/Docs/Formats/KeyFile.md"), as: UTF8.self)
  let recipe = try #require(page.split(separator: "```sh\n").dropFirst().first)
    .split(separator: "```")[0]
  let opened = try run(
    ["sh", "-euc", "PASS='\(passphrase)'\n\(recipe)"], in: scratch.path)
  #expect(opened.status == 0, "\(opened.errorText)")
  #expect(try scratch.read("plaintext") == fixture.plaintext)
  #expect(try scratch.read("org.der") == scratch.read("key.der"))
}
