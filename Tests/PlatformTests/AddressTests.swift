import Hygiene
import Platform
import Testing

@Suite struct AddressTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0::1", "2001:db8::1"), ("::1", "::1"),
    ("fe80::1%eth0", "fe80::1%eth0"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
  ])
  func hasOneText(_ text: String, _ canonical: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == canonical)
    #expect(IPAddress(canonical) == address)
  }

  @Test(arguments: [
    "", "1", "127.1", "010.0.0.1", "1.2.3.4.5", "256.0.0.1", " 1.2.3.4", "1.2.3.4\n",
    "1.2.3.4%eth0",
    "fe80::1%", "example.org", "::1\u{0}", "[::1]", "１.2.3.4", String(repeating: ":", count: 5000),
  ])
  func refuses(_ text: String) { #expect(IPAddress(text) == nil) }

  @Test func isMadeFromBytes() {
    #expect(IPAddress(bytes: [192, 0, 2, 1])?.description == "192.0.2.1")
    let six: [UInt8] = [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
    #expect(IPAddress(bytes: six)?.description == "2001:db8::1")
    #expect(IPAddress(bytes: six)?.bytes == six)
    #expect(IPAddress(bytes: [1, 2, 3]) == nil)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1:53"), ("192.0.2.1:5353", "192.0.2.1:5353"),
    ("2001:db8::1", "[2001:db8::1]:53"), ("[2001:db8::1]", "[2001:db8::1]:53"),
    ("[2001:db8::1]:853", "[2001:db8::1]:853"),
  ])
  func readsAnEndpoint(_ text: String, _ meant: String) throws {
    #expect(try Endpoint(text, defaultPort: 53).description == meant)
  }

  @Test(arguments: [
    "", ":53", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:+5", "192.0.2.1:5 3",
    "[192.0.2.1]:53", "example.org:53", "[2001:db8::1", "[]:53", "192.0.2.1:53:53",
  ])
  func refusesAnEndpoint(_ text: String) {
    let error = UserError("network.not-an-endpoint", ["text": text], status: .usage)
    #expect(throws: error) { try Endpoint(text, defaultPort: 53) }
  }

  @Test func everyFailureIsAWordInKebabCase() {
    let words = FailureWord.allCases.map(\.rawValue)
    #expect(words.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    #expect(Set(words).count == words.count)
  }
}
