import OpenSSL
import TestKit
import Testing

private let passphrase = Array("correct horse battery".utf8)
private let salt = [UInt8](0..<16)

private func lock(_ key: RecipientKey, cost: Int = 15) throws -> KeyFile {
  try passphrase.withUnsafeBytes { try key.locked(under: $0, cost: cost, salt: salt) }
}

private func unlock(_ file: KeyFile, with passphrase: [UInt8] = passphrase) throws -> RecipientKey {
  try passphrase.withUnsafeBytes { try file.unlock(with: $0) }
}

/// Takes the private key out with the independent opener; the product cannot.
func writePKCS8(of key: RecipientKey, to name: String, in scratch: Scratch) throws {
  try scratch.write(lock(key).bytes, to: "k1")
  let opened = try run(
    ["/usr/bin/python3", "\(vectors)/opener.py", "key", "k1"], input: passphrase, in: scratch.path)
  try #require(opened.status == 0, "\(opened.errorText)")
  try scratch.write(opened.output, to: name)
}

@Test func aKeyFileOpensWithItsPassphraseOnly() throws {
  let key = try Fixture.shared.get().key
  let file = try lock(key)
  #expect(file.bytes.count == 345)
  #expect(KeyFile.size == 345)
  #expect(file.cost == 15)
  #expect(try unlock(file).fingerprint == key.fingerprint)
  for wrong in ["", "correct horse batterz", "correct horse battery ", "Correct horse battery"] {
    #expect(throws: OpenSSLError.self) { try unlock(file, with: Array(wrong.utf8)) }
  }
}

@Test func everyChangedFixedByteOfAKeyFileIsRefusedByItsGate() throws {
  let file = try lock(Fixture.shared.get().key).bytes
  let holes = [46..<48, 53..<85, 100..<140, 171..<183, 189..<327, 329..<345]
  let fixed = file.indices.filter { index in !holes.contains { $0.contains(index) } }
  #expect(fixed.count == 105)
  for index in fixed {
    for bit in 0..<8 {
      var changed = file
      changed[index] ^= 1 << bit
      #expect(KeyFile(changed) == nil, "byte \(index), bit \(bit)")
    }
  }
  for length in 0..<file.count { #expect(KeyFile(Array(file[..<length])) == nil) }
  #expect(KeyFile(file + [0]) == nil)
}

@Test(arguments: ["14", "21", "00", "99", "1 ", "+9", "-5", "0x"])
func aCostThatIsNotAcceptedIsRefusedBeforeDeriving(cost: String) throws {
  var file = try lock(Fixture.shared.get().key).bytes
  file.replaceSubrange(46..<48, with: Array(cost.utf8))
  #expect(KeyFile(file) == nil)
}

@Test func aSaltOfOtherDigitsIsRefused() throws {
  var file = try lock(Fixture.shared.get().key).bytes
  #expect(String(decoding: file[39..<85], as: UTF8.self) == "scrypt$15$8$1$\(hex(salt))")
  file[60] = UInt8(ascii: "A")
  #expect(KeyFile(file) == nil)
}

@Test(arguments: [83, 100, 139, 171, 182, 189, 326, 329, 344])
func aChangedHoleOfAKeyFileIsRefusedByAuthentication(index: Int) throws {
  var file = try lock(Fixture.shared.get().key).bytes
  file[index] ^= 1
  let changed = try #require(KeyFile(file))
  #expect(throws: OpenSSLError.self) { try unlock(changed) }
}

@Test func aCostOrSaltOutOfRangeIsNotWritten() throws {
  let key = try Fixture.shared.get().key
  for (cost, salt) in [(14, salt), (21, salt), (15, [1, 2, 3])] {
    #expect(throws: OpenSSLError.self) {
      try passphrase.withUnsafeBytes { try key.locked(under: $0, cost: cost, salt: salt) }
    }
  }
}

@Test func aCertificateNamesNobodyAndSaysNothingOfItsDay() throws {
  let certificate = try RecipientKey.generated().certificate(serial: [1, 0xAB, 0xCD])
  let shown = try run(
    [
      "openssl", "x509", "-inform", "DER", "-noout", "-subject", "-issuer", "-serial", "-dates",
      "-ext", "subjectKeyIdentifier,keyUsage",
    ], input: certificate.der)
  #expect(
    shown.text == """
      subject=
      issuer=
      serial=01ABCD
      notBefore=Jan  1 00:00:00 2020 GMT
      notAfter=Jan  1 00:00:00 2120 GMT
      X509v3 Subject Key Identifier: 
          00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00
      X509v3 Key Usage: critical
          Key Agreement

      """)
  let read = try RecipientCertificate(certificate.der)
  #expect(read.serial == [1, 0xAB, 0xCD])
  #expect(read.fingerprint == certificate.fingerprint)
  let publicKey = try run(
    ["openssl", "x509", "-inform", "DER", "-noout", "-pubkey"], input: certificate.der)
  let der = try run(["openssl", "pkey", "-pubin", "-outform", "DER"], input: publicKey.output)
  #expect(sha256(der.output) == certificate.fingerprint)
}

@Test func aChangedCertificateIsRefused() throws {
  let der = try Fixture.shared.get().certificate.der
  #expect(throws: Never.self) { try RecipientCertificate(der) }
  for index in der.indices {
    var changed = der
    changed[index] ^= 1
    #expect(throws: OpenSSLError.self, "byte \(index)") { try RecipientCertificate(changed) }
  }
  #expect(throws: OpenSSLError.self) { try RecipientCertificate(der + [0]) }
  #expect(throws: OpenSSLError.self) { try RecipientCertificate([]) }
}

@Test(arguments: [
  ("ec", "prime256v1", "/CN=Someone", "keyAgreement", "00"),
  ("ec", "secp384r1", "/", "keyAgreement", "00"),
  ("ec", "prime256v1", "/", "keyAgreement,digitalSignature", "00"),
  ("ec", "prime256v1", "/", "keyAgreement", "01"),
])
func aCertificateOfAnotherFormIsRefused(
  type: String, curve: String, subject: String, usage: String, identifier: String
) throws {
  let made = try run([
    "openssl", "req", "-new", "-x509", "-newkey", type, "-pkeyopt", "ec_paramgen_curve:\(curve)",
    "-nodes", "-keyout", "/dev/null", "-subj", subject, "-outform", "DER", "-config", "/dev/null",
    "-addext", "keyUsage=critical,\(usage)", "-addext",
    "subjectKeyIdentifier=\(String(repeating: identifier, count: 20))",
  ])
  try #require(made.status == 0, "\(made.errorText)")
  #expect(throws: OpenSSLError.self) { try RecipientCertificate(made.output) }
}
