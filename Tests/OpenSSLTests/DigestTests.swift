import OpenSSL
import Testing

// FIPS 180-4 examples and the empty message.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func aDigestIsThatOfTheStandard(message: String, digest: String) {
  #expect(hex(sha256(Array(message.utf8))) == digest)
  #expect(hex(sha256(message.utf8.map { $0 }[...])) == digest)
  #expect(hex(sha256(message.utf8)) == digest)
}

@Test func hexIsReadBackAndNothingElseIs() {
  #expect(bytes(hex: "00ff10") == [0, 255, 16])
  #expect(hex([0, 255, 16]) == "00ff10")
  #expect(bytes(hex: "0") == nil)
  #expect(bytes(hex: "0G") == nil)
  #expect(bytes(hex: "FF") == nil)
}
